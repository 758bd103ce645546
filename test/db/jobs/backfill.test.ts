import { readPlan, retryPlan, startPlan, type PlanReport } from '../../../src/jobs';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { testFolder, type TestFolder } from '../../support/hub';
import { query } from '../../support/query';
import { nightHub, type NightHub } from './night';

const DAYS = 10;
const MARCH_3_TO_5 = { since: '2026-03-03', until: '2026-03-05' };

/** A department's database whose rows carry the day they were last changed; one a day. */
function writeRegister(folder: TestFolder, id: string, url: string): void {
  folder.write(
    `connectors/${id}/connector.yaml`,
    `id: ${id}
department: { code: ${id}, zh: 部门, en: ${id} }
title: { zh: 登记, en: ${id} }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: sql, client: pg, connection: '${url}' }
streams:
  visit:
    from: ${id}
    key: [bh]
    cursor: gxrq
    overlap: PT0S
    record: ${id.charAt(0).toUpperCase()}${id.slice(1)}Record
    items:
      bh: { kind: ORDINARY }
      bt: { kind: ORDINARY }
      gxrq: { type: date, kind: ORDINARY }
`,
  );
}

describe('a backfill asked of a plan', () => {
  let folder: TestFolder;
  let source: TestDatabase;
  let hub: NightHub;

  const register = (id: string): Promise<unknown> =>
    query(
      source.url,
      `CREATE TABLE ${id} AS SELECT 'b' || day AS bh, 'as it was' AS bt, date '2026-03-01' + day - 1 AS gxrq
         FROM generate_series(1, ${String(DAYS)}) AS day`,
    );

  beforeEach(async () => {
    folder = testFolder();
    source = await emptyDatabase();
    hub = await nightHub('postgres');
    for (const id of ['civil', 'police']) {
      await register(id);
      writeRegister(folder, id, source.url);
    }
    await hub.load([`${folder.path}/connectors`]);
    await hub.worker();
  });
  afterEach(async () => {
    await hub.close();
    await source.drop();
    folder.remove();
  });

  const run = async (request: Parameters<typeof startPlan>[1]): Promise<PlanReport> =>
    hub.wait((await startPlan(hub, request)).planId);
  const counts = ({ sources }: PlanReport): unknown[] =>
    sources.map(({ connector, read, landed, unchanged }) => [connector, read, landed, unchanged]);
  const checkpoints = async (): Promise<unknown[]> =>
    (await hub.db.query<object>('SELECT id, checkpoint, complete FROM stream ORDER BY id')).rows;

  it('reads that window alone, mends what differs, and leaves every checkpoint where it was', async () => {
    const connectors = ['civil', 'police'];
    expect((await run({ connectors })).status).toBe('SUCCEEDED');
    // Behind the cursor's back: no night would see it.
    for (const id of connectors) await query(source.url, `UPDATE ${id} SET bt = 'as it is'`);
    const before = await checkpoints();
    const report = await run({ connectors, window: MARCH_3_TO_5 });
    expect(report.status).toBe('SUCCEEDED');
    expect(report.window).toEqual(MARCH_3_TO_5);
    expect(counts(report)).toEqual([
      ['civil', 2, 2, 0],
      ['police', 2, 2, 0],
    ]);
    expect(await checkpoints()).toEqual(before);
  });

  it('is tried again with the same window, where it failed and nowhere else', async () => {
    const connectors = ['civil', 'police'];
    await run({ connectors });
    await query(source.url, 'DROP TABLE police');
    const failed = await run({ connectors, window: MARCH_3_TO_5 });
    expect(failed.sources.map(({ status }) => status)).toEqual(['SUCCEEDED', 'FAILED']);
    expect(failed.status).toBe('PARTIAL');

    await register('police');
    await query(source.url, `UPDATE police SET bt = 'as it is'`);
    const before = await checkpoints();
    const { planId } = await retryPlan(hub, failed.planId, 'steward-1');
    const again = await hub.wait(planId);
    expect([again.status, again.window, again.requestedBy]).toEqual([
      'SUCCEEDED',
      MARCH_3_TO_5,
      'steward-1',
    ]);
    expect(counts(again)).toEqual([['police', 2, 2, 0]]);
    expect(await checkpoints()).toEqual(before);
    const { rows } = await hub.db.query('SELECT retry_of AS of FROM plan_run WHERE id = $1', [
      planId,
    ]);
    expect(rows).toEqual([{ of: failed.planId }]);
    // Nothing of it failed: there is nothing to try again.
    await expect(retryPlan(hub, planId, 'steward-1')).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect((await readPlan(hub.db, failed.planId)).status).toBe('PARTIAL');
  });
});
