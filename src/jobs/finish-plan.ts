import type { Db } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { Observer, PlanFinished } from '../observe/observer';

/**
 * Ends a plan. Without a status it follows from its sources: all read, SUCCEEDED; some, PARTIAL; none of several, FAILED;
 * all stopped by a person, CANCELLED. What counts for a source is its latest run. A plan that ended stays as it ended.
 */
export async function finishPlan(
  db: Db,
  planId: Uuid,
  { status, observer }: { status?: 'FAILED'; observer?: Observer | undefined } = {},
): Promise<void> {
  const { rows } = await db.query<PlanFinished>(
    `WITH source AS (
       SELECT count(*) AS wanted, count(*) FILTER (WHERE c.connector = ANY (p.cancelled)) AS stopped,
              count(*) FILTER (WHERE (SELECT s.status FROM sync_run s
                                       WHERE s.plan_run_id = $1 AND s.connector = c.connector
                                       ORDER BY s.started_at DESC, s.id DESC LIMIT 1) = 'SUCCEEDED') AS good
         FROM plan_run p, unnest(p.connectors) AS c (connector) WHERE p.id = $1
     )
     UPDATE plan_run p SET finished_at = now(), status = coalesce($2::text,
              CASE WHEN source.good = source.wanted THEN 'SUCCEEDED' WHEN source.stopped = source.wanted THEN 'CANCELLED'
                   WHEN source.good = 0 THEN 'FAILED' ELSE 'PARTIAL' END)
       FROM source WHERE p.id = $1 AND p.status = 'RUNNING'
   RETURNING p.id AS "planId", p.status, p.slot, p.started_at AS "startedAt", p.finished_at AS "finishedAt"`,
    [planId, status ?? null],
  );
  for (const ended of rows) observer?.planFinished(ended);
}
