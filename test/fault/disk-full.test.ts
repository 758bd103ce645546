import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedServer, type EmbeddedServer } from '../../src/db/embedded';
import { migrate } from '../../src/db/migrate';
import { readSources, retryPlan, startPlan } from '../../src/jobs';
import { nightHub, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { smallDisk, type SmallDisk } from '../support/full-disk';
import { testFolder, type TestFolder } from '../support/hub';
import { pagesLanded } from './child';

const MIB = 1_048_576;
const ROWS = 900;
/** A log file that cannot be continued stops the server itself: small ones are made anew while there is still room. */
const SETTINGS = { max_wal_size: '32MB', min_wal_size: '32MB', wal_recycle: 'on' };

describe('a disk that fills', () => {
  let folder: TestFolder;
  let disk: SmallDisk;
  let server: EmbeddedServer;
  let hub: NightHub;

  const start = (): Promise<EmbeddedServer> =>
    startEmbeddedServer({ dataDir: `${disk.path}/server`, durable: false, settings: SETTINGS });

  beforeAll(async () => {
    folder = testFolder();
    for (const id of ['civil', 'police']) writeSource(folder, id, ROWS);
    disk = smallDisk(folder.path, 220 * MIB);
    server = await start();
    await migrate(server.url);
    hub = await nightHub('redis', { url: server.url, drop: () => server.stop() });
    await hub.load([`${folder.path}/connectors`]);
  }, 60_000);
  afterAll(async () => {
    await hub.close();
    disk.remove();
    folder.remove();
  });

  it('fails the run with a sentence, and once there is room the next one ends as if nothing had been', async () => {
    const full = await hub.ingest('civil', {
      onProgress: () => {
        disk.fill(0);
      },
    });
    expect(full.status).toBe('FAILED');
    expect(full.error).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringMatching(/room on the disk .* is required.*make room/) as string,
    });
    const { landed, unchanged, quarantined, deleted, read } = full.counts;
    expect(landed + unchanged + quarantined + deleted).toBe(read);
    expect(read).toBeLessThan(ROWS);

    disk.free();
    for (const id of ['civil', 'police']) expect((await hub.ingest(id)).status).toBe('SUCCEEDED');
    disk.fill(0);
    await expect(hub.settle()).rejects.toThrow();
    disk.free();
    await hub.settle();
    expect(await hub.digest()).toBe(await undisturbedDigest(`${folder.path}/connectors`));
  }, 60_000);

  it('fails a plan with the same sentence, is no failing of the source, and the retry ends as if nothing had been', async () => {
    const sources = ['health', 'school'];
    for (const id of sources) writeSource(folder, id, ROWS);
    await hub.load([`${folder.path}/connectors`]);
    const { planId } = await startPlan(hub, { connectors: sources });
    const catalogue = slowCatalogue(hub.catalogue, 15);
    await hub.worker({ catalogue, concurrency: 2, houseMs: 500 });
    await pagesLanded(hub.db, 20);
    disk.fill(0);
    await sleep(6_000);
    disk.free();
    const report = await hub.wait(planId, 60_000);
    expect(report.status).toBe('FAILED');
    const room = expect.stringMatching(/room on the disk .* is required.*make room/) as string;
    for (const { error } of report.sources)
      expect(error).toEqual({ code: 'DATABASE_UNAVAILABLE', message: room });
    const stands = await readSources(hub.db);
    expect(stands.map(({ connector, health }) => `${connector} ${health}`)).toEqual([
      ...['civil OK', 'health NEVER', 'police OK', 'school NEVER'],
    ]);

    const retry = await retryPlan(hub, planId, 'steward-1');
    const again = await hub.wait(retry.planId, 60_000);
    expect(again.status).toBe('SUCCEEDED');
    const { rows } = await hub.db.query<{ records: number }>(
      'SELECT count(*)::int AS records FROM record GROUP BY stream_id',
    );
    expect(rows.map(({ records }) => records)).toEqual([ROWS, ROWS, ROWS, ROWS]);
    expect(await hub.digest()).toBe(await undisturbedDigest(`${folder.path}/connectors`));
  }, 120_000);
});
