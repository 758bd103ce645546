import type { Scope } from '../access/scope';
import type { Queryable } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { DailyCounts } from './points';

/** $1: code of a category; it and all below it. */
const OF_CATEGORY = `(category = $1 OR starts_with(category, $1 || '.'))`;
const IN_AREA = `area_id IN (SELECT area_id FROM area_closure WHERE ancestor_id = $2)`;
const EPOCH = `DATE '1970-01-01'`;
const IN_RANGE = `day BETWEEN ${EPOCH} + $3::int AND ${EPOCH} + $4::int`;

/**
 * The cube is what was refreshed plus what waits: readers see an event as soon as it is stitched. An area out of the
 * caller's sight has no rows. The history of a category begins with its first event in any area: where nothing was
 * reported before, zeros say that nobody reported yet, not that nothing happened.
 */
const DAILY_COUNTS = `
  WITH pending AS MATERIALIZED (
    SELECT category, area_id, day, sum(delta) AS count FROM trend_delta WHERE ${OF_CATEGORY} GROUP BY 1, 2, 3
  ), counted AS (
    SELECT day, sum(count) AS count
      FROM (SELECT day, count FROM trend_cell WHERE ${OF_CATEGORY} AND ${IN_RANGE} AND ${IN_AREA}
            UNION ALL SELECT day, count FROM pending WHERE ${IN_RANGE} AND ${IN_AREA}) AS cube
     GROUP BY day
  ), earlier AS (
    SELECT EXISTS (SELECT FROM trend_cell c LEFT JOIN pending p USING (category, area_id, day)
                    WHERE ${OF_CATEGORY} AND day < ${EPOCH} + $3::int AND c.count + coalesce(p.count, 0) > 0)
        OR EXISTS (SELECT FROM pending WHERE day < ${EPOCH} + $3::int AND count > 0) AS known
  ), known AS (
    SELECT CASE WHEN (SELECT known FROM earlier) THEN $3::int
                ELSE (SELECT min(day) - ${EPOCH}
                        FROM (SELECT day
                                FROM (SELECT category, area_id, day, count FROM trend_cell WHERE ${OF_CATEGORY} AND ${IN_RANGE}
                                      UNION ALL SELECT category, area_id, day, count FROM pending WHERE ${IN_RANGE}) AS cube
                               GROUP BY category, area_id, day HAVING sum(count) > 0) AS cell)
           END AS first
  )
  SELECT coalesce(counted.count, 0)::int AS count, (SELECT first FROM known) AS known
    FROM generate_series($3::int, $4::int) AS asked(n) LEFT JOIN counted ON counted.day = ${EPOCH} + asked.n
   WHERE EXISTS (SELECT FROM area_closure
                  WHERE area_id = $2 AND ($5::uuid[] IS NULL OR ancestor_id = ANY ($5)))
   ORDER BY asked.n`;

/**
 * Events of a category and all below it, in an area and all below it, day by day from `start` to `end` (numbers of
 * days.ts), days without any included. One statement. Null: no such area, or not one that the caller works in.
 */
export async function countDays(options: {
  readonly db: Queryable;
  readonly scope: Scope;
  readonly category: string;
  readonly areaId: Uuid;
  readonly start: number;
  readonly end: number;
}): Promise<DailyCounts | null> {
  const { db, scope, category, areaId, start, end } = options;
  const areas = scope.areas === 'ALL' ? null : scope.areas;
  const { rows } = await db.query<{ count: number; known: number | null }>(DAILY_COUNTS, [
    category,
    areaId,
    start,
    end,
    areas,
  ]);
  const [head] = rows;
  if (head === undefined) return null;
  return { start, counts: rows.map(({ count }) => count), knownFrom: head.known };
}
