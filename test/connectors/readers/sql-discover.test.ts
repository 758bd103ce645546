import { createReader } from '../../../src/connect/readers';
import type { Reader } from '../../../src/connect/reader';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { readAll } from './contract';

describe('what the SQL reader finds in a source', () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (own: object = {}): Reader => {
    const reader = createReader({ kind: 'sql', client: 'pg', connection: database.url, ...own });
    readers.push(reader);
    return reader;
  };
  const sql = (...statements: string[]) => query(database.url, ...statements);
  const { signal } = new AbortController();

  beforeAll(async () => {
    database = await emptyDatabase();
    await sql(
      `CREATE SCHEMA ga`,
      `CREATE TYPE sex AS ENUM ('1', '2')`,
      `CREATE TABLE t_syrk (id bigint PRIMARY KEY, sfzh varchar(18) NOT NULL UNIQUE, xb sex, csrq date, lx boolean, tags text[], je numeric(12,2),
         note jsonb, bgsj date, gxsj timestamptz(3) NOT NULL)`,
      `COMMENT ON COLUMN t_syrk.sfzh IS '公民身份号码'`,
      `INSERT INTO t_syrk SELECT i, 's' || i, '1', NULL, true, NULL, 0, NULL, NULL, now() FROM generate_series(1, 100) AS i`,
      `ANALYZE t_syrk`,
      `CREATE TABLE ga."T_JQ" (jjdh text NOT NULL, x int, y int UNIQUE)`,
      `CREATE UNIQUE INDEX ON ga."T_JQ" (jjdh)`,
      `CREATE UNIQUE INDEX ON ga."T_JQ" (lower(jjdh))`,
      `CREATE UNIQUE INDEX ON ga."T_JQ" (x) WHERE x > 0`,
      `CREATE VIEW ga.v AS SELECT sfzh, gxsj FROM t_syrk`,
      `CREATE MATERIALIZED VIEW m AS SELECT 1 AS one`,
      `CREATE TABLE parts (at date, n int) PARTITION BY RANGE (at)`,
      `CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
    );
  });
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => database.drop());

  it('is every table and view, once, by name', async () => {
    const found = await open().discover(signal);
    expect(found.map(({ from }) => from)).toEqual(['ga.T_JQ', 'ga.v', 'm', 'parts', 't_syrk']);
    expect(await open().discover(signal)).toEqual(found);
  });

  it('is of a table its types, key, remarks, about how many rows, and a likely cursor', async () => {
    const found = await open().discover(signal);
    const table = found.find(({ from }) => from === 't_syrk');
    expect(table).toMatchObject({ key: ['id'], cursor: 'gxsj', rows: 100 });
    expect(table?.fields).toEqual([
      { name: 'id', type: 'number', nativeType: 'bigint', nullable: false, comment: null },
      {
        name: 'sfzh',
        type: 'string',
        nativeType: 'character varying(18)',
        nullable: false,
        comment: '公民身份号码',
      },
      { name: 'xb', type: 'string', nativeType: 'sex', nullable: true, comment: null },
      { name: 'csrq', type: 'date', nativeType: 'date', nullable: true, comment: null },
      { name: 'lx', type: 'boolean', nativeType: 'boolean', nullable: true, comment: null },
      { name: 'tags', type: 'other', nativeType: 'text[]', nullable: true, comment: null },
      { name: 'je', type: 'number', nativeType: 'numeric(12,2)', nullable: true, comment: null },
      { name: 'note', type: 'other', nativeType: 'jsonb', nullable: true, comment: null },
      { name: 'bgsj', type: 'date', nativeType: 'date', nullable: true, comment: null },
      {
        name: 'gxsj',
        type: 'dateTime',
        nativeType: 'timestamp(3) with time zone',
        nullable: false,
        comment: null,
      },
    ]);
  });

  it('is a key only where an index promises that it names every row', async () => {
    const found = await open().discover(signal);
    expect(found.find(({ from }) => from === 'ga.T_JQ')?.key).toEqual(['jjdh']);
    expect(found.find(({ from }) => from === 'ga.v')?.key).toEqual([]);
  });

  it('is of one schema where the settings name one, and its names can be read as they are', async () => {
    const reader = open({ schema: 'ga' });
    const found = await reader.discover(signal);
    expect(found.map(({ from }) => from)).toEqual(['T_JQ', 'v']);
    await sql(`INSERT INTO ga."T_JQ" VALUES ('j1', 1, 1)`);
    const [table] = found;
    const { from = '', key = [] } = table ?? {};
    expect((await readAll(reader, { name: 's', from, key, fields: key })).keys).toEqual(['j1']);
  });

  it('is not what the user may not read', async () => {
    await sql(
      `DROP ROLE IF EXISTS finder`,
      `CREATE ROLE finder LOGIN PASSWORD 'finder'`,
      `GRANT SELECT (id) ON t_syrk TO finder`,
    );
    try {
      const url = new URL(database.url);
      [url.username, url.password] = ['finder', 'finder'];
      const found = await open({ connection: url.href }).discover(signal);
      const [table] = found.filter(({ fields }) => fields.length > 0);
      expect(table?.fields.map(({ name }) => name)).toEqual(['id']);
      expect(found.map(({ from }) => from)).not.toContain('ga.T_JQ');
    } finally {
      await sql('DROP OWNED BY finder', 'DROP ROLE finder');
    }
  });

  it('is the type of each column on every page, so that a change of one is seen', async () => {
    const stream = { name: 's', from: 't_syrk', key: ['id'], fields: ['id', 'sfzh'] };
    const before = await readAll(open(), stream);
    expect(before.pages[0]?.types).toMatchObject({ id: 'bigint', je: 'numeric(12,2)' });
    await sql('ALTER TABLE t_syrk ALTER je TYPE numeric(14,3)');
    const then = await readAll(open(), stream);
    expect(then.pages[0]?.types).toMatchObject({ id: 'bigint', je: 'numeric(14,3)' });
  });
});
