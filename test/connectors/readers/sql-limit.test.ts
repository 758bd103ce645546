import { setTimeout as sleep } from 'node:timers/promises';
import { createReader } from '../../../src/connect/readers';
import type { Checkpoint, Reader, StreamSource } from '../../../src/connect/reader';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { stepwise, stored } from './contract';

const ROWS = 40_000;
const STREAM: StreamSource = {
  name: 's',
  from: 't',
  key: ['id'],
  cursor: 'gxsj',
  fields: ['id', 'text', 'gxsj'],
};

describe('a table whose rows are long and short by turns', () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (): Reader => {
    const reader = createReader({ kind: 'sql', client: 'pg', connection: database.url });
    readers.push(reader);
    return reader;
  };

  /** Rows in the order of their cursor, each as long as `characters` says of its share of the way. */
  const fill = (characters: string): Promise<unknown> =>
    query(
      database.url,
      'DROP TABLE IF EXISTS t',
      'CREATE TABLE t (id int PRIMARY KEY, text text, gxsj timestamp)',
      'ALTER TABLE t ALTER COLUMN text SET STORAGE EXTERNAL',
      `INSERT INTO t SELECT i, repeat('x', (${characters})::int), timestamp '2026-01-01' + i * interval '1 second'
         FROM (SELECT i, i::float8 / ${String(ROWS)} AS share FROM generate_series(1, ${String(ROWS)}) AS i) AS s`,
      'CREATE INDEX ON t (gxsj, id)',
      'ANALYZE t',
    );
  /** A read by a hub that has work with each page: the source answers the next statement in the middle of it. */
  const readSlowly = async (
    own: object = {},
  ): Promise<{ ids: number[]; ends: { read: number; checkpoint: Checkpoint }[] }> => {
    const pages = stepwise(open(), STREAM, { pageSize: 20_000, ...own });
    const ids: number[] = [];
    const ends: { read: number; checkpoint: Checkpoint }[] = [];
    for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
      for (const { values } of page.value.rows) ids.push(Number(values['id']));
      ends.push({ read: ids.length, checkpoint: stored(page.value.checkpoint) });
      await sleep([10, 40, 20][ends.length % 3]);
    }
    return { ids, ends };
  };
  const isOnceEach = (ids: readonly number[], from = 0): boolean =>
    ids.length === ROWS - from && ids.every((id, i) => id === from + i + 1);

  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => database.drop());

  it.each([
    ['fall and rise again', `170 + 3830 * abs(1 - 2 * share)`],
    ['rise and fall again', `4000 - 3830 * abs(1 - 2 * share)`],
    ['fall at once', `CASE WHEN share < 0.25 THEN 4000 ELSE 170 END`],
  ])(
    'is read to its end where their lengths %s, while pages grow and shrink, each row exactly once',
    async (_, characters) => {
      await fill(characters);
      const { ids, ends } = await readSlowly();
      expect(ids).toHaveLength(ROWS);
      expect(isOnceEach(ids)).toBe(true);
      expect(ends.at(-1)?.checkpoint).toMatchObject({ phase: 'ended', read: ROWS });
    },
  );

  it('is gone on with from any page, whatever size the next one then has', async () => {
    await fill(`170 + 3830 * abs(1 - 2 * share)`);
    const { ends } = await readSlowly();
    for (const { read, checkpoint } of ends.slice(0, 6)) {
      const { ids } = await readSlowly({ checkpoint, fresh: false });
      expect(isOnceEach(ids, read)).toBe(true);
    }
  });
});
