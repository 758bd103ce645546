import { runPlanAndWait, startPlan, type PlanReport } from '../../../src/jobs';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from './night';
import { slowCatalogue, writeSource } from './sources';

const SOURCES = ['civil', 'hotline', 'police'];

describe.each(TRANSPORTS)('a plan over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;
  let undisturbed: string;

  beforeAll(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id, 25);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
    await hub.worker({ concurrency: 3 });
  });
  afterAll(async () => {
    await hub.close();
    folder.remove();
  });

  const run = async (connectors = SOURCES): Promise<PlanReport> => {
    const { planId } = await startPlan(hub, { connectors });
    return hub.wait(planId);
  };

  it('reads the sources, then resolves, stitches and counts, and tells what it did', async () => {
    const report = await run();
    expect(report.status).toBe('SUCCEEDED');
    expect(
      report.sources.map(({ connector, status, read, landed, unchanged, mentions, links }) => ({
        ...{ connector, status, read, landed, unchanged, mentions, links },
      })),
    ).toEqual(
      SOURCES.map((connector) => ({
        ...{ connector, status: 'SUCCEEDED', read: 25, landed: 25, unchanged: 0 },
        ...{ mentions: 50, links: 25 },
      })),
    );
    expect(report.stages.stitch?.counts).toMatchObject({ Resident: 25, Event: 75 });
    expect(await hub.digest()).toBe(undisturbed);
    expect(hub.faults).toEqual([]);
  });

  it('begins no stage before all that it stands on has ended', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    const { stages, startedAt, finishedAt } = await hub.wait(planId);
    const { rows } = await hub.db.query<{ last: Date }>(
      'SELECT max(finished_at) AS last FROM sync_run WHERE plan_run_id = $1',
      [planId],
    );
    const times = [
      startedAt,
      rows[0]?.last,
      ...[stages.resolve, stages.stitch, stages.trend].flatMap((stage) => [
        stage?.startedAt,
        stage?.finishedAt,
      ]),
      finishedAt,
    ].map((time) => new Date(time ?? Number.NaN).getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.every(Number.isFinite)).toBe(true);
  });

  it('says of a second night with nothing new that nothing is new', async () => {
    const report = await run();
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ landed }) => landed)).toEqual([0, 0, 0]);
    expect(await hub.digest()).toBe(undisturbed);
  });

  it('tells its progress while it runs, and never goes back', async () => {
    const other = await nightHub(kind);
    try {
      await other.load([`${folder.path}/connectors`]);
      await other.worker({ catalogue: slowCatalogue(other.catalogue, 60), concurrency: 2 });
      const seen: PlanReport[] = [];
      const onProgress = (report: PlanReport): void => void seen.push(report);
      await runPlanAndWait(other, { connectors: SOURCES }, { onProgress, pollMs: 15 });
      const read = seen.map(({ sources }) => sources.reduce((sum, each) => sum + each.read, 0));
      expect(read).toEqual([...read].sort((one, another) => one - another));
      expect(new Set(read).size).toBeGreaterThan(3);
      const rank = { WAITING: 0, RUNNING: 1, SUCCEEDED: 2, FAILED: 2, CANCELLED: 2 };
      for (const id of SOURCES) {
        const ranks = seen.map(
          ({ sources }) => rank[sources.find((each) => each.connector === id)?.status ?? 'WAITING'],
        );
        expect(ranks).toEqual([...ranks].sort());
      }
      expect(seen.slice(0, -1).every(({ status }) => status === 'RUNNING')).toBe(true);
      expect(seen.at(-1)?.status).toBe('SUCCEEDED');
    } finally {
      await other.close();
    }
  });

  it('needs no source at all', async () => {
    expect((await run([])).status).toBe('SUCCEEDED');
  });

  it('fails the source that the hub does not know, and no other', async () => {
    const report = await run(['hotline', 'nowhere']);
    expect(report.status).toBe('PARTIAL');
    expect(report.sources.map(({ connector, status }) => [connector, status])).toEqual([
      ['hotline', 'SUCCEEDED'],
      ['nowhere', 'FAILED'],
    ]);
  });
});
