import { decideRemoval, listRemovals } from '../../../src/ingest/decide-removal';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { loadScripted, pagesOf, rowOf, rowsOf, run, type Row, type Script } from './scripted';

/** Each pair of texts: the first is replaced by the second. */
const edited =
  (...pairs: readonly (readonly [string, string])[]) =>
  (yaml: string): string =>
    pairs.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`"${from}" is required in the connector`);
      return text.replace(from, to);
    }, yaml);

describe('a contract that is changed', () => {
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

  const load = (stream: string, ...pairs: readonly (readonly [string, string])[]): Promise<void> =>
    loadScripted(hub, folder, stream, edited(...pairs));
  /** Where the next read begins. */
  async function next(rows: readonly Row[]): Promise<{ checkpoint: unknown; landed: number }> {
    let checkpoint: unknown = 'not asked';
    const script: Script = (request) => {
      checkpoint = request.checkpoint;
      return pagesOf(rows)(request);
    };
    const { counts, error } = await run(hub, script);
    expect(error).toBeNull();
    return { checkpoint, landed: counts.landed };
  }
  const held = async (): Promise<Row[]> =>
    (
      await hub.db.query<{ payload: Row }>(
        `SELECT payload FROM record WHERE deleted_at IS NULL ORDER BY payload ->> 'id', payload ->> 'day'`,
      )
    ).rows.map(({ payload }) => payload);
  const digest = async (): Promise<string> => {
    await hub.settle();
    return hub.digest();
  };

  describe('in what its source is', () => {
    const csv = 'format: csv';

    it('reads it from the beginning: another encoding, field or file brings other rows', async () => {
      const changes: (readonly [string, string])[] = [
        [csv, 'format: csv, encoding: gb18030'],
        ['from: visit\n', 'from: visit2\n'],
        ['title: { kind: ORDINARY }', 'title: { from: heading, kind: ORDINARY }'],
        ['danger: { share: NOT_SHARED }', 'more: { kind: ORDINARY }'],
      ];
      for (const change of changes) {
        await loadScripted(hub, folder);
        await next(rowsOf(3));
        expect((await next(rowsOf(3))).checkpoint).not.toBeNull();
        await load('', change);
        const more = { heading: 'h', more: 'm' };
        expect((await next(rowsOf(3, more))).checkpoint).toBeNull();
        expect((await next(rowsOf(3, more))).checkpoint).not.toBeNull();
      }
    });

    it('goes on where it was when it is only read faster, with more patience or in other words', async () => {
      await next(rowsOf(3));
      await load(
        '    pageSize: 7',
        [csv, 'format: csv, quiet: PT2M'],
        ['title: { zh: 登记', 'title: { zh: 名册'],
      );
      expect((await next(rowsOf(3))).checkpoint).not.toBeNull();
    });

    it('keeps no value of a field that it takes from elsewhere now', async () => {
      await next(rowsOf(2));
      await load('', ['title: { kind: ORDINARY }', 'title: { from: heading, kind: ORDINARY }']);
      expect((await next(rowsOf(2, { heading: 'another' }))).landed).toBe(2);
      expect((await held()).map(({ title }) => title)).toEqual(['another', 'another']);
    });
  });

  describe('in its key', () => {
    const days = ['2026-03-01', '2026-03-02'];
    const rows = days.flatMap((day) =>
      rowsOf(3).map((row) => ({ ...row, id: `${String(row['id'] as string)}${day}`, day })),
    );
    const two = ['key: [id]', 'key: [id, day]'] as const;

    it('keys what it holds anew: a row that is read again meets itself, and the graph is as if it had always been so', async () => {
      await next(rows);
      await digest();
      await load('', two);
      expect((await next(rows)).landed).toBe(0);
      expect(await held()).toHaveLength(6);
      const changed = await digest();
      const other = await testHub();
      try {
        await loadScripted(other, folder, '', edited(two));
        await run(other, pagesOf(rows));
        await other.settle();
        expect(changed).toBe(await other.digest());
      } finally {
        await other.close();
      }
    });

    it('keeps the one that landed last of those that are one now', async () => {
      await load('', two);
      const [first, second] = days.map((day) => rowOf(1, { day }));
      await next([first as Row]);
      await next([first as Row, second as Row]);
      expect(await held()).toHaveLength(2);
      await loadScripted(hub, folder);
      await run(hub, pagesOf([]));
      expect(await held()).toEqual([second]);
    });

    it('sets aside what has no value for it', async () => {
      await next([rowOf(1), rowOf(2, { title: null })]);
      await load('', ['key: [id]', 'key: [id, title]']);
      await run(hub, pagesOf([]));
      expect(await held()).toEqual([rowOf(1)]);
      const { rows: aside } = await hub.db.query(
        `SELECT stage, code, item, raw FROM quarantine WHERE status = 'OPEN'`,
      );
      expect(aside).toEqual([
        { stage: 'KEY', code: 'KEY_MISSING', item: 'title', raw: rowOf(2, { title: null }) },
      ]);
    });

    it('keeps what a steward said of rows that vanished', async () => {
      const snapshot = '    deletes: snapshot';
      await load(snapshot);
      await next(rowsOf(4));
      await run(hub, pagesOf(rowsOf(2)));
      const [removal] = await listRemovals(hub.db);
      const word = { id: removal?.id ?? '', by: 'steward', reason: 'their view is broken' };
      await decideRemoval(hub.db, { ...word, decision: 'KEEP' });
      await load(snapshot, two);
      const { error } = await run(hub, pagesOf(rowsOf(2)));
      expect(error).toBeNull();
      expect(await held()).toHaveLength(4);
      expect(await listRemovals(hub.db)).toEqual([]);
    });
  });

  describe('in what says that a row is gone', () => {
    const tombstone = "    deletes: { tombstone: { title: '已删除' } }";
    const rows = [rowOf(0), rowOf(1, { title: '已删除' })];

    it('takes rows away that it holds, and brings them back when it no longer says so', async () => {
      await next(rows);
      expect(await held()).toHaveLength(2);
      await load(tombstone);
      await run(hub, pagesOf([]));
      expect(await held()).toEqual([rowOf(0)]);
      // A tombstone that comes again is nothing new.
      const { counts } = await run(hub, pagesOf(rows));
      expect(counts).toMatchObject({ read: 2, unchanged: 2, deleted: 0 });
      await loadScripted(hub, folder);
      await next(rows);
      expect(await held()).toEqual(rows);
    });
  });

  describe('and quarantine', () => {
    const versions = [
      rowOf(1, { day: '2026-03-01', title: 'first' }),
      rowOf(1, { day: '1.4.2026', title: 'second' }),
    ];
    const form = (format: string): readonly [string, string] => [
      '{ type: date,',
      `{ type: date, format: '${format}',`,
    ];

    it('never lets an older form of a row win over a newer one', async () => {
      await next([versions[0] as Row]);
      expect((await run(hub, pagesOf([versions[1] as Row]))).counts.quarantined).toBe(1);
      // Understands the newer form, not the older one, which is held.
      await load('', form('D.M.YYYY'));
      await run(hub, pagesOf([]));
      expect((await held()).map(({ title }) => title)).toEqual(['second']);
      await load('', ['day: { type: date,', 'day: { type: date, whenInvalid: keep,']);
      await run(hub, pagesOf([]));
      expect((await held()).map(({ title }) => title)).toEqual(['second']);
      const { rows } = await hub.db.query(`SELECT FROM quarantine WHERE status = 'OPEN'`);
      expect(rows).toHaveLength(0);
    });

    it('gives back the form that the source showed last, not the one that it showed first', async () => {
      const [a, b] = ['3.1.2026', '4.1.2026'].map((day) => rowOf(1, { day, title: day }));
      for (const row of [a, b, a]) await run(hub, pagesOf([row as Row]));
      await load('', ['day: { type: date,', 'day: { type: date, whenInvalid: keep,']);
      await run(hub, pagesOf([]));
      expect(await held()).toEqual([a]);
    });

    it('gives back the later of two forms on one page', async () => {
      const forms = Array.from({ length: 8 }, (_, i) =>
        rowOf(1, { day: 'no day', title: String(i) }),
      );
      await run(hub, pagesOf(forms, 8));
      await load('', ['day: { type: date,', 'day: { type: date, whenInvalid: keep,']);
      await run(hub, pagesOf([]));
      expect((await held()).map(({ title }) => title)).toEqual(['7']);
    });

    it('tells what is wrong now, when it is another thing than before', async () => {
      await run(hub, pagesOf([rowOf(1, { day: 'no day', title: null })]));
      await load(
        '',
        ['day: { type: date,', 'day: { type: date, whenInvalid: keep,'],
        ['title: { kind', 'title: { required: true, kind'],
      );
      await run(hub, pagesOf([]));
      const { rows } = await hub.db.query<{ item: string; same: boolean }>(
        `SELECT q.item, q.mapping_version = s.mapping_version AS same FROM quarantine q JOIN stream s ON s.id = q.stream_id WHERE q.status = 'OPEN'`,
      );
      expect(rows).toEqual([{ item: 'title', same: true }]);
    });
  });

  describe('by its source alone, in the middle of a read', () => {
    const page = (rows: readonly Row[], at: number, declared: boolean) => ({
      rows: rows.map((values, i) => ({ place: `row ${String(at + i + 1)}`, values })),
      unreadable: [],
      columns: Object.keys(rows[0] ?? {}),
      columnsDeclared: declared,
      checkpoint: { at: at + rows.length },
    });
    const untitled = (n: number): Row[] => rowsOf(n).map(({ id, day }) => ({ id, day }) as Row);
    const titled = (): Script => pagesOf(rowsOf(200), 200);

    it('stops before the page whose header lacks a column, though the first had it', async () => {
      await run(hub, titled());
      const { error, counts } = await run(hub, () => [
        page(rowsOf(2, { title: 'new' }), 0, true),
        page(untitled(4).slice(2), 2, true),
      ]);
      expect(error).toMatchObject({ code: 'SOURCE_DRIFT' });
      expect(error?.message).toContain('(title)');
      expect(counts.read).toBe(2);
      expect((await held()).every(({ title }) => title !== null)).toBe(true);
    });

    it('goes on where a few rows leave a field out, and says so', async () => {
      await run(hub, titled());
      const { error } = await run(hub, () => [page(untitled(3), 0, false)]);
      expect(error).toBeNull();
      const { rows } = await hub.db.query<{ drift: unknown }>(
        `SELECT t.drift FROM sync_run_stream t JOIN sync_run r ON r.id = t.run_id ORDER BY r.started_at DESC LIMIT 1`,
      );
      expect(rows[0]?.drift).toMatchObject({ missingColumns: ['title'] });
    });

    it('stops where none of a hundred rows has it', async () => {
      await run(hub, titled());
      const { error, counts } = await run(hub, () => [page(untitled(100), 0, false)]);
      expect(error).toMatchObject({ code: 'SOURCE_DRIFT' });
      expect(counts.read).toBe(0);
    });
  });
});
