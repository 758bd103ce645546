import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { createReader } from '../../../src/connect/readers';
import type { Page, Reader, StreamSource } from '../../../src/connect/reader';
import { testMariaDb, type TestMariaDb } from '../../support/mariadb';
import { keepsTheContract, readAll, stepwise, stored } from './contract';

const STREAM: StreamSource = {
  name: 'resident',
  from: 't_syrk',
  key: ['qh', 'bh'],
  cursor: 'gxsj',
  fields: ['qh', 'bh', 'xm', 'gxsj'],
};
const T: StreamSource = { name: 't', from: 't', key: ['k'], fields: ['k'] };

describe('the SQL reader on MariaDB', () => {
  let server: TestMariaDb;
  let url: string;
  const readers: Reader[] = [];
  const open = (own: object = {}): Reader => {
    const reader = createReader({ kind: 'sql', client: 'mysql2', connection: url, ...own });
    readers.push(reader);
    return reader;
  };
  const sql = (...statements: string[]) => server.query(url, ...statements);
  /** A table of its own for each test. */
  const fill = (columns: string, ...rows: string[]) =>
    sql(
      `SET sql_mode = ''`,
      'DROP TABLE IF EXISTS t',
      `CREATE TABLE t (${columns})`,
      ...rows.map((row) => `INSERT INTO t ${row}`),
    );
  const values = async (stream: StreamSource): Promise<Page['rows'][number]['values'][]> =>
    (await readAll(open(), stream)).pages.flatMap(({ rows }) => rows.map((row) => row.values));

  beforeAll(async () => {
    server = await testMariaDb();
    url = await server.database();
    await sql(
      `CREATE TABLE t_syrk (qh varchar(8), bh int, xm varchar(40), wxdj varchar(40), gxsj datetime, PRIMARY KEY (qh, bh))`,
      // Ties of the cursor lie across every page boundary.
      `INSERT INTO t_syrk SELECT CONCAT('q', seq % 2), seq, CONCAT('x', seq), 'SECRET',
         CAST('2026-01-01' AS datetime) + INTERVAL seq DIV 4 HOUR FROM seq_1_to_10`,
    );
  }, 60_000);
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => server.stop());

  keepsTheContract(() => ({
    open,
    stream: STREAM,
    keys: Array.from({ length: 10 }, (_, i) => `q${String((i + 1) % 2)}/${String(i + 1)}`),
    unasked: 'wxdj',
  }));

  it('gives values as the source writes them: digits whole, clocks as they stand, rare characters, bits and bytes', async () => {
    await fill(
      `k int PRIMARY KEY, big bigint unsigned, dec1 decimal(30,8), i1 tinyint(1), b1 bit(1), b8 bit(8), b64 bit(64), d date, dt datetime(6),
       zero date, zerodt datetime, ts timestamp(3) NULL, c time, y year, name varchar(20), gbname varchar(20) CHARACTER SET gbk, bin binary(3),
       bl blob, e enum('男','女'), s set('a','b'), j json, f double, gen varchar(40) AS (CONCAT(name, '!')) STORED`,
      `(k, big, dec1, i1, b1, b8, b64, d, dt, zero, zerodt, ts, c, y, name, gbname, bin, bl, e, s, j, f)
       VALUES (1, 18446744073709551615, 12345678901234567890.12345678, 2, b'1', b'10000001', b'1000000000000000000000000000000000000000000000000000000000000001',
         '2026-03-01', '2026-03-01 23:59:59.123456', '0000-00-00', '0000-00-00 00:00:00', '2026-03-01 23:59:59.123', '-12:30:00', 2026,
         '𠮷野㛃🀄', '李四', x'ff0001', x'fffe', '女', 'a,b', '{"n": 12345678901234567890}', 0.1)`,
    );
    const expected = {
      k: 1,
      big: '18446744073709551615',
      dec1: '12345678901234567890.12345678',
      i1: 2,
      b1: true,
      b8: 129,
      b64: '9223372036854775809',
      d: '2026-03-01',
      dt: '2026-03-01 23:59:59.123456',
      zero: '0000-00-00',
      zerodt: '0000-00-00 00:00:00',
      c: '-12:30:00',
      y: 2026,
      name: '𠮷野㛃🀄',
      gbname: '李四',
      bin: '/wAB',
      bl: '//4=',
      e: '女',
      s: 'a,b',
      j: '{"n": 12345678901234567890}',
      f: 0.1,
      gen: '𠮷野㛃🀄!',
    };
    expect(await values({ ...T, fields: Object.keys(expected) })).toEqual([expected]);
  });

  it('says of a TIMESTAMP which moment it is, whatever the clock of the server, and moves no DATETIME', async () => {
    await fill(
      'k int PRIMARY KEY, ts timestamp NULL, dt datetime',
      `VALUES (1, FROM_UNIXTIME(1772409599), '2026-03-01 23:59:59')`,
    );
    for (const zone of ['+00:00', '+08:00', '-06:00']) {
      await server.query(server.adminUrl, `SET GLOBAL time_zone = '${zone}'`);
      const [row] = await values({ ...T, fields: ['ts', 'dt'] });
      expect(row).toEqual({
        ts: expect.stringMatching(/^2026-03-01 23:59:59(\.0+)?\+00:00$/),
        dt: '2026-03-01 23:59:59',
      });
    }
    await server.query(server.adminUrl, `SET GLOBAL time_zone = 'SYSTEM'`);
  });

  it.each([
    ['datetime(6)', `CAST('2026-01-01' AS datetime(6)) + INTERVAL seq DIV 7 MICROSECOND`],
    ['timestamp(6)', `CAST('2026-01-01' AS datetime(6)) + INTERVAL seq DIV 7 MICROSECOND`],
    ['date', `CAST('2026-01-01' AS date) + INTERVAL seq DIV 7 DAY`],
    ['bigint unsigned', `18446744073709551600 + seq DIV 7`],
    ['decimal(40,20)', `(seq DIV 7) / 1000000000000`],
    ['double', `(seq DIV 7) / 3e0`],
    ['varchar(9)', `CONCAT('v', seq DIV 7)`],
    [`enum('v8','v3','v1','v0','v2','v7','v6','v5','v4')`, `CONCAT('v', seq DIV 7)`],
    ['bit(20)', `seq DIV 7`],
  ])(
    'reads each row once where rows share a cursor of type %s across pages',
    async (type, value) => {
      await fill(
        `qh varchar(8), bh int, gxsj ${type} NULL, PRIMARY KEY (qh, bh)`,
        `SELECT CONCAT('区', seq % 3), seq, ${value} FROM seq_1_to_60`,
      );
      const stream = { ...STREAM, from: 't', fields: ['qh', 'bh', 'gxsj'] };
      for (const pageSize of [1, 4, 7, 60, 61]) {
        const { keys, pages } = await readAll(open(), stream, { pageSize });
        expect(new Set(keys).size).toBe(60);
        expect(keys).toHaveLength(60);
        const half = Math.floor(pages.length / 2);
        const at = stored(pages[half - 1]?.checkpoint ?? null);
        const rest = await readAll(open(), stream, { pageSize, checkpoint: at, fresh: half === 0 });
        const given = pages.slice(0, half).flatMap(({ rows }) => rows).length;
        expect(rest.keys).toEqual(keys.slice(given));
      }
    },
  );

  it.each([
    ['utf8mb4_general_ci', ['a', 'A', 'á', 'Á', 'b', 'B']],
    ['utf8mb4_unicode_ci', ['ß', 'ss', 'SS', 'ｓｓ', 'Ss']],
    ['utf8mb4_bin', ['a', 'a ', 'a  ', 'A', '', ' ']],
    ['utf8mb4_general_ci', ['a', 'a ', 'a  ', 'A ', '', ' ', '  ']],
    ['utf8mb4_general_ci', ['𠮷', '𡈽', '𠀀', '🀄', '㐀']],
    ['utf8mb4_nopad_bin', ['a', 'a ', 'A']],
  ])('loses no row between pages that %s takes for the same key: %j', async (collation, keys) => {
    const names = keys.map((key) => `('${key}', 'x')`).join(', ');
    await fill(`k varchar(40) COLLATE ${collation}, x varchar(9)`, `VALUES ${names}`);
    for (const pageSize of [1, 2, 3]) {
      const read = await readAll(open(), { ...T, fields: ['k', 'x'] }, { pageSize });
      expect([...read.keys].sort()).toEqual([...keys].sort());
    }
  });

  it('loses none of the rows that have the very same key and cursor, wherever a page ends', async () => {
    await fill(
      `k varchar(9), gxsj datetime, x int`,
      `SELECT CONCAT('k', seq DIV 5), '2026-01-01', seq FROM seq_1_to_30`,
    );
    const stream = { ...T, cursor: 'gxsj', fields: ['k', 'x'] };
    for (const pageSize of [1, 2, 3, 7]) {
      const { pages } = await readAll(open(), stream, { pageSize });
      const given = pages.flatMap(({ rows }) => rows.map((row) => Number(row.values['x'])));
      expect(given.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    }
  });

  it('keeps to the order of the server where keys differ only far behind their beginning', async () => {
    await fill(
      `k varchar(2000), i int`,
      `SELECT CONCAT(REPEAT('a', 1500), 50 - seq), seq FROM seq_1_to_50`,
    );
    const { keys } = await readAll(open(), T, { pageSize: 4 });
    expect(new Set(keys).size).toBe(50);
    expect(keys).toHaveLength(50);
  });

  it('reads in spite of every sql_mode of the server', async () => {
    const [mode] = await sql('SELECT @@GLOBAL.sql_mode AS mode');
    await fill(
      `k varchar(20) PRIMARY KEY, gxsj datetime`,
      `VALUES ('a\\\\b', '0000-00-00'), ('c''d', '2026-01-01'), ('e"f', '2026-01-02')`,
    );
    const stream = { ...T, cursor: 'gxsj' };
    try {
      for (const each of [
        'ANSI',
        'NO_BACKSLASH_ESCAPES',
        'TRADITIONAL',
        'ORACLE',
        'PAD_CHAR_TO_FULL_LENGTH',
      ]) {
        await server.query(server.adminUrl, `SET GLOBAL sql_mode = '${each}'`);
        expect((await readAll(open(), stream, { pageSize: 1 })).keys).toEqual([
          'a\\b',
          "c'd",
          'e"f',
        ]);
      }
    } finally {
      await server.query(server.adminUrl, `SET GLOBAL sql_mode = '${String(mode?.['mode'])}'`);
    }
  });

  it('gives rows without a cursor or a key, on pages too', async () => {
    await fill(
      `k varchar(9), gxsj datetime, x int`,
      `SELECT IF(seq % 3 = 0, NULL, CONCAT('k', seq)), IF(seq % 2 = 0, NULL, '2026-01-01'), seq FROM seq_1_to_20`,
    );
    const { keys, pages } = await readAll(open(), { ...T, cursor: 'gxsj', fields: ['k', 'x'] });
    expect(keys.filter((key) => key === 'null')).toHaveLength(6);
    const given = pages.flatMap(({ rows }) => rows.map((row) => row.values['x']));
    expect(new Set(given).size).toBe(20);
    expect(given).toHaveLength(20);
  });

  it('reads the rows of a window alone, from its beginning up to but without its end', async () => {
    await fill(
      `k int PRIMARY KEY, gxsj datetime`,
      `SELECT seq, CAST('2026-01-01' AS datetime) + INTERVAL seq HOUR FROM seq_0_to_30`,
      `VALUES (99, NULL)`,
    );
    const window = { since: '2026-01-01 05:00:00', until: '2026-01-01 09:00:00' };
    const read = await readAll(open(), { ...T, cursor: 'gxsj' }, { window, pageSize: 2 });
    expect(read.keys).toEqual(['5', '6', '7', '8']);
    const wrong = { since: 'yesterday', until: 'today' };
    await expect(
      readAll(open(), { ...T, cursor: 'gxsj' }, { window: wrong }),
    ).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });

  it('steps back behind a transaction that was open longer than the overlap', async () => {
    await fill(`k int PRIMARY KEY, gxsj datetime`, `VALUES (1, NOW() - INTERVAL 1 HOUR)`);
    const stream = { ...T, cursor: 'gxsj', overlap: 'PT1S' };
    const late = await createConnection(url);
    try {
      await late.query('START TRANSACTION');
      await late.query('INSERT INTO t VALUES (2, NOW())');
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await sql('INSERT INTO t VALUES (3, NOW())');
      const first = await readAll(open(), stream);
      expect(first.keys).toEqual(['1', '3']);
      await late.query('COMMIT');
      const next = await readAll(open(), stream, { checkpoint: stored(first.checkpoint) });
      expect(next.keys).toEqual(expect.arrayContaining(['2', '3']));
    } finally {
      await late.end();
    }
  });

  it('reads on with its overlap alone where it is not told of transactions', async () => {
    await sql(
      `CREATE USER IF NOT EXISTS poor@'127.0.0.1' IDENTIFIED BY 'poor'`,
      `GRANT SELECT (qh, bh, xm, gxsj) ON t_syrk TO poor@'127.0.0.1'`,
    );
    const own = new URL(url);
    [own.username, own.password] = ['poor', 'poor'];
    const read = await readAll(open({ connection: own.href }), STREAM);
    expect(read.keys).toHaveLength(10);
    // A column without a grant is not there for this user, and never read as empty.
    expect(read.pages[0]?.columns).not.toContain('wxdj');
  });

  it('names the types of columns as the source does, so that a change of one is seen', async () => {
    await fill(`k int unsigned PRIMARY KEY, x varchar(18)`, `VALUES (1, 'a')`);
    const before = await readAll(open(), { ...T, fields: ['k', 'x'] });
    expect(before.pages[0]?.types).toEqual({
      k: expect.stringMatching(/^int(\(10\))? unsigned$/),
      x: 'varchar(18)',
    });
    await sql('ALTER TABLE t MODIFY x varchar(40)');
    const then = await readAll(open(), { ...T, fields: ['k', 'x'] });
    expect(then.pages[0]?.types).toMatchObject({ x: 'varchar(40)' });
  });

  it('discovers tables and views: types, keys, remarks, a likely cursor and about how many rows', async () => {
    const own = await server.database();
    await server.query(
      own,
      `CREATE TABLE a (id bigint unsigned PRIMARY KEY COMMENT '编号', sfzh varchar(18) NOT NULL, flag bit(1), kind tinyint(1), csrq date, gxsj datetime(3), note text)`,
      `CREATE TABLE b (x int, qh varchar(8) NOT NULL, bh int NOT NULL, UNIQUE KEY (x), UNIQUE KEY u (qh, bh))`,
      `CREATE VIEW c AS SELECT id, gxsj FROM a`,
      `INSERT INTO a SELECT seq, 's', b'1', 1, NULL, NULL, NULL FROM seq_1_to_100`,
      `ANALYZE TABLE a`,
    );
    const reader = open({ connection: own });
    const { signal } = new AbortController();
    const found = (await reader.discover(signal)).filter(({ from }) => !from.includes('.'));
    expect(found.map(({ from }) => from)).toEqual(['a', 'b', 'c']);
    const [a, b, c] = found;
    expect(a).toMatchObject({ key: ['id'], cursor: 'gxsj', rows: 100 });
    expect(a?.fields).toEqual([
      {
        name: 'id',
        type: 'number',
        nativeType: expect.stringMatching(/^bigint(\(20\))? unsigned$/),
        nullable: false,
        comment: '编号',
      },
      { name: 'sfzh', type: 'string', nativeType: 'varchar(18)', nullable: false, comment: null },
      { name: 'flag', type: 'boolean', nativeType: 'bit(1)', nullable: true, comment: null },
      { name: 'kind', type: 'number', nativeType: 'tinyint(1)', nullable: true, comment: null },
      { name: 'csrq', type: 'date', nativeType: 'date', nullable: true, comment: null },
      { name: 'gxsj', type: 'dateTime', nativeType: 'datetime(3)', nullable: true, comment: null },
      { name: 'note', type: 'string', nativeType: 'text', nullable: true, comment: null },
    ]);
    // An index of a column that may be empty names no row.
    expect(b).toMatchObject({ key: ['qh', 'bh'], cursor: null });
    expect(c).toMatchObject({ key: [], cursor: 'gxsj', rows: null });
    expect(await reader.discover(signal)).toEqual(await reader.discover(signal));
  });

  it('cannot write, not even through a view that would', async () => {
    await sql(
      `CREATE TABLE log (at datetime)`,
      `CREATE FUNCTION logged() RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO log VALUES (NOW()); RETURN 1; END`,
      `CREATE VIEW v_log AS SELECT bh, logged() AS xm FROM t_syrk`,
    );
    const stream = { ...T, from: 'v_log', key: ['bh'], fields: ['bh', 'xm'] };
    await expect(readAll(open(), stream)).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(await sql('SELECT * FROM log')).toHaveLength(0);
  });

  it('leaves no transaction open between two pages', async () => {
    const pages = stepwise(open(), STREAM, { pageSize: 2 });
    await pages.next();
    // The statement behind it may be under way; once it has its rows, nothing is held, however long nobody asks for more.
    const held = (): Promise<unknown[]> => sql('SELECT trx_id FROM information_schema.innodb_trx');
    // The server answers from a copy that it makes anew after a tenth of a second without a question.
    for (let turn = 0; turn < 20 && (await held()).length > 0; turn += 1) await sleep(250);
    expect(await held()).toHaveLength(0);
    await pages.return?.();
  });

  it('stops a long statement at the server too, when it is told to', async () => {
    await sql(`CREATE VIEW v_slow AS SELECT bh, SLEEP(60) AS xm, gxsj FROM t_syrk`);
    const stop = new AbortController();
    const reader = open();
    const stream = { ...T, from: 'v_slow', key: ['bh'], fields: ['bh', 'xm'] };
    const reading = readAll(reader, stream, { signal: stop.signal });
    setTimeout(() => {
      stop.abort();
    }, 300);
    const began = performance.now();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await reader.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    const left = await sql(
      `SELECT id FROM information_schema.processlist WHERE info LIKE '%v_slow%' AND id <> CONNECTION_ID()`,
    );
    expect(left).toHaveLength(0);
  });

  it.each([
    ['a password that is wrong', (at: URL) => (at.password = 'SECRET'), 'SOURCE_REFUSED'],
    ['a database that is not there', (at: URL) => (at.pathname = '/nix'), 'SOURCE_UNREACHABLE'],
    ['a server that is not there', (at: URL) => (at.port = '9'), 'SOURCE_UNREACHABLE'],
  ])('says in a sentence, without secrets, what is wrong: %s', async (_, change, code) => {
    const own = new URL(url);
    change(own);
    const check = open({ connection: own.href }).check(new AbortController().signal);
    const error: unknown = await check.catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/ required/) });
    expect(String(error)).not.toContain('SECRET');
    expect(String(error)).not.toContain(new URL(url).password);
  });
});
