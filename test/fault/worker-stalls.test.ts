import { setTimeout as sleep } from 'node:timers/promises';
import { startPlan } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';
import { childWorker, pagesLanded, type ChildSettings, type ChildWorker } from './child';
import { pauseIn } from './pause';

const ROWS = 120;
const LOCK_MS = 1_000;

describe.each(TRANSPORTS)('a worker over %s that stands still', (kind) => {
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

  const connectors = (): string => `${folder.path}/connectors`;
  const child = async (settings: Partial<ChildSettings>): Promise<ChildWorker> => {
    const { url, redisUrl } = hub;
    const fixed = { url, redisUrl, folder: connectors(), lockMs: LOCK_MS };
    return (stalled = await childWorker({ pageMs: 0, ...fixed, ...settings }));
  };
  const rows = async (): Promise<unknown[]> =>
    (
      await hub.db.query<object>(
        `SELECT r.status, r.error_code AS code, t.rows_read AS read, t.pages FROM sync_run r
           JOIN sync_run_stream t ON t.run_id = r.id ORDER BY r.started_at`,
      )
    ).rows;
  const underWay = async (): Promise<boolean> =>
    (await hub.db.query(`SELECT FROM sync_run WHERE status = 'RUNNING'`)).rowCount === 1;
  /** As if it had given no sign of life for so long. */
  const age = (minutes: number): Promise<unknown> =>
    hub.db.query('UPDATE source_beat SET beaten_at = beaten_at - make_interval(mins => $1)', [
      minutes,
    ]);
  const session = async (where: string): Promise<boolean> => {
    const { rowCount } = await hub.db.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'wangshu s%' AND ${where}`,
    );
    return rowCount !== 0;
  };

  /** Another does all of it; the one that stood still wakes up, and changes nothing. */
  async function isFollowed(planId: string): Promise<void> {
    const report = await hub.wait(planId, 20_000);
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([[ROWS, ROWS]]);
    const before = await rows();
    const digest = await hub.digest();
    expect(digest).toBe(await undisturbedDigest(connectors()));
    stalled.resume();
    // Several of its pages' time.
    await sleep(1_500);
    expect(await rows()).toEqual(before);
    expect(await hub.digest()).toBe(digest);
    expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
  }

  it('in the middle of a source is followed by another, and when it wakes up it writes nothing', async () => {
    await child({ pageMs: 150 });
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await pagesLanded(hub.db, 3);
    stalled.pause();
    await hub.worker({ lockMs: LOCK_MS });
    // While its lease is fresh, nobody takes the source from it.
    await sleep(3_000);
    expect(await underWay()).toBe(true);
    await age(2);
    await isFollowed(planId);
    expect(await rows()).toEqual([
      expect.objectContaining({ status: 'FAILED', code: 'RUN_CANCELLED' }),
      expect.objectContaining({ status: 'SUCCEEDED', code: null }),
    ]);
  }, 60_000);

  it('in the middle of a page keeps no row from whoever comes next', async () => {
    const pause = await pauseIn(hub.db, 'INSERT ON record', 1.5);
    await child({});
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await pause.asleep();
    stalled.pause();
    while (!(await session(`state LIKE 'idle in transaction%'`))) await sleep(50);
    await pause.go();
    await hub.worker({ lockMs: LOCK_MS });
    await sleep(1_000);
    expect(await underWay()).toBe(true);
    await age(2);
    await isFollowed(planId);
  }, 60_000);

  it('in the middle of a stage is ended by the database, and another does the stage', async () => {
    await child({ standstill: { stage: 'stitch', moment: 'within' } });
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await stalled.standing;
    expect(await session(`state LIKE 'idle in transaction%'`)).toBe(true);
    await hub.worker({ lockMs: LOCK_MS });
    await isFollowed(planId);
  }, 60_000);
});
