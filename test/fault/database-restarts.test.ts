import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedServer, type EmbeddedServer } from '../../src/db/embedded';
import { migrate } from '../../src/db/migrate';
import { startPlan } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';
import { pagesLanded } from './child';

const SOURCES = ['civil', 'police'];
const ROWS = 120;

describe.each(TRANSPORTS)('a hub with its queue in %s', (kind) => {
  let folder: TestFolder;
  let undisturbed: string;
  let server: EmbeddedServer;
  let hub: NightHub;

  const start = (port?: number): Promise<EmbeddedServer> =>
    startEmbeddedServer({
      dataDir: `${folder.path}/server`,
      durable: false,
      ...(port === undefined ? {} : { port }),
    });

  beforeEach(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id, ROWS);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
    server = await start();
    await migrate(server.url);
    hub = await nightHub(kind, { url: server.url, drop: () => server.stop() });
    await hub.load([`${folder.path}/connectors`]);
  }, 30_000);
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  it.each([
    ['at once', 0],
    ['after a while that outlasts every attempt', 9_000],
  ])(
    'whose database stops in the middle of a run and comes back %s loses nothing and doubles nothing',
    async (_, downMs) => {
      await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 100), concurrency: 2 });
      const { planId } = await startPlan(hub, { connectors: SOURCES });
      await pagesLanded(hub.db, 4);
      const { port } = server;
      await server.stop();
      await sleep(downMs);
      server = await start(port);
      // Whoever asks meanwhile meets the outage itself.
      const report = await hub.wait(planId, 45_000);
      expect(report.status).toBe('SUCCEEDED');
      expect(report.sources.map(({ read }) => read)).toEqual([ROWS, ROWS]);
      expect(await hub.digest()).toBe(undisturbed);
    },
    90_000,
  );
});
