import { startEmbeddedServer, type EmbeddedServer } from '../../src/db/embedded';
import { migrate } from '../../src/db/migrate';
import { undisturbedDigest } from '../db/jobs/night';
import { writeSource } from '../db/jobs/sources';
import { smallDisk, type SmallDisk } from '../support/full-disk';
import { testFolder, testHub, type TestFolder, type TestHub } from '../support/hub';

const MIB = 1_048_576;
const ROWS = 900;
/** A log file that cannot be continued stops the server itself: small ones are made anew while there is still room. */
const SETTINGS = { max_wal_size: '32MB', min_wal_size: '32MB', wal_recycle: 'on' };

describe('a disk that fills', () => {
  let folder: TestFolder;
  let disk: SmallDisk;
  let server: EmbeddedServer;
  let hub: TestHub;

  const start = (): Promise<EmbeddedServer> =>
    startEmbeddedServer({ dataDir: `${disk.path}/server`, durable: false, settings: SETTINGS });

  beforeAll(async () => {
    folder = testFolder();
    for (const id of ['civil', 'police']) writeSource(folder, id, ROWS);
    disk = smallDisk(folder.path, 220 * MIB);
    server = await start();
    await migrate(server.url);
    hub = await testHub({ url: server.url, drop: () => server.stop() });
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
});
