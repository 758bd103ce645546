import fc from 'fast-check';
import type { Scope } from '../../../src/access/scope';
import { openPool, type Db } from '../../../src/db/pool';
import { keyedId } from '../../../src/domain/ids';
import { readTrend, refreshTrend } from '../../../src/trend';
import { dayNumber, dayText } from '../../../src/trend/days';
import { testDatabase, type TestDatabase } from '../../support/database';

const area = (code: string): string => keyedId('a-key-for-tests', 'area', code);
const DISTRICT = area('D');
/** Two subdistricts; the first has two grids. */
const TREE: Readonly<Record<string, readonly string[]>> = {
  D: ['D'],
  S1: ['S1', 'D'],
  S2: ['S2', 'D'],
  G1: ['G1', 'S1', 'D'],
  G2: ['G2', 'S1', 'D'],
};
/** A Sunday. */
const TODAY = '2026-03-22';

const scope: Scope = {
  principal: 'u1',
  role: 'analyst',
  department: null,
  purpose: 'trend-analysis',
  caseNumber: '案1',
  areas: 'ALL',
  streams: [1],
  view: {
    ORDINARY: 'WHOLE',
    QUASI_IDENTIFIER: 'MASKED',
    DIRECT_IDENTIFIER: 'HIDDEN',
    SENSITIVE: 'HIDDEN',
  },
  rights: new Set(),
};

interface Delta {
  readonly category: string;
  readonly area: string;
  readonly day: string;
  readonly delta: number;
}

