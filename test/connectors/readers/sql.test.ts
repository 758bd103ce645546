import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

/** What is held after a collection, so that the measure does not depend on when the last one was. */
function heapMiB(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

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

  it('gives values as the source writes them: digits whole, clocks as they stand, lists too', async () => {
    await sql(
      `CREATE TABLE kinds AS SELECT 1 AS id, 12345678901234567890.123::numeric AS n, 9007199254740993::bigint AS b,
         1.5::float8 AS f, 'NaN'::float8 AS nan, true AS t, timestamp '2026-03-01 23:59:59.123456' AS ts,
         timestamptz '2026-03-01 23:59:59+00' AS tz, date '2026-03-01' AS d, time '08:00' AS c, interval '1 day 2 hours' AS i,
         '{"a": [1]}'::jsonb AS j, '{"b":12345678901234567890}'::json AS js, '\\xff00'::bytea AS y,
         '00000000-0000-0000-0000-00000000000a'::uuid AS u, ARRAY['x', NULL, 'a,"b'] AS a, ARRAY[date '2026-03-01'] AS ad,
         ARRAY[12345678901234567890.5] AS an, ARRAY[9007199254740993] AS ab, ARRAY[timestamp '2026-03-01 08:00'] AS ats,
         NULL::text AS nothing`,
    );
    const expected = {
      id: 1,
      n: '12345678901234567890.123',
      b: '9007199254740993',
      f: '1.5',
      nan: 'NaN',
      t: true,
      ts: '2026-03-01 23:59:59.123456',
      tz: expect.stringMatching(/^2026-03-0[12] \d\d:59:59[+-]\d\d/),
      d: '2026-03-01',
      c: '08:00:00',
      i: 'P1DT2H',
      j: '{"a": [1]}',
      js: '{"b":12345678901234567890}',
      y: '/wA=',
      u: '00000000-0000-0000-0000-00000000000a',
      a: ['x', null, 'a,"b'],
      ad: ['2026-03-01'],
      an: ['12345678901234567890.5'],
      ab: ['9007199254740993'],
      ats: ['2026-03-01 08:00:00'],
      nothing: null,
    };
    const stream = { name: 'k', from: 'kinds', key: ['id'], fields: Object.keys(expected) };
    const { pages } = await readAll(open(), stream);
    expect(pages[0]?.rows[0]?.values).toEqual(expected);
  });

  it('writes days in one form, whatever the role of the source has set', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await sql(`ALTER DATABASE "${name}" SET datestyle = 'SQL, DMY'`);
    try {
      const { pages } = await readAll(open(), STREAM);
      expect(pages[0]?.rows[0]?.values['gxsj']).toBe('2026-01-01 00:00:00');
    } finally {
      await sql(`ALTER DATABASE "${name}" RESET datestyle`);
    }
  });

  it('reads a field that is gone as null and leaves it out of the columns, so that drift is seen', async () => {
    const { pages } = await readAll(open(), { ...STREAM, fields: [...STREAM.fields, 'gone'] });
    expect(pages[0]?.rows[0]?.values['gone']).toBeNull();
    expect(pages[0]?.columns).not.toContain('gone');
  });

  it('reads views, materialized views, and tables of another schema, in any case of letters', async () => {
    await sql(
      `CREATE SCHEMA s`,
      `CREATE VIEW s.v AS SELECT qh, bh, gxsj FROM t_syrk WHERE bh < 3`,
      `CREATE MATERIALIZED VIEW s."M_SYRK" AS SELECT * FROM s.v`,
    );
    const stream = { ...STREAM, fields: ['qh', 'bh', 'gxsj'] };
    const keysOf = async (from: string, own: object = {}): Promise<string[]> =>
      (await readAll(open(database.url, own), { ...stream, from })).keys;
    expect(await keysOf('s.v')).toHaveLength(2);
    expect(await keysOf('v', { schema: 's' })).toHaveLength(2);
    expect(await keysOf('s.M_SYRK')).toHaveLength(2);
    expect(await keysOf('M_SYRK', { schema: 's' })).toHaveLength(2);
  });

  it('tells how many rows are to come', async () => {
    const whole = await readAll(open(), STREAM);
    expect(whole.pages[0]?.total).toBe(10);
    const next = await readAll(open(), STREAM, { checkpoint: whole.checkpoint });
    expect(next.pages[0]?.total).toBe(next.keys.length);
  });

  it('holds one page in memory, whatever the size of the table', async () => {
    await sql(
      `CREATE TABLE big AS SELECT i AS id, repeat('x', 200) AS text FROM generate_series(1, 300000) AS i`,
      `ALTER TABLE big ADD PRIMARY KEY (id)`,
    );
    const stream = { name: 'big', from: 'big', key: ['id'], fields: ['id', 'text'] };
    const signal = new AbortController().signal;
    let rows = 0;
    let early = 0;
    let late = 0;
    for await (const page of open().read({
      stream,
      checkpoint: null,
      fresh: true,
      pageSize: 10_000,
      signal,
    })) {
      rows += page.rows.length;
      if (rows === 50_000) early = heapMiB();
      if (rows === 300_000) late = heapMiB();
    }
    expect(rows).toBe(300_000);
    expect(late).toBeGreaterThan(0);
    expect(late - early).toBeLessThan(15);
  });
});
