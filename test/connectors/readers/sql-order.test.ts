import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { after, startOf } from '../../../src/connect/readers/sql/position';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { readAll, stored } from './contract';

const STREAM: StreamSource = {
  name: 's',
  from: 't',
  key: ['qh', 'bh'],
  cursor: 'gxsj',
  fields: ['qh', 'bh', 'gxsj'],
};

const REQUEST = {
  checkpoint: null,
  fresh: true,
  pageSize: 1,
  signal: new AbortController().signal,
};

describe('the order in which tables are read', () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (): Reader => {
    const reader = createReader({ kind: 'sql', client: 'pg', connection: database.url });
    readers.push(reader);
    return reader;
  };
  const sql = (...statements: string[]) => query(database.url, ...statements);
  /** A table of its own for each test. */
  const fill = (columns: string, rows: string) =>
    sql(`DROP TABLE IF EXISTS t`, `CREATE TABLE t (${columns})`, `INSERT INTO t ${rows}`);

  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => database.drop());

  it.each([
    ['timestamp', `timestamp '2026-01-01' + i / 7 * interval '1 microsecond'`],
    ['timestamptz', `timestamptz '2026-01-01 00:00+08' + i / 7 * interval '1 microsecond'`],
    ['date', `date '2026-01-01' + i / 7`],
    ['bigint', `9007199254740993 + i / 7`],
    ['numeric', `(i / 7)::numeric / 1000000000000000000000`],
    ['float8', `(i / 7)::float8 / 3`],
    ['text', `'v' || i / 7`],
  ])('holds where rows share a cursor of type %s across pages', async (type, value) => {
    await fill(
      `qh text, bh int, gxsj ${type}, PRIMARY KEY (qh, bh)`,
      `SELECT '区' || i % 3, i, ${value} FROM generate_series(1, 60) AS i`,
    );
    const expected = (
      await sql(`SELECT concat_ws('/', qh, bh) AS key FROM t ORDER BY gxsj, qh, bh`)
    ).map(({ key }) => key as unknown);
    for (const pageSize of [1, 4, 7, 60, 61]) {
      const { keys, pages } = await readAll(open(), STREAM, { pageSize });
      expect(keys).toEqual(expected);
      const middle = pages[Math.floor(pages.length / 2) - 1];
      const at = stored(middle?.checkpoint ?? null);
      const rest = await readAll(open(), STREAM, { pageSize, checkpoint: at, fresh: false });
      const given = pages.slice(0, Math.floor(pages.length / 2)).flatMap(({ rows }) => rows).length;
      expect(rest.keys).toEqual(expected.slice(given));
    }
  });

  it('gives rows without a cursor each night, behind the others, on pages too', async () => {
    await fill(
      `qh text, bh int, gxsj timestamp`,
      `SELECT 'q', i, CASE WHEN i % 2 = 0 THEN timestamp '2026-01-01' + i * interval '1 day' END
         FROM generate_series(1, 20) AS i`,
    );
    const first = await readAll(open(), STREAM);
    const odd = Array.from({ length: 10 }, (_, i) => `q/${String(2 * i + 1)}`);
    expect(first.keys.slice(10)).toEqual(odd);
    const next = await readAll(open(), STREAM, { checkpoint: stored(first.checkpoint) });
    expect(next.keys).toEqual(['q/20', ...odd]);
  });

  it('shows every row without a whole key once, however many they are, for the quarantine', async () => {
    await fill(
      `qh text, bh int, gxsj timestamp, x json`,
      `SELECT CASE WHEN i % 2 = 0 THEN 'q' END, CASE WHEN i % 3 = 0 THEN i END, timestamp '2026-01-01' + i % 5 * interval '1 day', '{}'
         FROM generate_series(1, 36) AS i`,
    );
    const stream = { ...STREAM, fields: [...STREAM.fields, 'x'] };
    const { keys, pages } = await readAll(open(), stream, { pageSize: 4 });
    expect(keys.filter((key) => !key.includes('null'))).toHaveLength(6);
    expect(keys.filter((key) => key.includes('null'))).toHaveLength(30);
    expect(keys).toContain('null/33');
    const places = pages.flatMap(({ rows }) => rows.map(({ place }) => place));
    expect(places).toEqual(
      Array.from({ length: 36 }, (_, i) => `t row ${String(i + 1)} of the read`),
    );
  });

  it('is not thrown off by a time stamp far in the future: newer rows still arrive', async () => {
    await fill(
      `qh text, bh int, gxsj timestamp`,
      `VALUES ('q', 1, '2026-01-01'), ('q', 2, '9999-12-31'), ('q', 3, 'infinity')`,
    );
    const { checkpoint } = await readAll(open(), STREAM, { pageSize: 1 });
    await sql(`INSERT INTO t VALUES ('q', 4, '2026-01-02')`);
    const next = await readAll(open(), STREAM, { checkpoint: stored(checkpoint) });
    expect(next.keys).toEqual(expect.arrayContaining(['q/4', 'q/2']));
  });

  it('does not slip back further each night that brings nothing', async () => {
    await fill(`qh text, bh int, gxsj timestamp`, `VALUES ('q', 1, '2026-01-05')`);
    const stream = { ...STREAM, overlap: 'P1D' };
    let { checkpoint } = await readAll(open(), stream);
    await sql(`DELETE FROM t`);
    for (let night = 0; night < 3; night += 1)
      ({ checkpoint } = await readAll(open(), stream, { checkpoint: stored(checkpoint) }));
    await sql(`INSERT INTO t VALUES ('q', 2, '2026-01-03'), ('q', 3, '2026-01-04')`);
    expect((await readAll(open(), stream, { checkpoint })).keys).toEqual(['q/3']);
  });

  it('reads a table without a cursor whole each night', async () => {
    await fill(`qh text, bh int`, `SELECT 'q', i FROM generate_series(1, 7) AS i`);
    const stream: StreamSource = { name: 's', from: 't', key: ['qh', 'bh'], fields: ['qh', 'bh'] };
    const { checkpoint, keys } = await readAll(open(), stream);
    expect(keys).toHaveLength(7);
    expect((await readAll(open(), stream, { checkpoint })).keys).toEqual(keys);
  });

  it('refuses to go on where a page leads back to where it began, as a driver that rounds its cursor does', () => {
    const rows = [{ qh: 'q', bh: 1, gxsj: '2026-01-01 00:00:00.123' }];
    const next = after(STREAM, 1, startOf({ ...REQUEST, stream: STREAM }), rows);
    expect(() => after(STREAM, 1, next, rows)).toThrow(/would never end/);
  });

  it.each(['bytea', 'jsonb', 'text[]'])(
    'refuses a key of type %s, which no statement can be given back',
    async (type) => {
      const value = { bytea: `'\\x00'`, jsonb: `'{"a": 1}'`, 'text[]': `'{a}'` }[type] ?? '';
      await fill(`k ${type}`, `VALUES (${value})`);
      const stream: StreamSource = { name: 's', from: 't', key: ['k'], fields: ['k'] };
      const read = readAll(open(), stream, { pageSize: 1 });
      // jsonb is given as text, and goes back as such.
      if (type === 'jsonb') expect((await read).keys).toHaveLength(1);
      else await expect(read).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    },
  );
});
