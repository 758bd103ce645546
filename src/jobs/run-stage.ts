import type { Logger } from 'pino';
import type { Db } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { Observer } from '../observe/observer';
import { watchPlan } from './cancel';
import { finishPlan } from './finish-plan';
import type { StageName } from './names';
import { openOwnPool } from './own-pool';
import { failureOf, faultOf } from './safe-error';
import type { Stages, StageStep } from './stages';

const STEP_EVERY_MS = 300;
const SESSIONS = 4;
const CANCELLED = { code: 'RUN_CANCELLED', message: 'the plan was cancelled' } as const;

async function note(db: Db, planId: Uuid, stage: StageName, entry: object): Promise<void> {
  await db.query({
    name: 'plan-stage',
    text: `UPDATE plan_run SET stages = jsonb_set(stages, ARRAY[$2::text], coalesce(stages -> $2::text, '{}') || $3::jsonb)
            WHERE id = $1`,
    values: [planId, stage, JSON.stringify(entry)],
  });
}

/** Writes steps down as they come, at most a few a second, never two at once; a step that cannot be written is only a step. */
function stepWriter(
  write: (step: StageStep) => Promise<void>,
  logger: Logger,
): { on: (step: StageStep) => void; rest: () => Promise<void> } {
  let last = 0;
  let busy: Promise<void> = Promise.resolve();
  return {
    on(step) {
      if (Date.now() - last < STEP_EVERY_MS) return;
      last = Date.now();
      busy = busy
        .then(() => write(step))
        .catch((error: unknown) => logger.warn({ fault: faultOf(error) }, 'step not noted'));
    },
    rest: () => busy,
  };
}

export interface StageRun {
  readonly db: Db;
  readonly stages: Stages;
  readonly timeZone: string;
  readonly logger: Logger;
  readonly observer?: Observer | undefined;
  readonly planId: Uuid;
  readonly stage: StageName;
  /** No further attempt will be made after this one. */
  readonly lastAttempt: boolean;
  /** So long its transaction may wait for this process; then the database ends it, and another worker can do the stage. */
  readonly idleMs: number;
  /** Aborted when the worker closes: the stage ends with its worker, and is done again elsewhere. */
  readonly signal: AbortSignal;
}

/**
 * One stage of a plan. Done again after a crash it does the rest, or nothing when it is written down as done. When its
 * last attempt fails the plan has failed, and the failure stands in the plan.
 */
export async function runStage(run: StageRun): Promise<void> {
  const { db, planId, stage, logger, observer } = run;
  const known = await db.query<{ status: string; slot: Date | null; done: boolean }>(
    `SELECT status, slot, coalesce(stages -> $2::text ? 'finishedAt', false) AS done FROM plan_run WHERE id = $1`,
    [planId, stage],
  );
  const plan = known.rows[0];
  if (plan?.status !== 'RUNNING') return;
  if (!plan.done) {
    const began = performance.now();
    await note(db, planId, stage, { startedAt: new Date().toISOString() });
    observer?.stageStarted({ planId, stage, slot: plan.slot });
    const steps = stepWriter((step) => note(db, planId, stage, step), logger);
    const watch = watchPlan(db, planId, null, run.signal);
    const own = openOwnPool(db, { work: 'stage', sessions: SESSIONS, idleMs: run.idleMs });
    const stop = (): void => {
      // A person's word ends the statement under way; a worker that closes waits for it, or is ended.
      if (watch.cancelled())
        void own
          .stop()
          .catch((error: unknown) => logger.warn({ fault: faultOf(error) }, 'stage not stopped'));
    };
    watch.signal.addEventListener('abort', stop);
    try {
      const counts = await run.stages[stage]({
        db: own.pool,
        timeZone: run.timeZone,
        onStep: steps.on,
      });
      await steps.rest();
      const ms = Math.round(performance.now() - began);
      await note(db, planId, stage, { finishedAt: new Date().toISOString(), ms, counts });
      logger.info({ planId, stage, ms, counts }, 'stage done');
      observer?.stageFinished({ planId, stage, counts, failure: null });
    } catch (error) {
      await steps.rest();
      const failure = watch.cancelled() ? CANCELLED : failureOf(error);
      observer?.stageFinished({ planId, stage, counts: {}, failure });
      if (watch.cancelled()) {
        logger.info({ planId, stage }, 'stage cancelled');
        return;
      }
      logger.error({ planId, stage, fault: faultOf(error) }, 'stage failed');
      if (run.lastAttempt) {
        await note(db, planId, stage, { error: failure });
        await finishPlan(db, planId, { status: 'FAILED', observer });
      }
      throw error;
    } finally {
      watch.stop();
      watch.signal.removeEventListener('abort', stop);
      await own.close();
    }
  }
  if (stage === 'trend') await finishPlan(db, planId, { observer });
}
