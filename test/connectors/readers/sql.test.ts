import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { keepsTheContract, readAll } from './contract';

const STREAM: StreamSource = {
  name: 'resident',
  from: 't_syrk',
  key: ['qh', 'bh'],
  cursor: 'gxsj',
  fields: ['qh', 'bh', 'xm', 'gxsj'],
};

describe('the SQL reader', () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (url = database.url, own: object = {}): Reader => {
    const reader = createReader({ kind: 'sql', client: 'pg', connection: url, ...own });
    readers.push(reader);
    return reader;
  };
  const sql = (...statements: string[]) =>
    query<Record<string, unknown>>(database.url, ...statements);

  beforeAll(async () => {
    database = await emptyDatabase();
    await sql(
      `CREATE TABLE t_syrk (qh text, bh int, xm text, wxdj text, gxsj timestamp, PRIMARY KEY (qh, bh))`,
      // Ties of the cursor lie across every page boundary.
      `INSERT INTO t_syrk SELECT 'q' || i % 2, i, 'x' || i, 'SECRET', timestamp '2026-01-01' + i / 4 * interval '1 hour'
         FROM generate_series(1, 10) AS i`,
    );
  });
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => database.drop());

  keepsTheContract(() => ({
    open,
    stream: STREAM,
    keys: Array.from({ length: 10 }, (_, i) => `q${String((i + 1) % 2)}/${String(i + 1)}`),
    unasked: 'wxdj',
  }));

  it('never asks for a column that is not shared', async () => {
    await sql(
      `DROP ROLE IF EXISTS reader_of_columns`,
      `CREATE ROLE reader_of_columns LOGIN PASSWORD 'columns'`,
      `GRANT SELECT (qh, bh, xm, gxsj) ON t_syrk TO reader_of_columns`,
    );
    const url = new URL(database.url);
    [url.username, url.password] = ['reader_of_columns', 'columns'];
    try {
      expect((await readAll(open(url.href), STREAM)).keys).toHaveLength(10);
    } finally {
      await sql(`DROP OWNED BY reader_of_columns`, `DROP ROLE reader_of_columns`);
    }
  });

  it('reads what is new since, and steps back by the overlap', async () => {
    const first = await readAll(open(), STREAM);
    await sql(
      `INSERT INTO t_syrk VALUES ('q9', 90, 'new', '', '2026-01-01 02:30'), ('q9', 91, 'late', '', '2026-01-01 02:10')`,
    );
    try {
      const { checkpoint } = first;
      const plain = await readAll(open(), STREAM, { checkpoint });
      // The last moment is read again: another row may have come in it.
      expect(plain.keys.sort()).toEqual(['q0/10', 'q0/8', 'q1/9', 'q9/90', 'q9/91'].sort());
      const back = await readAll(open(), { ...STREAM, overlap: 'PT1H' }, { checkpoint });
      expect(back.keys).toEqual(expect.arrayContaining(['q0/4', 'q1/5']));
      const ended = await readAll(open(), STREAM, { checkpoint: plain.checkpoint });
      expect(ended.keys).toEqual(['q9/90']);
    } finally {
      await sql(`DELETE FROM t_syrk WHERE qh = 'q9'`);
    }
  });

  it('reads rows without a cursor each time, and shows rows without a key once, for the quarantine', async () => {
    await sql(
      `CREATE TABLE loose (bh text, gxsj timestamp)`,
      `INSERT INTO loose VALUES ('a', '2026-01-01'), ('b', NULL), ('c', NULL), (NULL, '2026-01-02'), (NULL, NULL)`,
    );
    const stream = { ...STREAM, from: 'loose', key: ['bh'], fields: ['bh', 'gxsj'] };
    for (const pageSize of [1, 2, 50]) {
      const { keys } = await readAll(open(), stream, { pageSize: Math.max(pageSize, 2) });
      expect(keys.sort()).toEqual(['a', 'b', 'c', 'null', 'null']);
    }
  });

  it('gives values as the source writes them: digits whole, clocks as they stand', async () => {
    await sql(
      `SET TIME ZONE 'UTC'; CREATE TABLE kinds AS SELECT 1 AS id, 12345678901234567890.123::numeric AS n, 9007199254740993::bigint AS b, 1.5::float8 AS f,
         true AS t, timestamp '2026-03-01 23:59:59' AS ts, date '2026-03-01' AS d, '{"a": [1]}'::jsonb AS j, '\\xff00'::bytea AS y,
         ARRAY['x', NULL] AS a, NULL::text AS nothing`,
    );
    const fields = ['id', 'n', 'b', 'f', 't', 'ts', 'd', 'j', 'y', 'a', 'nothing'];
    const { pages } = await readAll(open(), { name: 'k', from: 'kinds', key: ['id'], fields });
    expect(pages[0]?.rows[0]?.values).toEqual({
      id: 1,
      n: '12345678901234567890.123',
      b: '9007199254740993',
      f: '1.5',
      t: true,
      ts: '2026-03-01 23:59:59',
      d: '2026-03-01',
      j: '{"a": [1]}',
      y: '/wA=',
      a: ['x', null],
      nothing: null,
    });
  });

  it('reads a field that is gone as null and leaves it out of the columns, so that drift is seen', async () => {
    const { pages } = await readAll(open(), { ...STREAM, fields: [...STREAM.fields, 'gone'] });
    expect(pages[0]?.rows[0]?.values['gone']).toBeNull();
    expect(pages[0]?.columns).not.toContain('gone');
  });

  it('reads views, and tables of another schema', async () => {
    await sql(`CREATE SCHEMA s; CREATE VIEW s.v AS SELECT qh, bh, gxsj FROM t_syrk WHERE bh < 3`);
    const stream = { ...STREAM, fields: ['qh', 'bh', 'gxsj'] };
    expect((await readAll(open(), { ...stream, from: 's.v' })).keys).toHaveLength(2);
    expect(
      (await readAll(open(database.url, { schema: 's' }), { ...stream, from: 'v' })).keys,
    ).toHaveLength(2);
  });

  it.each([
    ['a table that is not there', { from: 'nix' }, (url: string) => url, 'SOURCE_PROTOCOL'],
    ['a key that is not there', { key: ['nix'] }, (url: string) => url, 'SOURCE_PROTOCOL'],
    [
      'a password that is wrong',
      {},
      (url: string) => url.replace(/:[^:@/]+@/, ':falsch@'),
      'SOURCE_REFUSED',
    ],
    [
      'a server that is not there',
      {},
      (url: string) => url.replace(/:\d+\//, ':9/'),
      'SOURCE_UNREACHABLE',
    ],
  ])('says in a sentence what is wrong: %s', async (_, own, change, code) => {
    const url = change(database.url);
    const failure = await readAll(open(url), { ...STREAM, ...own }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code });
    const { message } = failure as Error;
    expect(message).toMatch(/required/);
    expect(message).not.toContain(new URL(database.url).password);
    expect(message).not.toContain('falsch');
  });

  it('holds one page in memory, whatever the size of the table', async () => {
    await sql(
      `CREATE TABLE big AS SELECT i AS id, repeat('x', 200) AS text FROM generate_series(1, 300000) AS i`,
      `ALTER TABLE big ADD PRIMARY KEY (id)`,
    );
    const stream = { name: 'big', from: 'big', key: ['id'], fields: ['id', 'text'] };
    const request = {
      stream,
      checkpoint: null,
      fresh: true,
      pageSize: 10_000,
      signal: new AbortController().signal,
    };
    let rows = 0;
    let early = 0;
    for await (const page of open().read(request)) {
      rows += page.rows.length;
      if (rows === 60_000) early = process.memoryUsage().rss;
    }
    expect(rows).toBe(300_000);
    expect((process.memoryUsage().rss - early) / 2 ** 20).toBeLessThan(100);
  }, 30_000);
});
