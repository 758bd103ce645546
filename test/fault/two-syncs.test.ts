import { startPlan } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { testFolder, type TestFolder } from '../support/hub';

const ROWS = 80;

describe.each(TRANSPORTS)('two syncs of one source at once, over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    writeSource(folder, 'police', ROWS);
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  it('take turns: nothing is doubled, nothing lost, and each says what it did', async () => {
    const catalogue = slowCatalogue(hub.catalogue, 30);
    await hub.worker({ catalogue, concurrency: 2 });
    await hub.worker({ catalogue, concurrency: 2 });
    const plans = await Promise.all(
      [false, true, false].map((full) => startPlan(hub, { connectors: ['police'], full })),
    );
    const reports = await Promise.all(plans.map(({ planId }) => hub.wait(planId, 30_000)));
    expect(reports.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    const counts = reports.flatMap(({ sources }) => sources);
    expect(counts.reduce((sum, { landed }) => sum + landed, 0)).toBe(ROWS);
    for (const { read, landed, unchanged, quarantined, deleted } of counts)
      expect(landed + unchanged + quarantined + deleted).toBe(read);
    const { rows } = await hub.db.query<{ overlaps: number }>(
      `SELECT count(*)::int AS overlaps FROM sync_run a JOIN sync_run b ON a.id < b.id
          AND a.started_at < b.finished_at AND b.started_at < a.finished_at`,
    );
    expect(rows).toEqual([{ overlaps: 0 }]);
    expect(await hub.digest()).toBe(await undisturbedDigest(`${folder.path}/connectors`));
  }, 45_000);
});
