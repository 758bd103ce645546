import {
  cancelPlan,
  HUB_STAGES,
  readPlan,
  startPlan,
  workersAlive,
  type PlanReport,
} from '../../../src/jobs';
import { pagesLanded } from '../../fault/child';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from './night';
import { slowCatalogue, withReaders, writeSource } from './sources';

const MANY = Array.from({ length: 12 }, (_, index) => `source-${String.fromCharCode(97 + index)}`);
const ROWS = 40;

describe.each(TRANSPORTS)('workers over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;
  let undisturbed: string;

  beforeAll(async () => {
    folder = testFolder();
    for (const id of MANY) writeSource(folder, id, ROWS);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
  });
  afterAll(() => folder.remove());
  beforeEach(async () => {
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(() => hub.close());

  const statuses = (report: PlanReport): Set<string> =>
    new Set(report.sources.map(({ status }) => status));

  it('read twelve sources ten at a time with a pool of four sessions, several plans at once, and nothing locks up', async () => {
    await hub.worker({ concurrency: 10 });
    const plans = await Promise.all([1, 2, 3].map(() => startPlan(hub, { connectors: MANY })));
    for (const { planId } of plans) {
      const report = await hub.wait(planId);
      expect(report.status).toBe('SUCCEEDED');
      expect(statuses(report)).toEqual(new Set(['SUCCEEDED']));
    }
    expect(await hub.digest()).toBe(undisturbed);
    expect(hub.faults).toEqual([]);
    const failed = hub.log.filter((line) => line.includes('"msg":"job failed"'));
    expect(failed).toEqual([]);
  });

  it('read a source one at a time, however many plans want it', async () => {
    let now = 0;
    let most = 0;
    const counted = withReaders(slowCatalogue(hub.catalogue, 15), (reader) => ({
      check: (...how) => reader.check(...how),
      discover: (...how) => reader.discover(...how),
      close: () => reader.close(),
      async *read(request) {
        now += 1;
        most = Math.max(most, now);
        try {
          yield* reader.read(request);
        } finally {
          now -= 1;
        }
      },
    }));
    await hub.worker({ catalogue: counted, concurrency: 2 });
    await hub.worker({ catalogue: counted, concurrency: 2 });
    expect(await workersAlive(hub.db)).toBe(2);
    const source = [MANY[0] ?? ''];
    const plans = await Promise.all([1, 2, 3, 4].map(() => startPlan(hub, { connectors: source })));
    const reports = await Promise.all(plans.map(({ planId }) => hub.wait(planId)));
    expect(reports.map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'));
    expect(reports.flatMap(({ sources }) => sources.map(({ error }) => error))).toEqual(
      Array(4).fill(null),
    );
    expect(most).toBe(1);
  });

  it('leave no source waiting behind one that several plans want', async () => {
    const [wanted = '', ...others] = MANY.slice(0, 3);
    const slow = slowCatalogue(hub.catalogue, 1_500);
    const mixed = {
      ...hub.catalogue,
      connector: (id: string) => (id === wanted ? slow : hub.catalogue).connector(id),
    };
    const plans = await Promise.all(
      [1, 2, 3].map(() => startPlan(hub, { connectors: [wanted], full: true })),
    );
    await hub.worker({ catalogue: mixed, concurrency: 2 });
    await pagesLanded(hub.db, 1);
    const beside = await startPlan(hub, { connectors: others });
    expect((await hub.wait(beside.planId)).status).toBe('SUCCEEDED');
    const before = await Promise.all(plans.map(({ planId }) => readPlan(hub.db, planId)));
    // One reads, two wait, and say so.
    expect(before.flatMap(({ sources }) => sources.map(({ status }) => status)).sort()).toEqual([
      'RUNNING',
      'WAITING',
      'WAITING',
    ]);
    for (const { planId } of plans) await cancelPlan(hub.db, planId, 'steward-1');
    for (const { planId } of plans) expect((await hub.wait(planId)).status).toBe('CANCELLED');
  });

  it('that close in the middle of a source give it back, and another goes on from its last page', async () => {
    const closing = await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 80) });
    const source = MANY.slice(0, 2);
    const { planId } = await startPlan(hub, { connectors: source });
    await pagesLanded(hub.db, 3);
    await closing.close();
    expect(await workersAlive(hub.db)).toBe(0);
    const left = await hub.db.query<{ status: string }>('SELECT DISTINCT status FROM sync_run');
    expect(left.rows).toEqual([{ status: 'CANCELLED' }]);
    await hub.worker();
    const report = await hub.wait(planId);
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([
      [ROWS, ROWS],
      [ROWS, ROWS],
    ]);
    const { rows } = await hub.db.query(
      'SELECT status, count(*)::int AS runs FROM sync_run GROUP BY 1 ORDER BY 1',
    );
    expect(rows).toEqual([
      { status: 'CANCELLED', runs: 2 },
      { status: 'SUCCEEDED', runs: 2 },
    ]);
  });

  it('that close while a stage runs wait for it, and no longer than they were given', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    const stages = {
      ...HUB_STAGES,
      async resolve(context: Parameters<typeof HUB_STAGES.resolve>[0]) {
        begun();
        await held;
        return HUB_STAGES.resolve(context);
      },
    };
    const closing = await hub.worker({ stages, lockMs: 1_000 });
    const { planId } = await startPlan(hub, { connectors: MANY.slice(0, 1) });
    await running;
    const began = performance.now();
    await closing.close({ graceMs: 300 });
    expect(performance.now() - began).toBeLessThan(2_000);
    await hub.worker({ lockMs: 1_000 });
    expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
    release();
  });

  it('may be closed twice, and at rest', async () => {
    const worker = await hub.worker();
    await Promise.all([worker.close(), worker.close()]);
    expect(await workersAlive(hub.db)).toBe(0);
  });
});
