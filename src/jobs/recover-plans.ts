import type { Db } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { Observer } from '../observe/observer';
import { finishPlan } from './finish-plan';
import { jobId } from './names';
import { addFlow } from './plan';
import type { Transport } from './queue';

/** Younger plans may still be between their row and their flow. */
const GRACE_SECONDS = 10;

/**
 * Mends plans that the queue lost or gave up: our tables are the truth. A RUNNING plan without jobs gets them again (a
 * process died between the two, or the queue was emptied); one whose last job failed is FAILED.
 */
export async function recoverPlans(
  { db, transport, observer }: { db: Db; transport: Transport; observer?: Observer | undefined },
  graceSeconds = GRACE_SECONDS,
): Promise<{ added: number; ended: number }> {
  const { rows } = await db.query<{ id: Uuid; connectors: string[] }>(
    `SELECT id, connectors FROM plan_run
      WHERE status = 'RUNNING' AND started_at < now() - make_interval(secs => $1) ORDER BY started_at`,
    [graceSeconds],
  );
  const mended = { added: 0, ended: 0 };
  for (const plan of rows) {
    const state = await transport.queue.getJobState(jobId(plan.id, 'trend'));
    if (state === 'unknown') {
      await addFlow(transport, plan);
      mended.added += 1;
    } else if (state === 'failed') {
      await finishPlan(db, plan.id, { status: 'FAILED', observer });
      mended.ended += 1;
    } else if (state === 'completed') {
      await finishPlan(db, plan.id, { observer });
      mended.ended += 1;
    }
  }
  return mended;
}
