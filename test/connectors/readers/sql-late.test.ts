import { Client } from 'pg';
import { createReader } from '../../../src/connect/readers';
import type { Checkpoint, Reader, StreamSource } from '../../../src/connect/reader';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { readAll, stepwise, stored } from './contract';

const STREAM: StreamSource = {
  name: 's',
  from: 't',
  key: ['k'],
  cursor: 'gxsj',
  fields: ['k', 'gxsj'],
};
const FIRST: Checkpoint = {
  phase: 'ended',
  cursor: null,
  key: null,
  skip: 0,
  highest: '2026-01-02 00:00:00',
  read: 3,
};

describe('where the next run on a table starts', () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (): Reader => {
    const reader = createReader({ kind: 'sql', client: 'pg', connection: database.url });
    readers.push(reader);
    return reader;
  };
  const sql = (...statements: string[]) => query(database.url, ...statements);

  beforeAll(async () => {
    database = await emptyDatabase();
  });
  beforeEach(() =>
    sql(
      'DROP TABLE IF EXISTS t',
      'CREATE TABLE t (k int PRIMARY KEY, gxsj timestamp)',
      `INSERT INTO t SELECT i, timestamp '2026-01-01' + i * interval '12 hours' FROM generate_series(0, 2) AS i`,
    ),
  );
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => database.drop());

  it('is behind the beginning of a transaction that was open longer than the overlap', async () => {
    const late = new Client({ connectionString: database.url });
    await late.connect();
    try {
      // It only reads at first: what it writes later still bears the time when it began.
      await late.query('BEGIN');
      await late.query('SELECT FROM t');
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await sql('INSERT INTO t VALUES (90, now())');
      const stream = { ...STREAM, overlap: 'PT1S' };
      const first = await readAll(open(), stream);
      await late.query('INSERT INTO t VALUES (91, now())');
      await late.query('COMMIT');
      const next = await readAll(open(), stream, { checkpoint: stored(first.checkpoint) });
      expect(next.keys).toEqual(['91', '90']);
    } finally {
      await late.end();
    }
  });

  it('is behind one too that ended while the pages were read', async () => {
    const late = new Client({ connectionString: database.url });
    await late.connect();
    try {
      await late.query('BEGIN');
      await late.query(`INSERT INTO t VALUES (91, now())`);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await sql('INSERT INTO t VALUES (90, now())');
      const stream = { ...STREAM, overlap: 'PT1S' };
      const pages = stepwise(open(), stream, { pageSize: 4 });
      let checkpoint = ((await pages.next()).value as { checkpoint: Checkpoint }).checkpoint;
      await late.query('COMMIT');
      for (let page = await pages.next(); page.done !== true; page = await pages.next())
        checkpoint = page.value.checkpoint;
      const next = await readAll(open(), stream, { checkpoint: stored(checkpoint) });
      expect(next.keys).toEqual(['91', '90']);
    } finally {
      await late.end();
    }
  });

  it('is what it was with a checkpoint of an older version', async () => {
    const { keys } = await readAll(open(), STREAM, { checkpoint: FIRST });
    expect(keys).toEqual(['2']);
  });

  it.each([
    ['garbage', { garbage: 'Zm9v', at: [{}], phase: 7 }],
    ['nothing', {}],
    ['one of another reader', { version: 0, cursor: 'x' }],
    ['a key of another length', { ...FIRST, phase: 'ordered', cursor: '2026-01-01', key: [1, 2] }],
    ['a key without its cursor', { ...FIRST, phase: 'ordered', key: [1] }],
    ['a number that is none', { ...FIRST, skip: -1 }],
    ['a time that is none', { ...FIRST, phase: 'ordered', cursor: 'soon', key: [1] }],
  ])('is refused where the checkpoint is %s', async (_, checkpoint) => {
    for (const fresh of [true, false]) {
      const error: unknown = await readAll(open(), STREAM, {
        checkpoint: checkpoint,
        fresh,
      }).then(
        ({ keys }) => keys,
        (failure: unknown) => failure,
      );
      // A fresh run does not look at where another one was broken off.
      if (Array.isArray(error)) expect(error).toContain('2');
      else
        expect(error).toMatchObject({
          code: 'SOURCE_PROTOCOL',
          message: expect.stringMatching(/required/),
        });
      if (!fresh) expect(error).not.toBeInstanceOf(Array);
    }
  });

  it.each([
    ['the checkpoint is of the future', { ...FIRST, highest: '9999-12-31 00:00:00' }],
    ['it is of another cursor', { ...FIRST, of: '["id",["k"]]' }],
    ['it is of another key', { ...FIRST, of: '["gxsj",["k","l"]]' }],
    ['it is of a backfill', { ...FIRST, until: '2027-01-01' }],
  ])('is the beginning where %s', async (_, checkpoint) => {
    const { keys } = await readAll(open(), STREAM, { checkpoint: checkpoint });
    expect(keys).toEqual(['0', '1', '2']);
  });

  it.each([
    ['its clock or its rows were set back', STREAM, '2026-05-01 00:00:00'],
    ['its numbers begin anew', { ...STREAM, cursor: 'k' }, '5000'],
  ])(
    'is the beginning where the source shows nothing behind the last cursor: %s',
    async (_, stream, highest) => {
      const checkpoint = { ...FIRST, highest };
      const read = await readAll(open(), stream, { checkpoint });
      expect(read.keys).toEqual(['0', '1', '2']);
      // Once: the next run starts where this one ended.
      expect((await readAll(open(), stream, { checkpoint: stored(read.checkpoint) })).keys).toEqual(
        ['2'],
      );
    },
  );

  it('is not moved by a backfill, which reads its window alone', async () => {
    await sql(`INSERT INTO t VALUES (80, NULL)`);
    const window = { since: '2026-01-01 12:00:00', until: '2026-01-02 00:00:00' };
    const read = await readAll(open(), STREAM, { window, pageSize: 1 });
    expect(read.keys).toEqual(['1']);
    const next = await readAll(open(), STREAM, { checkpoint: stored(read.checkpoint) });
    expect(next.keys).toHaveLength(4);
  });

  it.each([
    [STREAM, { since: 'yesterday', until: 'today' }],
    [
      { ...STREAM, cursor: 'k' },
      { since: '1; DROP TABLE t', until: '2' },
    ],
  ])('refuses a window that is none of the cursor', async (stream, window) => {
    await expect(readAll(open(), stream, { window })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
    });
    expect(await sql('SELECT FROM t')).toHaveLength(3);
  });

  it('refuses a window of a stream without a cursor', async () => {
    const stream: StreamSource = { name: 's', from: 't', key: ['k'], fields: ['k'] };
    const read = readAll(open(), stream, { window: { since: '1', until: '2' } });
    await expect(read).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });

  it('loses none of the rows that have the very same key and cursor, or one that a collation takes for the same', async () => {
    await sql(
      `DROP COLLATION IF EXISTS ci`,
      `CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      `DROP TABLE t`,
      `CREATE TABLE t (k text COLLATE ci, gxsj timestamp, x int)`,
      `INSERT INTO t SELECT CASE WHEN i % 2 = 0 THEN 'a' ELSE 'A' END || i / 6, '2026-01-01', i FROM generate_series(1, 30) AS i`,
    );
    for (const pageSize of [1, 2, 3, 7]) {
      const { pages } = await readAll(open(), { ...STREAM, fields: ['k', 'x'] }, { pageSize });
      const given = pages.flatMap(({ rows }) => rows.map(({ values }) => Number(values['x'])));
      expect(given.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    }
  });
});
