import { setTimeout as sleep } from 'node:timers/promises';
import { recoverRuns, startPlan, workersAlive } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';
import { childWorker, pagesLanded, type ChildWorker, type Standstill } from './child';
import { pauseIn, STATEMENTS } from './pause';

const SOURCES = ['civil', 'police'];
const ROWS = 200;
const LOCK_MS = 1_000;

/** Where it may be when it dies; the queue in Redis has a part in few of them. */
const MOMENTS: readonly Standstill[] = [
  { stage: 'resolve', moment: 'before' },
  { stage: 'resolve', moment: 'after' },
  { stage: 'stitch', moment: 'within' },
  { stage: 'stitch', moment: 'after' },
  { stage: 'trend', moment: 'before' },
  { stage: 'trend', moment: 'after' },
];

/** Each another series of moments; a series that fails is named by its seed and comes again. */
const SEEDS = [1, 2];

/** Whole numbers under a limit, the same series for the same seed: D. Lehmer's generator with the multiplier of Park and Miller (1988). */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % limit;
  };
}

interface RunRow {
  connector: string;
  status: string;
  code: string | null;
}

describe.each(TRANSPORTS)('a worker over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;
  let undisturbed: string;
  const children: ChildWorker[] = [];

  beforeAll(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id, ROWS);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
  });
  afterAll(() => folder.remove());
  beforeEach(async () => {
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    await hub.close();
  });

  const child = async (pageMs: number, standstill?: Standstill): Promise<ChildWorker> => {
    const { url, redisUrl } = hub;
    const connectors = `${folder.path}/connectors`;
    const made = await childWorker({
      ...{ url, redisUrl, pageMs, folder: connectors, lockMs: LOCK_MS },
      ...(standstill === undefined ? {} : { standstill }),
    });
    children.push(made);
    return made;
  };
  const runs = async (): Promise<RunRow[]> =>
    (
      await hub.db.query<RunRow>(
        `SELECT connector, status, error_code AS code FROM sync_run ORDER BY connector, started_at`,
      )
    ).rows;

  it('that is killed in the middle of its sources leaves a plan that another ends as if nothing had been', async () => {
    const dying = await child(100);
    expect(await workersAlive(hub.db)).toBe(1);
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await pagesLanded(hub.db, 6);
    await dying.kill();
    await hub.worker({ lockMs: LOCK_MS });
    expect(await workersAlive(hub.db)).toBe(1);
    const report = await hub.wait(planId);
    expect(report.status).toBe('SUCCEEDED');
    expect(await hub.digest()).toBe(undisturbed);
    // Each source: the run that lost its process, then the one that went on from its last page.
    const all = await runs();
    expect(all.map(({ connector, status, code }) => [connector, status, code])).toEqual(
      SOURCES.flatMap((id) => [
        [id, 'FAILED', 'RUN_CANCELLED'],
        [id, 'SUCCEEDED', null],
      ]),
    );
    // No page is read twice, and the report counts what both landed.
    expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([
      [ROWS, ROWS],
      [ROWS, ROWS],
    ]);
  });

  it.each(kind === 'postgres' ? MOMENTS : MOMENTS.slice(2, 4))(
    'that is killed at $stage ($moment) leaves a plan that another ends as if nothing had been',
    async (standstill) => {
      const dying = await child(0, standstill);
      const { planId } = await startPlan(hub, { connectors: SOURCES });
      await dying.standing;
      await dying.kill();
      await hub.worker({ lockMs: LOCK_MS });
      const report = await hub.wait(planId);
      expect(report.status).toBe('SUCCEEDED');
      expect(report.sources.map(({ read }) => read)).toEqual([ROWS, ROWS]);
      expect(await hub.digest()).toBe(undisturbed);
    },
    30_000,
  );

  it.each(kind === 'postgres' ? STATEMENTS : STATEMENTS.slice(0, 1))(
    'that is killed in the middle of a statement of %s leaves no lock behind, and nothing half done',
    async (_, statement) => {
      const pause = await pauseIn(hub.db, statement, 60);
      const dying = await child(0);
      const { planId } = await startPlan(hub, { connectors: SOURCES });
      await pause.asleep();
      await dying.kill();
      await pause.go();
      await hub.worker({ lockMs: LOCK_MS });
      const report = await hub.wait(planId);
      expect(report.status).toBe('SUCCEEDED');
      expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([
        [ROWS, ROWS],
        [ROWS, ROWS],
      ]);
      expect(await hub.digest()).toBe(undisturbed);
      expect(await pause.isAsleep()).toBe(false);
    },
    30_000,
  );

  it.each(kind === 'postgres' ? SEEDS : SEEDS.slice(0, 1))(
    'that is killed again and again at moments nobody chose (seed %i) ends as if nothing had been',
    async (seed) => {
      const next = dice(seed);
      const { planId } = await startPlan(hub, { connectors: SOURCES });
      let deaths = 0;
      for (; deaths < 4; deaths += 1) {
        const dying = await child(40);
        await sleep(next(700));
        await dying.kill();
      }
      await hub.worker({ lockMs: LOCK_MS });
      const report = await hub.wait(planId, 30_000);
      expect(report.status).toBe('SUCCEEDED');
      expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([
        [ROWS, ROWS],
        [ROWS, ROWS],
      ]);
      expect(await hub.digest()).toBe(undisturbed);
    },
    90_000,
  );

  it('that is killed is followed by one that was there already', async () => {
    await hub.worker({
      lockMs: LOCK_MS,
      catalogue: slowCatalogue(hub.catalogue, 20),
      concurrency: 1,
    });
    const dying = await child(150);
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await pagesLanded(hub.db, 4);
    await dying.kill();
    const report = await hub.wait(planId);
    expect(report.status).toBe('SUCCEEDED');
    expect(await hub.digest()).toBe(undisturbed);
  });

  it('that is dead has its runs closed, and one that lives keeps them', async () => {
    const dying = await child(100);
    await startPlan(hub, { connectors: ['police'] });
    await pagesLanded(hub.db, 2);
    expect(await recoverRuns(hub.db)).toBe(0);
    expect((await runs())[0]?.status).toBe('RUNNING');
    await dying.kill();
    // PostgreSQL sees within moments that the sessions are gone.
    let closed = 0;
    for (let turn = 0; turn < 100 && closed === 0; turn += 1) {
      await sleep(20);
      closed = await recoverRuns(hub.db);
    }
    expect(closed).toBe(1);
    expect((await runs()).map(({ status, code }) => [status, code])).toEqual([
      ['FAILED', 'RUN_CANCELLED'],
    ]);
    expect(await workersAlive(hub.db)).toBe(0);
  });
});
