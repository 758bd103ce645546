import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { readAll, stepwise } from './contract';

const PASSWORD = 'a-password-that-nobody-may-see';
const ROLE = 'reader_of_columns';
const STREAM: StreamSource = {
  name: 's',
  from: 't_syrk',
  key: ['bh'],
  cursor: 'gxsj',
  fields: ['bh', 'xm', 'gxsj'],
};

describe("what the SQL reader does to a department's database", () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (own: object = {}): Reader => {
    const settings = { kind: 'sql', client: 'pg', connection: database.url, ...own } as const;
    const reader = createReader(settings);
    readers.push(reader);
    return reader;
  };
  const as = (change: (url: URL) => void): Reader => {
    const url = new URL(database.url);
    change(url);
    return open({ connection: url.href });
  };
  const byRole = (): Reader =>
    as((url) => {
      [url.username, url.password] = [ROLE, PASSWORD];
    });
  const sql = (...statements: string[]) => query(database.url, ...statements);
  const failure = async (read: Promise<unknown>): Promise<Error> => {
    const error = await read.then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(Error);
    const { message, cause } = error as Error;
    expect(message).toMatch(/ required( |,)/);
    for (const secret of [PASSWORD, new URL(database.url).password, 'SECRET'])
      if (secret !== '') expect(`${message} ${String(cause)}`).not.toContain(secret);
    return error as Error;
  };

  beforeAll(async () => {
    database = await emptyDatabase();
    await sql(
      `CREATE TABLE t_syrk (bh int PRIMARY KEY, xm text, wxdj text, gxsj timestamp)`,
      `INSERT INTO t_syrk SELECT i, 'x', 'SECRET', '2026-01-01' FROM generate_series(1, 5) AS i`,
      `DROP ROLE IF EXISTS ${ROLE}`,
      `CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`,
      `GRANT SELECT (bh, xm, gxsj) ON t_syrk TO ${ROLE}`,
    );
  });
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(async () => {
    await sql(`DROP OWNED BY ${ROLE}`, `DROP ROLE ${ROLE}`);
    await database.drop();
  });

  it('never asks for a column that is not shared, and needs no grant on it', async () => {
    const read = await readAll(byRole(), STREAM);
    expect(read.keys).toHaveLength(5);
    expect(read.pages[0]?.columns).toContain('wxdj');
  });

  it('does not so much as compute it, where a view would', async () => {
    await sql(
      `CREATE FUNCTION touched() RETURNS text STABLE LANGUAGE plpgsql AS $$ BEGIN RAISE 'touched'; END $$`,
      `CREATE VIEW v_syrk AS SELECT bh, xm, gxsj, touched() AS wxdj FROM t_syrk`,
    );
    expect((await readAll(open(), { ...STREAM, from: 'v_syrk' })).keys).toHaveLength(5);
    const asked = { ...STREAM, from: 'v_syrk', fields: [...STREAM.fields, 'wxdj'] };
    expect(await failure(readAll(open(), asked))).toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });

  it('refuses a column whose grant was taken away, and does not read it as empty', async () => {
    const stream = { ...STREAM, fields: [...STREAM.fields, 'wxdj'] };
    expect(await failure(readAll(byRole(), stream))).toMatchObject({ code: 'SOURCE_REFUSED' });
  });

  it('cannot write, not even through a view that would', async () => {
    await sql(
      `CREATE TABLE log (at timestamptz)`,
      `CREATE FUNCTION logged() RETURNS text LANGUAGE sql AS $$ INSERT INTO log VALUES (now()) RETURNING 'x' $$`,
      `CREATE VIEW v_log AS SELECT bh, logged() AS xm, gxsj FROM t_syrk`,
    );
    const error = await failure(readAll(open(), { ...STREAM, from: 'v_log' }));
    expect(error.message).toContain('25006');
    expect(await sql(`SELECT FROM log`)).toHaveLength(0);
  });

  it('leaves no session in a transaction between two pages', async () => {
    const pages = stepwise(open(), STREAM, { pageSize: 2 });
    await pages.next();
    const sessions = await sql(
      `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'wangshu'`,
    );
    expect(sessions).toEqual([{ state: 'idle' }]);
    await pages.return?.();
  });

  it('stops a long statement there too, when it is told to', async () => {
    await sql(`CREATE VIEW v_slow AS SELECT bh, pg_sleep(60)::text AS xm, gxsj FROM t_syrk`);
    const stop = new AbortController();
    const reader = open();
    const reading = readAll(reader, { ...STREAM, from: 'v_slow' }, { signal: stop.signal });
    setTimeout(() => {
      stop.abort();
    }, 300);
    const began = performance.now();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - began).toBeLessThan(2_000);
    await reader.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    const left = await sql(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%v_slow%' AND state = 'active' AND pid <> pg_backend_pid()`,
    );
    expect(left).toHaveLength(0);
  });

  it('says that the session was lost in the middle, and goes on from the page before the next time', async () => {
    const pages = stepwise(open(), STREAM, { pageSize: 2 });
    const first = await pages.next();
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'wangshu'`,
    );
    const second = await pages.next().catch((error: unknown) => error);
    // A session that died while idle is either found out, or replaced by the pool before anyone notices.
    if (second instanceof Error) expect(second).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    await pages.return?.();
    const { checkpoint } = first.value as { checkpoint: null };
    const rest = await readAll(open(), STREAM, { checkpoint, fresh: false });
    expect(rest.keys).toEqual(['3', '4', '5']);
  });

  it.each([
    ['a password that is wrong', (url: URL) => (url.password = 'SECRET'), 'SOURCE_REFUSED'],
    ['a user that is unknown', (url: URL) => (url.username = 'nobody'), 'SOURCE_REFUSED'],
    ['a database that is not there', (url: URL) => (url.pathname = '/nix'), 'SOURCE_UNREACHABLE'],
    ['a server that is not there', (url: URL) => (url.port = '9'), 'SOURCE_UNREACHABLE'],
  ])('says in a sentence, without secrets, what is wrong: %s', async (_, change, code) => {
    expect(await failure(readAll(as(change), STREAM))).toMatchObject({ code });
    const check = as(change).check(new AbortController().signal);
    expect(await failure(check)).toMatchObject({ code });
  });

  it.each([
    ['a table that is not there', { from: 'nix' }, 'nix'],
    ['a key that is not there', { key: ['nix'] }, 'nix'],
    ['a cursor that is not there', { cursor: 'nix' }, 'nix'],
  ])('says by name what is missing: %s', async (_, own, name) => {
    const error = await failure(readAll(open(), { ...STREAM, ...own }));
    expect(error).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(error.message).toContain(name);
  });
});
