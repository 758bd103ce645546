import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Queryable } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { Observer, PlanFinished } from '../observe/observer';

/** How often whoever works on a plan asks whether it is still wanted. */
const WATCH_MS = 500;

/**
 * Ends a plan at once, as CANCELLED: what has not begun does not begin, and what is under way stops within seconds, wherever
 * it runs (`watchPlan`). What was landed stays. A plan that ended already stays as it ended; false then.
 */
export async function cancelPlan(
  db: Queryable,
  planId: Uuid,
  by: string,
  observer?: Observer,
): Promise<boolean> {
  const { rows } = await db.query<PlanFinished>(
    `UPDATE plan_run SET status = 'CANCELLED', finished_at = now(), cancelled_by = $2
      WHERE id = $1 AND status = 'RUNNING'
  RETURNING id AS "planId", status, slot, started_at AS "startedAt", finished_at AS "finishedAt"`,
    [planId, by],
  );
  for (const ended of rows) observer?.planFinished(ended);
  return rows.length === 1;
}

/** The same for one source of a plan that is under way; the others go on. False where it was read already. */
export async function cancelSource(
  db: Queryable,
  planId: Uuid,
  connector: string,
  by: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE plan_run SET cancelled = cancelled || $2::text, cancelled_by = $3
      WHERE id = $1 AND status = 'RUNNING' AND $2 = ANY (connectors) AND NOT $2 = ANY (cancelled)
        AND NOT EXISTS (SELECT FROM sync_run s WHERE s.plan_run_id = $1 AND s.connector = $2 AND s.status = 'SUCCEEDED')`,
    [planId, connector, by],
  );
  return rowCount === 1;
}

/** Whether a plan, or one source of it, is no longer wanted. */
export async function isCancelled(
  db: Queryable,
  planId: Uuid,
  connector: string | null,
): Promise<boolean> {
  const { rows } = await db.query<{ over: boolean }>({
    name: 'plan-cancelled',
    text: `SELECT status <> 'RUNNING' OR coalesce($2::text = ANY (cancelled), false) AS over FROM plan_run WHERE id = $1`,
    values: [planId, connector],
  });
  return rows[0]?.over ?? true;
}

export interface Watch {
  /** Aborted when the plan, or the source, is cancelled, or when the caller's signal is. */
  readonly signal: AbortSignal;
  /** Whether it was a person who stopped it. */
  readonly cancelled: () => boolean;
  stop(): void;
}

/** Asks twice a second whether the work is still wanted, until `stop`. A question that is not answered is asked again. */
export function watchPlan(
  db: Db,
  planId: Uuid,
  connector: string | null,
  signal: AbortSignal,
): Watch {
  const cancel = new AbortController();
  const over = new AbortController();
  const ask = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await sleep(WATCH_MS, undefined, { signal: over.signal, ref: false });
      if (await isCancelled(db, planId, connector).catch(() => false))
        cancel.abort(new Error('the plan was cancelled'));
    }
  };
  // Ends by being aborted, which rejects the pause.
  ask().catch(() => undefined);
  return {
    signal: AbortSignal.any([signal, cancel.signal]),
    cancelled: () => cancel.signal.aborted,
    stop: () => {
      over.abort();
    },
  };
}
