import type { Db } from '../db/pool';
import type { Uuid } from '../domain/ids';

/**
 * Ends a plan. Without a status it follows from its sources: all read, SUCCEEDED; some, PARTIAL; none of several, FAILED.
 * What counts for a source is its latest run. A plan that ended stays as it ended.
 */
export async function finishPlan(db: Db, planId: Uuid, status?: 'FAILED'): Promise<void> {
  await db.query(
    `WITH source AS (
       SELECT count(*) AS wanted,
              count(*) FILTER (WHERE (SELECT s.status FROM sync_run s
                                       WHERE s.plan_run_id = $1 AND s.connector = c.connector
                                       ORDER BY s.started_at DESC, s.id DESC LIMIT 1) = 'SUCCEEDED') AS good
         FROM plan_run p, unnest(p.connectors) AS c (connector) WHERE p.id = $1
     )
     UPDATE plan_run p SET finished_at = now(), status = coalesce($2::text,
              CASE WHEN source.good = source.wanted THEN 'SUCCEEDED' WHEN source.good = 0 THEN 'FAILED' ELSE 'PARTIAL' END)
       FROM source WHERE p.id = $1 AND p.status = 'RUNNING'`,
    [planId, status ?? null],
  );
}
