import type { Checkpoint, Reader, StreamSource } from '../../../src/connect/reader';
import { createReader } from '../../../src/connect/readers';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { testMariaDb, type TestMariaDb } from '../../support/mariadb';
import { pythonProgram } from '../../support/python';
import { query } from '../../support/query';
import { workspacesLeft } from '../../support/tap';
import { readAll, stored } from './contract';

/** Taps nobody here wrote, out of the Python registry, on servers that run. */
const INSTALL_MS = 240_000;
const signal = new AbortController().signal;

describe('a tap of the Singer SDK (meltanolabs-tap-postgres)', () => {
  let database: TestDatabase;
  let program: string;
  const open = (own: Record<string, string | number> = {}): Reader => {
    const url = new URL(database.url);
    return createReader({
      kind: 'singer',
      command: [program],
      config: {
        ...{ host: url.hostname, port: Number(url.port), user: url.username },
        ...{ database: url.pathname.slice(1), filter_schemas: ['public'], ...own },
      },
      secrets: { password: decodeURIComponent(url.password) },
      environment: {},
      catalog: '--catalog',
      longestLine: 1 << 20,
      timeoutMs: 60_000,
    });
  };
  const stream: StreamSource = {
    name: 'resident',
    from: 'public-t_syrk',
    key: ['bh'],
    cursor: 'gxsj',
    fields: ['bh', 'xm', 'sfzh', 'dah', 'gxsj'],
    overlap: 'PT10M',
  };
  const sql = (...statements: string[]) =>
    query<Record<string, unknown>>(database.url, ...statements);

  beforeAll(async () => {
    [database, program] = await Promise.all([emptyDatabase(), pythonProgram('tap-postgres')]);
    await sql(
      `CREATE TABLE t_syrk (bh int PRIMARY KEY, xm text, sfzh varchar(18), dah bigint, wxdj text,
         gxsj timestamptz NOT NULL)`,
      `INSERT INTO t_syrk SELECT i, '䶮' || i, '99010119900101' || lpad(i::text, 4, '0'), 9007199254740990 + i, 'SECRET',
         timestamptz '2026-01-01 00:00+08' + i * interval '1 minute' FROM generate_series(1, 2500) AS i`,
      `CREATE TABLE t_rz (lsh bigint PRIMARY KEY, nr text)`,
      `INSERT INTO t_rz SELECT i, 'n' || i FROM generate_series(1, 30) AS i`,
    );
  }, INSTALL_MS);
  afterEach(() => {
    expect(workspacesLeft()).toEqual([]);
  });
  afterAll(() => database.drop());

  it('is checked, and refused by its source in words that hold no secret', async () => {
    await open().check(signal);
    await expect(open({ port: 9 }).check(signal)).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.not.stringContaining('127.0.0.1'),
    });
  }, 60_000);

  it('tells its streams with keys and types, the same each time', async () => {
    const streams = await open().discover(signal);
    expect(streams.map(({ from, key }) => [from, key])).toEqual([
      ['public-t_rz', ['lsh']],
      ['public-t_syrk', ['bh']],
    ]);
    expect(streams[1]?.cursor).toBe('gxsj');
    expect(
      Object.fromEntries((streams[1]?.fields ?? []).map(({ name, type }) => [name, type])),
    ).toEqual({
      bh: 'number',
      xm: 'string',
      sfzh: 'string',
      dah: 'number',
      wxdj: 'string',
      gxsj: 'dateTime',
    });
    expect(await open().discover(signal)).toEqual(streams);
  }, 60_000);

  it('gives every row, of each the fields that are asked for, and digits as they are', async () => {
    const read = await readAll(open(), stream, { pageSize: 700 });
    expect(read.pages.map(({ rows }) => rows.length)).toEqual([700, 700, 700, 400]);
    expect(new Set(read.keys).size).toBe(2_500);
    const rows = read.pages.flatMap((page) => page.rows);
    const last = rows.find(({ values }) => values['bh'] === 2_499)?.values;
    expect(last).toMatchObject({
      xm: '䶮2499',
      sfzh: '990101199001012499',
      dah: '9007199254743489',
    });
    expect(JSON.stringify(read.pages)).not.toContain('SECRET');
    expect(read.pages[0]?.columns).toContain('wxdj');
    expect(read.pages[0]?.types?.['gxsj']).toBe('string date-time');
  }, 60_000);

  it('goes on behind its bookmark, sees what was committed late, and resumes where it was broken off', async () => {
    const first = await readAll(open(), stream, { pageSize: 700 });
    await sql(
      `INSERT INTO t_syrk VALUES (9001, 'late', null, 1, null, timestamptz '2026-01-01 00:00+08' + 2493 * interval '1 minute'),
         (9002, 'new', null, 1, null, timestamptz '2026-01-04 00:00+08')`,
    );
    try {
      const night = await readAll(open(), stream, { checkpoint: stored(first.checkpoint) });
      expect(night.keys).toEqual(expect.arrayContaining(['9001', '9002']));
      expect(night.keys.length).toBeLessThan(20);
      const before = first.pages.slice(0, 2).flatMap(({ rows }) => rows);
      const rest = await readAll(open(), stream, {
        checkpoint: stored(first.pages[1]?.checkpoint ?? null),
        fresh: false,
        pageSize: 700,
      });
      const seen = new Set([
        ...before.map(({ values }) => Number(values['bh'])),
        ...rest.keys.map(Number),
      ]);
      expect(seen.size).toBe(2_502);
    } finally {
      await sql(`DELETE FROM t_syrk WHERE bh > 9000`);
    }
  }, 120_000);

  it('reads a window, its end left out', async () => {
    const read = await readAll(open(), stream, {
      pageSize: 1_000,
      window: { since: '2026-01-01T01:00:00+08:00', until: '2026-01-01T02:00:00+08:00' },
    });
    expect(read.keys).toEqual(Array.from({ length: 60 }, (_, i) => String(60 + i)));
  }, 60_000);

  it('reads a stream without a cursor whole, each time', async () => {
    const log: StreamSource = { name: 'log', from: 'public-t_rz', key: ['lsh'], fields: ['lsh'] };
    const first = await readAll(open(), log);
    expect(first.keys).toHaveLength(30);
    const again = await readAll(open(), log, { checkpoint: stored(first.checkpoint) });
    expect(again.keys).toHaveLength(30);
  }, 60_000);

  it('begins anew where a state lies in the future, rather than pass over rows', async () => {
    const { checkpoint } = await readAll(open(), stream, { pageSize: 5_000 });
    const text = JSON.stringify(checkpoint).replaceAll(/\d{4}-\d{2}-\d{2}/g, '9999-12-31');
    const read = await readAll(open(), stream, {
      checkpoint: JSON.parse(text) as Checkpoint,
      pageSize: 5_000,
    });
    expect(read.keys).toHaveLength(2_500);
  }, 60_000);
});

