import { inTransaction, type Db } from '../db/pool';

/** Any number, the same in every process: one refresh at a time. */
const REFRESH_LOCK = 727_003;

/**
 * Every delta that is committed by now leaves and is in its cell when the transaction ends; those that come meanwhile stay
 * for the next time, and their writers are not waited for. Cells that come to zero go.
 */
const MOVE_DELTAS = `
  WITH moved AS (
    DELETE FROM trend_delta RETURNING category, area_id, day, delta
  ), change AS (
    SELECT category, area_id, day, sum(delta)::int AS delta FROM moved GROUP BY 1, 2, 3 HAVING sum(delta) <> 0
  ), emptied AS (
    DELETE FROM trend_cell c USING change d
     WHERE c.category = d.category AND c.area_id = d.area_id AND c.day = d.day AND c.count + d.delta = 0
    RETURNING 1
  ), written AS (
    INSERT INTO trend_cell AS c (category, area_id, day, count)
    SELECT category, area_id, day, d.delta FROM change d LEFT JOIN trend_cell old USING (category, area_id, day)
     WHERE coalesce(old.count, 0) + d.delta <> 0
    ON CONFLICT (category, area_id, day) DO UPDATE SET count = c.count + EXCLUDED.count
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM emptied) + (SELECT count(*) FROM written) AS cells, (SELECT count(*) FROM moved) AS deltas`;

/**
 * Moves what stitching noted (trend_delta) into the cube (trend_cell), in one transaction. Readers add both, so that no
 * answer changes by it; run again, it does nothing.
 * @returns cells that changed, and deltas that were moved
 */
export async function refreshTrend({
  db,
}: {
  readonly db: Db;
}): Promise<{ cells: number; deltas: number }> {
  return inTransaction(db, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [REFRESH_LOCK]);
    const { rows } = await tx.query<{ cells: number; deltas: number }>(MOVE_DELTAS);
    return rows[0] ?? { cells: 0, deltas: 0 };
  });
}
