import { setTimeout as sleep } from 'node:timers/promises';
import { startPlan } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';
import { childWorker, pagesLanded, type ChildWorker } from './child';

const ROWS = 120;
const LOCK_MS = 1_000;

describe.each(TRANSPORTS)(
  'a worker over %s that stands still in the middle of a source',
  (kind) => {
    let folder: TestFolder;
    let hub: NightHub;
    let stalled: ChildWorker;

    beforeEach(async () => {
      folder = testFolder();
      writeSource(folder, 'police', ROWS);
      hub = await nightHub(kind);
      await hub.load([`${folder.path}/connectors`]);
    });
    afterEach(async () => {
      await stalled.kill();
      await hub.close();
      folder.remove();
    });

    const rows = async (): Promise<unknown[]> =>
      (
        await hub.db.query<object>(
          `SELECT r.status, r.error_code AS code, t.rows_read AS read, t.pages FROM sync_run r
           JOIN sync_run_stream t ON t.run_id = r.id ORDER BY r.started_at`,
        )
      ).rows;

    it('is followed by another, and when it wakes up it writes nothing', async () => {
      const { url, redisUrl } = hub;
      const connectors = `${folder.path}/connectors`;
      stalled = await childWorker({
        ...{ url, redisUrl, pageMs: 150, folder: connectors, lockMs: LOCK_MS },
      });
      const { planId } = await startPlan(hub, { connectors: ['police'] });
      await pagesLanded(hub.db, 3);
      stalled.pause();
      await hub.worker({ lockMs: LOCK_MS });
      // While its lease is fresh, nobody takes the source from it.
      await sleep(3_000);
      expect(await hub.db.query(`SELECT FROM sync_run WHERE status = 'RUNNING'`)).toMatchObject({
        rowCount: 1,
      });
      // A minute without a sign of life.
      await hub.db.query(`UPDATE source_lease SET beaten_at = beaten_at - interval '2 minutes'`);
      const report = await hub.wait(planId, 20_000);
      expect(report.status).toBe('SUCCEEDED');
      expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([[ROWS, ROWS]]);
      const before = await rows();
      expect(before).toEqual([
        expect.objectContaining({ status: 'FAILED', code: 'RUN_CANCELLED' }),
        expect.objectContaining({ status: 'SUCCEEDED', code: null }),
      ]);
      const digest = await hub.digest();
      expect(digest).toBe(await undisturbedDigest(connectors));
      stalled.resume();
      // Several of its pages' time.
      await sleep(1_500);
      expect(await rows()).toEqual(before);
      expect(await hub.digest()).toBe(digest);
      expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
    }, 60_000);
  },
);
