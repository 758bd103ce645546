import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue, Connector } from '../connect/connector';
import type { Window } from '../connect/reader';
import type { Db } from '../db/pool';
import type { ErrorCode } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { staleLease } from '../ingest/lease';
import { ingestConnector } from '../ingest/run';
import { NO_ROWS, type Observer } from '../observe/observer';
import { isCancelled, watchPlan } from './cancel';
import { LOCK, sourceLock, withLock, type Held } from './locks';
import { closeRunsOf } from './recover-runs';
import { failureOf, faultOf, type Failure } from './safe-error';

export interface SyncRun {
  readonly db: Db;
  readonly catalogue: Catalogue;
  readonly idKey: string;
  readonly logger: Logger;
  readonly observer?: Observer | undefined;
  readonly planId: Uuid;
  readonly connector: string;
  /** Aborted when the worker closes. */
  readonly signal: AbortSignal;
}

/**
 * 'DONE': the run ended, well or not, and stands in sync_run. 'POSTPONED': this worker is closing, another goes on.
 * 'FAULT': the hub itself failed (its database was gone for a moment), not the source; worth another attempt.
 */
export type SyncOutcome = 'DONE' | 'POSTPONED' | 'FAULT';

/** Failures that are not the source's. */
const HUB_FAULTS: readonly ErrorCode[] = ['INTERNAL', 'DATABASE_UNAVAILABLE', 'LEASE_LOST'];

/** A run of this plan that the source ended, well or not; one that lost its process, or the hub's database, does not count. */
async function isDone(db: Db, planId: Uuid, connector: string): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM sync_run WHERE plan_run_id = $1 AND connector = $2
        AND (status = 'SUCCEEDED' OR status = 'FAILED' AND NOT coalesce(error_code, '') = ANY ($3)) LIMIT 1`,
    [planId, connector, ['RUN_CANCELLED', ...HUB_FAULTS]],
  );
  return rows.length > 0;
}

/**
 * Writes a failure down where ingest could not: in the run it began, or as a run of its own. Another's run under way
 * (RUN_IN_PROGRESS: somebody reads this source without our lock) is left alone.
 */
async function recordFailure(run: SyncRun, { code, message }: Failure): Promise<void> {
  const { db, planId, connector } = run;
  const begun = await db.query(
    `UPDATE sync_run SET status = 'FAILED', finished_at = now(), error_code = $3, error_message = $4
      WHERE plan_run_id = $1 AND connector = $2 AND status = 'RUNNING'`,
    [planId, connector, code, message],
  );
  if (begun.rowCount !== 0) return;
  await db.query(
    `INSERT INTO sync_run (id, plan_run_id, connector, status, finished_at, error_code, error_message)
     VALUES ($1, $2, $3, 'FAILED', now(), $4, $5)`,
    [randomUUID(), planId, connector, code, message],
  );
}

const outcomeOf = (failure: Pick<Failure, 'code'> | null): SyncOutcome =>
  failure !== null && HUB_FAULTS.includes(failure.code) ? 'FAULT' : 'DONE';

interface PlanRow {
  readonly status: string;
  readonly full: boolean;
  readonly slot: Date | null;
  readonly window: Window | null;
}

async function ingest(run: SyncRun, plan: PlanRow, held: Held): Promise<SyncOutcome> {
  const { db, catalogue, idKey, planId, logger, observer } = run;
  const { full, window, slot } = plan;
  let connector: Connector;
  try {
    connector = catalogue.connector(run.connector);
  } catch (error) {
    await recordFailure(run, failureOf(error));
    return 'DONE';
  }
  const watch = watchPlan(db, planId, connector.id, held.signal);
  const { signal } = watch;
  const part = { planId, connector: connector.id };
  observer?.sourceStarted({ ...part, slot, full });
  try {
    const result = await ingestConnector({
      ...{ db, connector, idKey, full, signal },
      planRunId: planId,
      backendPid: held.pid,
      onProgress: ({ stream, counts }) => observer?.sourceProgressed({ ...part, stream, counts }),
      ...(window === null ? {} : { window }),
    });
    const entry = { planId, runId: result.runId, connector: connector.id, ...result.counts };
    if (result.error === null) logger.info(entry, 'source read');
    else logger.warn({ ...entry, fault: faultOf(result.error) }, 'source failed');
    const postponed = result.status === 'CANCELLED' && !watch.cancelled();
    observer?.sourceFinished({
      ...{ ...part, runId: result.runId, counts: result.counts, failure: result.error },
      status: postponed ? 'POSTPONED' : result.status,
    });
    if (result.status === 'CANCELLED') return watch.cancelled() ? 'DONE' : 'POSTPONED';
    return outcomeOf(result.error);
  } catch (error) {
    const failure = failureOf(error);
    const status = !signal.aborted ? 'FAILED' : watch.cancelled() ? 'CANCELLED' : 'POSTPONED';
    observer?.sourceFinished({ ...part, runId: null, counts: NO_ROWS, failure, status });
    if (signal.aborted) return watch.cancelled() ? 'DONE' : 'POSTPONED';
    logger.error(
      { planId, connector: connector.id, fault: faultOf(error) },
      'source could not be run',
    );
    await recordFailure(run, failure);
    return outcomeOf(failure);
  } finally {
    watch.stop();
  }
}

/**
 * Reads one source for a plan. One reader a source at a time: it waits for the lock, and a RUNNING row it finds with the
 * lock in hand is a dead process's. A source that fails is a run that FAILED, never a job that failed: the rest of the
 * plan goes on. Run again after it ended, it does nothing.
 */
export async function syncSource(run: SyncRun): Promise<SyncOutcome> {
  const { db, planId, connector, signal } = run;
  const { rows } = await db.query<PlanRow>(
    `SELECT status, full_read AS full, slot,
            CASE WHEN window_since IS NOT NULL THEN jsonb_build_object('since', window_since, 'until', window_until) END AS "window"
       FROM plan_run WHERE id = $1`,
    [planId],
  );
  const plan = rows[0];
  if (plan?.status !== 'RUNNING') return 'DONE';
  // Waiting for another's run to end may be cancelled too.
  const watch = watchPlan(db, planId, connector, signal);
  const lock = {
    ...{ kind: LOCK.source, key: sourceLock(connector), wait: true },
    signal: watch.signal,
    stale: () => staleLease(db, connector),
  };
  try {
    const outcome = await withLock(db, lock, async (held) => {
      watch.stop();
      if (await isCancelled(db, planId, connector)) return 'DONE';
      if (await isDone(db, planId, connector)) return 'DONE';
      await closeRunsOf(db, connector);
      return ingest(run, plan, held);
    });
    return outcome ?? 'POSTPONED';
  } catch (error) {
    if (watch.cancelled()) return 'DONE';
    if (signal.aborted) return 'POSTPONED';
    throw error;
  } finally {
    watch.stop();
  }
}
