import { pushBatch, type PushAnswer } from '../../../src/ingest/push';
import type { RawValue } from '../../../src/connect/reader';
import { TEST_ID_KEY, testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { loadScripted, rowOf, rowsOf } from './scripted';

describe('pushed records', () => {
  let folder: TestFolder;
  let hub: TestHub;

  beforeEach(async () => {
    folder = testFolder();
    hub = await testHub();
    await loadScripted(hub, folder, '    #push');
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const push = (batch: string, rows: readonly RawValue[], stream = 'visit'): Promise<PushAnswer> =>
    pushBatch(
      { db: hub.db, idKey: TEST_ID_KEY },
      { connector: hub.catalogue.connector('source'), stream, batch, rows },
    );

  it('are landed like the page of a reader, and counted so that it adds up', async () => {
    const rows = [...rowsOf(3), rowOf(3, { day: 'no day' }), 'no row', rowOf(4, { id: null })];
    expect(await push('b1', rows)).toMatchObject({
      read: 6,
      landed: 3,
      quarantined: 3,
      unchanged: 0,
    });
    await hub.settle();
    const { rows: events } = await hub.db.query('SELECT count(*) AS n FROM event');
    expect(events).toEqual([{ n: 3 }]);
  });

  it('are idempotent by key: the same rows under another name change nothing', async () => {
    await push('b1', rowsOf(3));
    expect(await push('b2', rowsOf(3))).toMatchObject({ read: 3, unchanged: 3, landed: 0 });
  });

  it('are idempotent by batch: sent again, they are answered the same and not even looked at', async () => {
    const first = await push('b1', rowsOf(3));
    expect(await push('b1', rowsOf(3))).toEqual(first);
    const { rows } = await hub.db.query('SELECT rows_read FROM sync_run_stream');
    expect(rows).toEqual([{ rows_read: 3 }]);
    await expect(push('b1', rowsOf(4))).rejects.toMatchObject({ code: 'BATCH_REUSED' });
  });

  it('may come at once from many: none is lost, none doubled, one run a day counts them', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => push(`b${String(i)}`, rowsOf(20))));
    const { rows } = await hub.db.query<{ landed: number; unchanged: number; rows_read: number }>(
      'SELECT landed, unchanged, rows_read FROM sync_run_stream',
    );
    expect(rows).toEqual([{ landed: 20, unchanged: 140, rows_read: 160 }]);
  });

  it('keep no field that the contract does not name, and say which those were', async () => {
    const answer = await push('b1', [rowOf(1, { salary: 1, danger: 'high' })]);
    expect(answer.ignoredFields).toEqual(['salary']);
    const { rows } = await hub.db.query('SELECT payload::text FROM record');
    expect(JSON.stringify(rows)).not.toMatch(/salary|danger|high/);
  });

  it('may leave fields out without that being drift', async () => {
    expect(await push('b1', [{ id: 'v1' }])).toMatchObject({ landed: 1, ignoredFields: [] });
  });

  it('are refused for an unknown stream, too many rows, and a source that is read', async () => {
    await expect(push('b', [], 'nothing')).rejects.toMatchObject({ code: 'CONNECTOR_UNKNOWN' });
    await expect(push('b', rowsOf(5_001))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await loadScripted(hub, folder);
    await expect(push('b', [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
