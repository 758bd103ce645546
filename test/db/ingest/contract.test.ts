import { discardQuarantine } from '../../../src/ingest/discard-quarantine';
import { replaySource } from '../../../src/ingest/replay';
import { TEST_ID_KEY, testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { loadScripted, pagesOf, rowOf, rowsOf, run, type Row, type Script } from './scripted';

describe('the contract of a stream', () => {
  let folder: TestFolder;
  let hub: TestHub;

  beforeEach(async () => {
    folder = testFolder();
    hub = await testHub();
    await loadScripted(hub, folder);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const one = async <T extends object>(sql: string): Promise<T | undefined> =>
    (await hub.db.query<T>(sql)).rows[0];
  const drift = async (): Promise<unknown> =>
    (
      await one<{ drift: unknown }>(
        `SELECT drift FROM sync_run_stream JOIN sync_run ON id = run_id ORDER BY started_at DESC LIMIT 1`,
      )
    )?.drift;

  describe('drift', () => {
    const typed = (day: string, more: Row = {}): Script =>
      pagesOf(rowsOf(2, more), 2, { types: { id: 'text', day, title: 'text' } });

    it('reports a column whose type has changed, once, and reads on', async () => {
      await run(hub, typed('date'));
      expect(await drift()).toBeNull();
      expect((await run(hub, typed('varchar(10)'))).status).toBe('SUCCEEDED');
      expect(await drift()).toMatchObject({
        retypedColumns: [{ column: 'day', was: 'date', is: 'varchar(10)' }],
      });
      await run(hub, typed('varchar(10)'));
      expect(await drift()).toBeNull();
    });

    it('stops at it where the contract says so, before a row is landed', async () => {
      await loadScripted(hub, folder, '    drift: { retypedColumn: stop }');
      await run(hub, typed('date'));
      const { error, counts } = await run(hub, typed('text', { title: 'another' }));
      expect(error?.code).toBe('SOURCE_DRIFT');
      expect(error?.message).toContain('day: date, now text');
      expect(counts.read).toBe(0);
    });

    it('never keeps a new column, and never even reports one that is declared NOT_SHARED', async () => {
      await run(hub, pagesOf(rowsOf(1, { salary: '9999', danger: 'high' })));
      expect(await drift()).toMatchObject({ newColumns: ['salary'], missingColumns: [] });
      const kept = await one<{ payload: Row }>('SELECT payload FROM record');
      expect(Object.keys(kept?.payload ?? {})).toEqual(
        expect.arrayContaining(['id', 'day', 'title']),
      );
      expect(JSON.stringify(kept)).not.toMatch(/salary|9999|danger|high/);
    });
  });

  describe('thresholds', () => {
    const bad = (i: number): Row => rowOf(i, { day: 'no day' });

    it('stop a run with more bad rows than the stream allows, and keep what was read', async () => {
      await loadScripted(hub, folder, '    quarantine: { maxRows: 3 }');
      const rows = [...rowsOf(2), bad(2), bad(3), bad(4), bad(5), ...rowsOf(20).slice(6)];
      const { error, counts } = await run(hub, pagesOf(rows));
      expect(error?.code).toBe('QUARANTINE_THRESHOLD');
      expect(error?.message).toMatch(/at most 3 bad rows .* 4 of 6 rows/);
      expect(counts).toMatchObject({ read: 6, landed: 2, quarantined: 4 });
      expect(await one(`SELECT count(*) AS n FROM quarantine WHERE status = 'OPEN'`)).toEqual({
        n: 4,
      });
    });

    it('stop a source that is garbage for the most part, without reading all of it', async () => {
      const garbage = Array.from({ length: 5_000 }, (_, i) => bad(i));
      const { error, counts } = await run(hub, pagesOf(garbage, 500));
      expect(error?.code).toBe('QUARANTINE_THRESHOLD');
      expect(counts).toMatchObject({ read: 1_000, quarantined: 1_000 });
    });

    it('count at the end of a source of twenty rows, too', async () => {
      const rows = [...rowsOf(9), ...Array.from({ length: 11 }, (_, i) => bad(i + 9))];
      const { error, counts } = await run(hub, pagesOf(rows, 20));
      expect(error?.code).toBe('QUARANTINE_THRESHOLD');
      expect(counts).toMatchObject({ read: 20, landed: 9, quarantined: 11 });
    });

    it('say nothing of a small source, where one bad row is a large share', async () => {
      expect((await run(hub, pagesOf([bad(1)]))).status).toBe('SUCCEEDED');
    });
  });

  describe('quarantine', () => {
    const broken = [...rowsOf(2), rowOf(2, { day: '31/12/2026' }), rowOf(3, { id: '' })];
    const open = async (): Promise<number> =>
      (await one<{ n: number }>(`SELECT count(*) AS n FROM quarantine WHERE status = 'OPEN'`))?.n ??
      -1;

    it('says which connector version, run and place it came from', async () => {
      const { runId } = await run(hub, pagesOf(broken));
      expect(
        await one(
          `SELECT run_id, connector_version, place, stage FROM quarantine WHERE stage = 'MAP'`,
        ),
      ).toEqual({
        run_id: runId,
        connector_version: hub.catalogue.connector('source').version,
        place: 'row 3',
        stage: 'MAP',
      });
    });

    it('is replayed through the present mapping on demand, as a run that adds up', async () => {
      await run(hub, pagesOf(broken));
      const connector = hub.catalogue.connector('source');
      const first = await replaySource({ db: hub.db, connector, idKey: TEST_ID_KEY });
      expect(first).toMatchObject({ tried: 2, landed: 0 });
      await hub.db.query(
        `UPDATE quarantine SET raw = raw || '{"day": "2026-12-31"}' WHERE stage = 'MAP'`,
      );
      const second = await replaySource({ db: hub.db, connector, idKey: TEST_ID_KEY });
      expect(second).toMatchObject({ tried: 2, landed: 1 });
      expect(await open()).toBe(1);
      expect(await one(`SELECT kind, status FROM sync_run WHERE id = '${second.runId}'`)).toEqual({
        kind: 'REPLAY',
        status: 'SUCCEEDED',
      });
    });

    it('is not replayed while the source is read', async () => {
      await hub.db.query(
        `INSERT INTO sync_run (id, connector, status) VALUES (gen_random_uuid(), 'source', 'RUNNING')`,
      );
      const connector = hub.catalogue.connector('source');
      await expect(
        replaySource({ db: hub.db, connector, idKey: TEST_ID_KEY }),
      ).rejects.toMatchObject({
        code: 'RUN_IN_PROGRESS',
      });
    });

    it('forgets a row without a key once a whole read no longer has it', async () => {
      await loadScripted(hub, folder, '    deletes: snapshot\n    maxRemoval: 0.5');
      await run(hub, pagesOf(broken));
      expect(await open()).toBe(2);
      await run(hub, pagesOf(broken.slice(0, 3)));
      expect(await open()).toBe(1);
      await run(hub, pagesOf(broken.slice(0, 2)));
      expect(await open()).toBe(0);
    });

    it('keeps a discarded row discarded, with who said so and why, however often it is read', async () => {
      await run(hub, pagesOf(broken));
      const ids = (await hub.db.query<{ id: string }>('SELECT id FROM quarantine')).rows.map(
        ({ id }) => id,
      );
      expect(
        await discardQuarantine(hub.db, {
          ids,
          streams: null,
          by: 'steward',
          reason: 'a test row',
        }),
      ).toHaveLength(2);
      const { counts } = await run(hub, pagesOf(broken), { full: true });
      expect(counts).toMatchObject({ read: 4, quarantined: 2, unchanged: 2 });
      expect(await open()).toBe(0);
      expect(await one('SELECT DISTINCT status, closed_by, close_reason FROM quarantine')).toEqual({
        status: 'DISCARDED',
        closed_by: 'steward',
        close_reason: 'a test row',
      });
      await expect(
        discardQuarantine(hub.db, { ids, streams: null, by: 'steward', reason: 'again' }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('backfill', () => {
    it('reads one window, lands what differs, and leaves the checkpoint where it was', async () => {
      await loadScripted(hub, folder, '    cursor: day');
      await run(hub, pagesOf(rowsOf(4)));
      const before = await one('SELECT checkpoint, complete FROM stream');
      let asked: unknown;
      const window = { since: '2026-03-01', until: '2026-03-02' };
      const { counts } = await run(
        hub,
        (request) => {
          asked = { window: request.window, checkpoint: request.checkpoint, fresh: request.fresh };
          return pagesOf([rowOf(0), rowOf(1, { title: 'corrected' })])(request);
        },
        { window },
      );
      expect(asked).toEqual({ window, checkpoint: null, fresh: true });
      expect(counts).toMatchObject({ read: 2, unchanged: 1, landed: 1 });
      expect(await one('SELECT checkpoint, complete FROM stream')).toEqual(before);
      expect(await one(`SELECT kind FROM sync_run WHERE window_since = '2026-03-01'`)).toEqual({
        kind: 'BACKFILL',
      });
    });

    it('is refused for a source without a cursor, with a sentence', async () => {
      const { error } = await run(hub, pagesOf([]), { window: { since: '1', until: '2' } });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(error?.message).toMatch(/streams with a cursor are required/);
    });
  });

  describe('a full read', () => {
    const cut: Script = function* (request) {
      let pages = 0;
      for (const page of pagesOf(rowsOf(6))(request) as Iterable<never>) {
        if ((pages += 1) > 2) throw new Error('the line is cut');
        yield page;
      }
    };

    const planOf = async (retryOf: string | null = null): Promise<string> =>
      (
        await one<{ id: string }>(
          `INSERT INTO plan_run (id, connectors, full_read, status, retry_of)
           VALUES (gen_random_uuid(), '{source}', true, 'RUNNING', ${retryOf === null ? 'NULL' : `'${retryOf}'`}) RETURNING id`,
        )
      )?.id as string;

    it('that died before its first page still begins at the beginning', async () => {
      await run(hub, pagesOf(rowsOf(6)));
      const plan = await planOf();
      const nothing: Script = () => {
        throw new Error('the source is away');
      };
      await run(hub, nothing, { full: true, planRunId: plan });
      let asked: unknown;
      await run(
        hub,
        (request) => {
          asked = request.checkpoint;
          return pagesOf(rowsOf(6))(request);
        },
        { full: true, planRunId: plan },
      );
      expect(asked).toBeNull();
    });

    it('that failed goes on where it was when its plan is tried again', async () => {
      await run(hub, pagesOf(rowsOf(6)));
      const plan = await planOf();
      await run(hub, cut, { full: true, planRunId: plan });
      await hub.db.query(`UPDATE plan_run SET status = 'FAILED'`);
      const options = { full: true, planRunId: await planOf(await planOf(plan)) };
      const again = await run(hub, pagesOf(rowsOf(6)), options);
      expect(again).toMatchObject({ status: 'SUCCEEDED', counts: { read: 2 } });
    });

    it('whose worker died goes on where it was, within its plan', async () => {
      await run(hub, pagesOf(rowsOf(6)));
      const plan = await planOf();
      const first = await run(hub, cut, { full: true, planRunId: plan });
      expect(first.counts.read).toBe(4);
      const second = await run(hub, pagesOf(rowsOf(6)), { full: true, planRunId: plan });
      expect(second).toMatchObject({ status: 'SUCCEEDED', counts: { read: 2 } });
    });
  });

  it('refuses counts that do not add up, in the database itself', async () => {
    await run(hub, pagesOf(rowsOf(1)));
    await expect(hub.db.query('UPDATE sync_run_stream SET landed = landed + 1')).rejects.toThrow(
      /sync_run_stream_identity/,
    );
  });
});