describe('the cube', () => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await testDatabase();
    db = openPool(database.url, { max: 4 });
    for (const [code, above] of Object.entries(TREE))
      for (const [depth, ancestor] of above.entries())
        await db.query('INSERT INTO area_closure VALUES ($1, $2, $3)', [
          area(code),
          area(ancestor),
          depth,
        ]);
  });
  beforeEach(() => db.query('TRUNCATE trend_cell, trend_delta'));
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  const note = (deltas: readonly Delta[], through: Pick<Db, 'query'> = db) =>
    through.query(
      `INSERT INTO trend_delta (category, area_id, day, delta)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::date[], $4::int[])`,
      [
        deltas.map(({ category }) => category),
        deltas.map((each) => area(each.area)),
        deltas.map(({ day }) => day),
        deltas.map(({ delta }) => delta),
      ],
    );
  const read = (
    changes: Partial<Parameters<typeof readTrend>[0]> = {},
    seen: Partial<Scope> = {},
  ) =>
    readTrend({
      reading: { db, scope: { ...scope, ...seen } },
      category: 'noise',
      areaId: DISTRICT,
      grain: 'WEEK',
      from: null,
      to: null,
      today: TODAY,
      k: 10,
      ...changes,
    });
  const cells = async () =>
    (
      await db.query<Record<string, unknown>>(
        'SELECT category, area_id, day, count FROM trend_cell ORDER BY 1, 2, 3',
      )
    ).rows;

  const category = fc.constantFrom(
    'noise',
    'noise.living',
    'noise.construction',
    'noisex',
    'order',
  );
  const delta = fc.record({
    category,
    area: fc.constantFrom('D', 'S1', 'S2', 'G1', 'G2'),
    day: fc.integer({ min: 0, max: 40 }).map((n) => dayText(dayNumber('2026-02-11') + n)),
    delta: fc.constantFrom(1, 1, 2, -1),
  });

  it('equals the sum of all deltas, cell by cell, however often it is refreshed in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(delta, { maxLength: 12 }), { maxLength: 5 }),
        async (nights) => {
          await db.query('TRUNCATE trend_cell, trend_delta');
          for (const night of nights) {
            await note(night);
            await refreshTrend({ db });
          }
          const sums = new Map<string, number>();
          for (const each of nights.flat()) {
            const key = JSON.stringify([each.category, area(each.area), each.day]);
            sums.set(key, (sums.get(key) ?? 0) + each.delta);
          }
          const wanted = [...sums].filter(([, count]) => count !== 0);
          const given = (await cells()).map((row) => [
            JSON.stringify([row['category'], row['area_id'], row['day']]),
            row['count'],
          ]);
          expect(new Map(given as [string, number][])).toEqual(new Map(wanted));
          expect((await db.query('SELECT FROM trend_delta')).rowCount).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('answers as a sum over the raw deltas does, before a refresh and after', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(delta, { maxLength: 40 }),
        fc.nat(40),
        category,
        fc.constantFrom('D', 'S1', 'S2', 'G1', 'G2'),
        fc.constantFrom('DAY' as const, 'WEEK' as const),
        async (deltas, cut, asked, code, grain) => {
          await db.query('TRUNCATE trend_cell, trend_delta');
          await note(deltas.slice(0, cut));
          await refreshTrend({ db });
          await note(deltas.slice(cut));
          const ask = { category: asked, areaId: area(code), grain, from: '2026-02-16' };
          const { points } = await read(ask);
          for (const { start, end, count } of points) {
            const wanted = deltas
              .filter((each) => each.category === asked || each.category.startsWith(`${asked}.`))
              .filter((each) => TREE[each.area]?.includes(code) === true)
              .filter(({ day }) => day >= start && day <= end && day <= TODAY)
              .reduce((sum, each) => sum + each.delta, 0);
            expect({ start, count }).toEqual({ start, count: wanted });
          }
          expect(points).toHaveLength(grain === 'WEEK' ? 5 : 35);
          await refreshTrend({ db });
          expect((await read(ask)).points).toEqual(points);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('changes nothing when it is refreshed again', async () => {
    await note([
      { category: 'noise', area: 'G1', day: '2026-03-01', delta: 2 },
      { category: 'noise', area: 'G1', day: '2026-03-01', delta: 1 },
      { category: 'noise', area: 'G2', day: '2026-03-01', delta: 1 },
      { category: 'noise', area: 'G2', day: '2026-03-01', delta: -1 },
    ]);
    expect(await refreshTrend({ db })).toEqual({ cells: 1, deltas: 4 });
    const before = await cells();
    expect(await refreshTrend({ db })).toEqual({ cells: 0, deltas: 0 });
    expect(await cells()).toEqual(before);
    await note([{ category: 'noise', area: 'G1', day: '2026-03-01', delta: -3 }]);
    expect(await refreshTrend({ db })).toEqual({ cells: 1, deltas: 1 });
    expect(await cells()).toEqual([]);
  });

  it('loses no delta that is written while it is refreshed, twice at a time', async () => {
    const rounds = 30;
    let writing = true;
    const write = async (code: string): Promise<void> => {
      for (let i = 0; i < rounds; i += 1)
        await note([
          { category: 'noise', area: code, day: '2026-03-01', delta: 3 },
          { category: 'noise', area: code, day: '2026-03-01', delta: -1 },
          { category: 'noise.living', area: code, day: '2026-03-02', delta: 1 },
        ]);
    };
    const refresh = async (): Promise<void> => {
      while (writing) await refreshTrend({ db });
    };
    const refreshed = [refresh(), refresh()];
    await Promise.all([write('G1'), write('G2')]);
    writing = false;
    await Promise.all(refreshed);
    const ask = { grain: 'DAY', from: '2026-03-01', to: '2026-03-02' } as const;
    const counts = async () => (await read(ask)).points.map(({ count }) => count);
    expect(await counts()).toEqual([4 * rounds, 2 * rounds]);
    await refreshTrend({ db });
    expect((await cells()).map(({ count }) => count)).toEqual([
      2 * rounds,
      2 * rounds,
      rounds,
      rounds,
    ]);
  });

  it('does not wait for a writer that is under way, and takes its deltas the next time', async () => {
    const tx = await db.connect();
    try {
      await tx.query('BEGIN');
      await note([{ category: 'noise', area: 'G1', day: '2026-03-01', delta: 1 }], tx);
      expect(await refreshTrend({ db })).toEqual({ cells: 0, deltas: 0 });
      await tx.query('COMMIT');
    } finally {
      tx.release();
    }
    expect(await refreshTrend({ db })).toEqual({ cells: 1, deltas: 1 });
  });
});

describe('a trend', () => {
  let database: TestDatabase;
  let db: Db;
  const FIRST_MONDAY = dayNumber('2025-09-01');
  const read = (
    changes: Partial<Parameters<typeof readTrend>[0]> = {},
    seen: Partial<Scope> = {},
  ) =>
    readTrend({
      reading: { db, scope: { ...scope, ...seen } },
      category: 'noise',
      areaId: DISTRICT,
      grain: 'WEEK',
      from: null,
      to: null,
      today: TODAY,
      k: 10,
      ...changes,
    });
  beforeAll(async () => {
    database = await testDatabase();
    db = openPool(database.url, { max: 2 });
    for (const [code, above] of Object.entries(TREE))
      for (const [depth, ancestor] of above.entries())
        await db.query('INSERT INTO area_closure VALUES ($1, $2, $3)', [
          area(code),
          area(ancestor),
          depth,
        ]);
    // Three or four a day in the first grid, 40 on one Monday; a single one in the second grid; one dated after today.
    await db.query(
      `INSERT INTO trend_delta
       SELECT 'noise.living', $1::uuid, d::date, CASE WHEN d = '2026-03-09' THEN 40 ELSE 3 + extract(day FROM d)::int % 2 END
         FROM generate_series($2::date, $3::date, '1 day') AS d
       UNION ALL SELECT 'noise.living', $4::uuid, '2026-03-10', 1
       UNION ALL SELECT 'noise.living', $1::uuid, '2026-04-01', 7`,
      [area('G1'), dayText(FIRST_MONDAY), TODAY, area('G2')],
    );
    await refreshTrend({ db });
  });
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  it('answers 26 weeks and the one under way, judged from the first on by the weeks before', async () => {
    const { points, suppressedBelow } = await read();
    expect(suppressedBelow).toBeNull();
    expect(points).toHaveLength(27);
    expect(points[0]).toMatchObject({ start: '2025-09-15', status: 'INSUFFICIENT_HISTORY' });
    expect(points.map(({ status }) => status).slice(7)).toEqual([
      ...Array.from({ length: 17 }, () => 'NORMAL'),
      'NORMAL',
      'ALARM',
      'INCOMPLETE',
    ]);
    expect(points.at(-1)).toMatchObject({ start: '2026-03-16', end: TODAY, incomplete: true });
    expect(points.at(-1)?.count).toBeLessThan(30);
  });

  it('answers 90 days and today', async () => {
    const { points } = await read({ grain: 'DAY' });
    expect(points).toHaveLength(91);
    expect(points[0]).toMatchObject({ start: '2025-12-22', end: '2025-12-22', status: 'NORMAL' });
    expect(points.filter(({ status }) => status === 'ALARM').map(({ start }) => start)).toEqual([
      '2026-03-09',
    ]);
    expect(points.at(-1)).toMatchObject({ start: TODAY, status: 'INCOMPLETE' });
  });

  it('answers whole weeks wherever the range cuts them, and none after today', async () => {
    const { points } = await read({ from: '2026-03-12', to: '2026-12-31' });
    expect(points.map(({ start }) => start)).toEqual(['2026-03-09', '2026-03-16']);
    const whole = (await read()).points;
    expect(points).toEqual(whole.slice(-2));
  });

  it('refuses a range that runs backward, one after today, and one too long to look at', async () => {
    for (const range of [
      { from: '2026-03-01', to: '2026-02-01' },
      { from: '2026-03-23' },
      { grain: 'DAY', from: '2020-01-01' },
      { from: '0001-01-01' },
    ] as const)
      await expect(read(range)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('answers what is long ago, before anything was known', async () => {
    const { points } = await read({ from: '0001-01-05', to: '0001-01-31' });
    expect(points.map(({ count, status }) => [count, status])).toEqual(
      points.map(() => [0, 'INSUFFICIENT_HISTORY']),
    );
  });

  it('begins the history of a category with its first event in any area', async () => {
    const { points } = await read({ areaId: area('G2'), from: '2026-03-09', to: '2026-03-09' });
    // Nothing for half a year, while the first grid reported: zeros are known.
    expect(points[0]).toMatchObject({ count: 1, expected: 0, status: 'NORMAL' });
    const other = await read({ category: 'order', from: '2026-03-09', to: '2026-03-09' });
    expect(other.points[0]).toMatchObject({ count: 0, status: 'INSUFFICIENT_HISTORY' });
  });

  it('holds small counts back from callers without a case, and shows zeros', async () => {
    const days = await read({ grain: 'DAY', from: '2026-03-02' }, { caseNumber: null });
    expect(days.suppressedBelow).toBe(10);
    // The Monday of 40 stands in a week of threes and fours: its count less the week's total would give them back.
    expect(new Set(days.points.map(({ status }) => status))).toEqual(new Set(['SUPPRESSED']));
    expect(days.points.every(({ count, expected, upper }) => !count && !expected && !upper)).toBe(
      true,
    );
    const weeks = await read({}, { caseNumber: null });
    expect(weeks.points.at(-2)).toMatchObject({ status: 'ALARM' });
    const grid = await read({ areaId: area('G2'), from: '2026-03-02' }, { caseNumber: null });
    expect(grid.points.map(({ count, status }) => [count, status])).toEqual([
      [0, 'NORMAL'],
      [null, 'SUPPRESSED'],
      [0, 'INCOMPLETE'],
    ]);
  });

  it('tells an area that the caller does not work in from one that does not exist by nothing', async () => {
    const refusal = (areaId: string, seen: Partial<Scope>) =>
      read({ areaId }, seen).catch((error: unknown) => error);
    const elsewhere = await refusal(area('S2'), { areas: [area('S1')] });
    expect(elsewhere).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(area('nowhere'), {})).toEqual(elsewhere);
    expect(await refusal(DISTRICT, { areas: [area('S1')] })).toEqual(elsewhere);
    expect(await refusal(area('S1'), { areas: [] })).toEqual(elsewhere);
    expect(await refusal(area('S1'), { streams: [] })).toEqual(elsewhere);
    await expect(read({ areaId: area('G1') }, { areas: [area('S1')] })).resolves.toMatchObject({
      suppressedBelow: null,
    });
  });

  it('takes one statement', async () => {
    let statements = 0;
    const counting = {
      query: (...args: unknown[]) => {
        statements += 1;
        return (db.query as (...given: unknown[]) => unknown).apply(db, args);
      },
    } as Pick<Db, 'query'>;
    await read({ reading: { db: counting, scope } });
    expect(statements).toBe(1);
  });
});