describe('a tap of the first generation (pipelinewise-tap-mysql)', () => {
  let server: TestMariaDb;
  let url: URL;
  let program: string;
  const open = (catalog: '--catalog' | '--properties' = '--catalog'): Reader =>
    createReader({
      kind: 'singer',
      command: [program],
      config: {
        ...{ host: url.hostname, port: Number(url.port), user: url.username },
        filter_dbs: url.pathname.slice(1),
      },
      secrets: { password: decodeURIComponent(url.password) },
      environment: {},
      catalog,
      longestLine: 1 << 20,
      timeoutMs: 60_000,
    });
  const stream = (): StreamSource => ({
    name: 'permit',
    from: `${url.pathname.slice(1)}-permit`,
    key: ['id'],
    cursor: 'updated_at',
    fields: ['id', 'holder', 'updated_at'],
    overlap: 'PT10M',
  });

  beforeAll(async () => {
    [server, program] = await Promise.all([testMariaDb(), pythonProgram('tap-mysql')]);
    const address = await server.database();
    url = new URL(address);
    await server.query(
      address,
      `CREATE TABLE permit (id int PRIMARY KEY, holder varchar(100), risk_score int, updated_at datetime NOT NULL)`,
      `INSERT INTO permit SELECT seq, concat('䶮', seq), 424242, timestamp '2026-03-01 00:00:00' + interval seq minute FROM seq_1_to_1500`,
    );
  }, INSTALL_MS);
  afterEach(() => {
    expect(workspacesLeft()).toEqual([]);
  });
  afterAll(() => server.stop());

  it('tells its streams with keys, and how many rows they have', async () => {
    const [only] = await open().discover(signal);
    expect(only).toMatchObject({ from: stream().from, key: ['id'], cursor: 'updated_at' });
    expect(only?.fields.find(({ name }) => name === 'holder')?.nativeType).toBe('varchar(100)');
    expect(only?.rows).toBeGreaterThan(1_000);
  }, 60_000);

  it.each(['--catalog', '--properties'] as const)(
    'gives every row with %s, and on the next night what is new',
    async (catalog) => {
      const first = await readAll(open(catalog), stream(), { pageSize: 400 });
      expect(first.pages.map(({ rows }) => rows.length)).toEqual([400, 400, 400, 300]);
      expect(new Set(first.keys).size).toBe(1_500);
      expect(JSON.stringify(first.pages)).not.toContain('424242');
      const night = await readAll(open(catalog), stream(), {
        checkpoint: stored(first.checkpoint),
        pageSize: 400,
      });
      // Ten minutes of overlap, both ends counted in.
      expect(night.keys).toEqual(Array.from({ length: 11 }, (_, i) => String(1_490 + i)));
      // Behind page 2 this tap had named no bookmark yet, behind page 3 it had.
      for (const [at, rows] of [
        [1, 1_500],
        [2, 501],
      ] as const) {
        const rest = await readAll(open(catalog), stream(), {
          checkpoint: stored(first.pages[at]?.checkpoint ?? null),
          fresh: false,
          pageSize: 400,
        });
        expect(rest.keys).toHaveLength(rows);
        expect(rest.keys.at(-1)).toBe('1500');
      }
    },
    60_000,
  );
});
