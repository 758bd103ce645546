import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedServer, type EmbeddedServer } from '../../src/db/embedded';
import { migrate } from '../../src/db/migrate';
import { startPlan } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';
import { pagesLanded } from './child';
import { pauseIn, STATEMENTS } from './pause';

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
      // What a crash takes away is what this is about.
      durable: true,
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

  it.each(kind === 'postgres' ? STATEMENTS : STATEMENTS.slice(0, 1))(
    'whose database crashes in the middle of a statement of %s, with all that was not on disk, loses nothing and doubles nothing',
    async (_, statement) => {
      const pause = await pauseIn(hub.db, statement, 60);
      await hub.worker({ concurrency: 2 });
      const { planId } = await startPlan(hub, { connectors: SOURCES });
      const pid = await pause.asleep();
      // As PostgreSQL itself does when one of its processes dies: all sessions end, and what was only in memory is gone.
      process.kill(pid, 'SIGKILL');
      await again(() => pause.go());
      // Whoever asks meanwhile meets the crash itself.
      const report = await again(() => hub.wait(planId, 45_000));
      expect(report.status).toBe('SUCCEEDED');
      expect(report.sources.map(({ read }) => read)).toEqual([ROWS, ROWS]);
      expect(await hub.digest()).toBe(undisturbed);
    },
    90_000,
  );
});

/** Until the server is back. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
}
