import { keepHouse, recoverPlans, startPlan } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { queueOf } from '../db/jobs/raw-queue';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';
import { pagesLanded } from './child';

const SOURCES = ['civil', 'police'];

describe.each(TRANSPORTS)('a queue in %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;
  let undisturbed: string;

  beforeAll(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id, 60);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
  });
  afterAll(() => folder.remove());
  beforeEach(async () => {
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(() => hub.close());

  const empty = async (): Promise<void> => {
    const queue = await queueOf(hub);
    await queue.obliterate().finally(() => queue.close());
  };

  it('that lost a plan before it began gets it again', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await empty();
    expect(await recoverPlans(hub, 0)).toEqual({ added: 1, ended: 0 });
    expect(await recoverPlans(hub, 0)).toEqual({ added: 0, ended: 0 });
    await hub.worker();
    expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
    expect(await hub.digest()).toBe(undisturbed);
  });

  it('that loses a plan in the middle of a source gets it again, and reads no source twice', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 60), concurrency: 2 });
    await pagesLanded(hub.db, 3);
    await empty();
    expect((await recoverPlans(hub, 0)).added).toBe(1);
    const report = await hub.wait(planId);
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ read }) => read)).toEqual([60, 60]);
    expect(await hub.digest()).toBe(undisturbed);
    const { rows } = await hub.db.query<{ read: number }>(
      'SELECT sum(rows_read)::int AS read FROM sync_run_stream',
    );
    expect(rows).toEqual([{ read: 120 }]);
  });

  it('that no longer has a plan which is between its row and its jobs is left a while, then mended', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await empty();
    await keepHouse(hub);
    expect(await recoverPlans(hub)).toEqual({ added: 0, ended: 0 });
    await hub.db.query(`UPDATE plan_run SET started_at = now() - interval '1 minute'`);
    await keepHouse(hub);
    await hub.worker();
    expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
  });

  it('whose slot was written down by a process that died before it added the jobs is mended by who asks next', async () => {
    const slot = new Date('2026-03-01T18:30:00Z');
    const { planId } = await startPlan(hub, { slot, connectors: SOURCES });
    await empty();
    expect(await startPlan(hub, { slot, connectors: SOURCES })).toEqual({ planId, created: false });
    await hub.worker();
    expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
  });

  it('keeps ended jobs for a while and is then cleaned, and the plans stay', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await hub.worker();
    const ended = await hub.wait(planId);
    const queue = await queueOf(hub);
    try {
      await queue.settled();
      await keepHouse(hub);
      expect(await queue.jobs()).toHaveLength(5);
      await keepHouse({ ...hub, keepMs: 0 });
      expect(await queue.jobs()).toEqual([]);
    } finally {
      await queue.close();
    }
    expect(await hub.wait(planId)).toEqual(ended);
  });
});
