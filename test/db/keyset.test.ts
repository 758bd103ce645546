import fc from 'fast-check';
import { keysetOf, type CursorRow, type OrderColumn } from '../../src/db/keyset';
import type { PageArgs } from '../../src/db/page';
import { openPool, type Db } from '../../src/db/pool';
import { emptyDatabase, type TestDatabase } from '../support/database';

interface Row extends CursorRow {
  readonly id: number;
}

describe('keyset pages', () => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await emptyDatabase();
    db = openPool(database.url, { max: 1 });
    await db.query('CREATE TABLE item (id int PRIMARY KEY, a int, b text NOT NULL)');
  });
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  const columns = (aWay: 'ASC' | 'DESC', bWay: 'ASC' | 'DESC'): OrderColumn[] => [
    { sql: 'a', type: 'int', direction: aWay, nullable: true },
    { sql: 'b', type: 'text', direction: bWay },
    { sql: 'id', type: 'int', direction: 'ASC' },
  ];

  async function read(order: readonly OrderColumn[], page: PageArgs) {
    const keyset = keysetOf(order, page, 1);
    const { rows } = await db.query<Row>(
      `SELECT id, ${keyset.cursorColumn} FROM item WHERE ${keyset.where} ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`,
      [...keyset.values],
    );
    return keyset.pageOf(rows, ({ id }) => id);
  }

  const way = fc.constantFrom('ASC' as const, 'DESC' as const);
  const items = fc.array(
    fc.record({ a: fc.option(fc.integer({ min: 0, max: 3 })), b: fc.constantFrom('x', 'y', '号') }),
    { maxLength: 14 },
  );

  it('hold every row once, in order, forward and backward, for any order and page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        items,
        way,
        way,
        fc.integer({ min: 1, max: 5 }),
        async (rows, aWay, bWay, size) => {
          await db.query('TRUNCATE item');
          for (const [id, { a, b }] of rows.entries())
            await db.query('INSERT INTO item VALUES ($1, $2, $3)', [id, a, b]);
          // The oracle: an array sorted by hand, unknown values last in either direction.
          const byteOrder = (x: string, y: string): number =>
            Buffer.compare(Buffer.from(x), Buffer.from(y));
          const wanted = rows
            .map((row, id) => ({ ...row, id }))
            .sort((x, y) => {
              if (x.a !== y.a) {
                if (x.a === null) return 1;
                if (y.a === null) return -1;
                return aWay === 'ASC' ? x.a - y.a : y.a - x.a;
              }
              if (x.b !== y.b) return bWay === 'ASC' ? byteOrder(x.b, y.b) : byteOrder(y.b, x.b);
              return x.id - y.id;
            })
            .map(({ id }) => id);
          const order = columns(aWay, bWay);
          const forward: number[] = [];
          for (let after: string | null = null, more = true; more;) {
            const page = await read(order, { first: size, after });
            forward.push(...page.rows);
            expect(page.hasPreviousPage).toBe(after !== null);
            more = page.hasNextPage;
            after = page.cursors.at(-1) ?? null;
          }
          expect(forward).toEqual(wanted);
          const backward: number[] = [];
          for (let before: string | null = null, more = true; more;) {
            const page = await read(order, { last: size, before });
            backward.unshift(...page.rows);
            more = page.hasPreviousPage;
            before = page.cursors[0] ?? null;
          }
          expect(backward).toEqual(wanted);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('compare whole rows where every column is known and runs one way, so that an index finds the start', async () => {
    await db.query('TRUNCATE item');
    await db.query(`INSERT INTO item SELECT i, i, 'x' FROM generate_series(1, 9) AS i`);
    const order: OrderColumn[] = [
      { sql: 'b', type: 'text', direction: 'ASC' },
      { sql: 'id', type: 'int', direction: 'ASC' },
    ];
    const page = await read(order, { first: 4 });
    const next = keysetOf(order, { first: 4, after: page.cursors[3] ?? null }, 1);
    expect(next.where).toBe('((b, id) > ($1::text, $2::int))');
    expect((await read(order, { first: 4, after: page.cursors[3] ?? null })).rows).toEqual([
      5, 6, 7, 8,
    ]);
  });

  it('refuse a cursor of another order, a cut one, and any other text', async () => {
    const page = await read(columns('ASC', 'ASC'), { first: 1 });
    const cursor = page.cursors[0] ?? '';
    for (const bad of [cursor.slice(0, -4), 'x', '', Buffer.from('[1]').toString('base64url')]) {
      await expect(read(columns('ASC', 'ASC'), { after: bad })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    }
    await expect(read(columns('DESC', 'ASC'), { after: cursor })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    await expect(read(columns('ASC', 'ASC'), { first: 1, last: 1 })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});
