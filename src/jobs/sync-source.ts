import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue, Connector } from '../connect/connector';
import type { Window } from '../connect/reader';
import type { Db } from '../db/pool';
import type { ErrorCode } from '../domain/errors';
import { FaultsError } from '../domain/faults';
import type { Uuid } from '../domain/ids';
import { LEASE_MS } from '../ingest/lease';
import { ingestConnector, type IngestResult } from '../ingest/run';
import { NO_ROWS, type Observer } from '../observe/observer';
import { isCancelled, watchPlan, type Watch } from './cancel';
import type { Held } from './locks';
import { openOwnPool } from './own-pool';
import { closeRunsOf, withSource } from './recover-runs';
import { failureOf, faultOf, type Failure } from './safe-error';
import { stopInTime } from './stop-in-time';

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
 * 'BUSY': another plan reads this source now. 'FAULT': the hub itself failed (its database was gone for a moment), not the
 * source; worth another attempt.
 */
export type SyncOutcome = 'DONE' | 'POSTPONED' | 'BUSY' | 'FAULT';

/** So long a run waits in its worker for another run of its source; then it leaves its place to other sources. */
const WAIT_MS = 500;
/** One for pages, one for signs of life, one to spare. */
const SESSIONS = 3;

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
 * Writes a failure down where ingest could not: in the run it began, or as a run of its own. A run that another closed
 * meanwhile stays as that other wrote it.
 */
async function recordFailure(
  { db, planId, connector }: SyncRun,
  runId: Uuid,
  { code, message }: Failure,
): Promise<void> {
  await db.query(
    `INSERT INTO sync_run AS run (id, plan_run_id, connector, kind, status, finished_at, error_code, error_message)
     SELECT $1, $2, $3, CASE WHEN window_since IS NULL THEN 'READ' ELSE 'BACKFILL' END, 'FAILED', now(), $4, $5
       FROM plan_run WHERE id = $2
     ON CONFLICT (id) DO UPDATE
       SET status = 'FAILED', finished_at = now(), error_code = excluded.error_code, error_message = excluded.error_message
     WHERE run.status = 'RUNNING'`,
    [runId, planId, connector, code, message],
  );
}

/** Faults of a file name paths of this machine and quote it: those who look at runs are told where they stand. */
function unusable(connector: string, error: unknown): Failure {
  if (!(error instanceof FaultsError)) return failureOf(error);
  return {
    code: error.code,
    message: `${connector}: a connector without faults is required, ${String(error.faults.length)} stand in its file or the environment; wangshu connectors check tells them`,
  };
}

const outcomeOf = (failure: Pick<Failure, 'code'> | null): SyncOutcome =>
  failure !== null && HUB_FAULTS.includes(failure.code) ? 'FAULT' : 'DONE';

interface PlanRow {
  readonly status: string;
  readonly full: boolean;
  readonly slot: Date | null;
  readonly window: Window | null;
}

/** Writes down that a run was stopped, where it could not do so itself. */
async function recordStop(db: Db, runId: Uuid): Promise<void> {
  await db.query(
    `UPDATE sync_run SET status = 'CANCELLED', finished_at = now(), error_code = 'RUN_CANCELLED',
            error_message = 'the run was stopped; what was landed stays, and the next run goes on from there'
      WHERE id = $1 AND status = 'RUNNING'`,
    [runId],
  );
}

/** Reads with sessions of its own, and stops within seconds; null: it had to be left where it was. */
async function ingest(
  run: SyncRun,
  runId: Uuid,
  connector: Connector,
  { full, window }: PlanRow,
  { signal, pid }: Held,
): Promise<IngestResult | null> {
  const { db, idKey, planId, observer } = run;
  const own = openOwnPool(db, { work: 'source', sessions: SESSIONS, idleMs: LEASE_MS });
  const work = ingestConnector({
    ...{ db: own.pool, runId, connector, idKey, full, signal },
    planRunId: planId,
    holder: { pid, sessions: own.sessions },
    onProgress: ({ stream, counts }) =>
      observer?.sourceProgressed({ planId, connector: connector.id, stream, counts }),
    ...(window === null ? {} : { window }),
  });
  const result = await stopInTime(work, signal, own.stop).catch(async (error: unknown) => {
    await own.close();
    throw error;
  });
  // Of work that was left nobody knows when it lets go of its sessions; they are ended already.
  if (result === null) own.close().catch(() => undefined);
  else await own.close();
  return result;
}

/** Reads, tells those who watch, and says how it ended. */
async function readSource(
  run: SyncRun,
  connector: Connector,
  plan: PlanRow,
  held: Held,
): Promise<SyncOutcome> {
  const { db, planId, logger, observer } = run;
  const { full, slot } = plan;
  const runId = randomUUID();
  const watch = watchPlan(db, planId, connector.id, held.signal);
  const part = { planId, connector: connector.id };
  observer?.sourceStarted({ ...part, slot, full });
  try {
    const result = await ingest(run, runId, connector, plan, { ...held, signal: watch.signal });
    if (result === null) {
      logger.warn(part, 'a source that did not stop when it was told to was left where it was');
      return await stopped(run, runId, watch);
    }
    const { counts, error, status } = result;
    const entry = { ...part, runId, ...counts };
    if (error === null) logger.info(entry, 'source read');
    else logger.warn({ ...entry, fault: faultOf(error) }, 'source failed');
    const postponed = status === 'CANCELLED' && !watch.cancelled();
    const told = postponed ? 'POSTPONED' : status;
    observer?.sourceFinished({ ...part, runId, counts, failure: error, status: told });
    return postponed ? 'POSTPONED' : status === 'CANCELLED' ? 'DONE' : outcomeOf(error);
  } catch (error) {
    if (watch.signal.aborted) return await stopped(run, runId, watch);
    const failure = failureOf(error);
    observer?.sourceFinished({ ...part, runId: null, counts: NO_ROWS, failure, status: 'FAILED' });
    logger.error({ ...part, fault: faultOf(error) }, 'source could not be run');
    await recordFailure(run, runId, failure);
    return outcomeOf(failure);
  } finally {
    watch.stop();
  }
}

async function stopped(run: SyncRun, runId: Uuid, watch: Watch): Promise<SyncOutcome> {
  const { db, planId, connector, observer } = run;
  const status = watch.cancelled() ? 'CANCELLED' : 'POSTPONED';
  const counts = NO_ROWS;
  observer?.sourceFinished({ planId, connector, runId: null, counts, failure: null, status });
  await recordStop(db, runId);
  return status === 'CANCELLED' ? 'DONE' : 'POSTPONED';
}

/**
 * Reads one source for a plan. One reader a source at a time: where another has the lock this one comes back later, and a
 * RUNNING row it finds with the lock in hand is a dead process's. A source that fails is a run that FAILED, never a job that
 * failed: the rest of the plan goes on. Run again after it ended, it does nothing.
 */
export async function syncSource(run: SyncRun): Promise<SyncOutcome> {
  const { db, catalogue, planId, signal } = run;
  const { rows } = await db.query<PlanRow>(
    `SELECT status, full_read AS full, slot,
            CASE WHEN window_since IS NOT NULL THEN jsonb_build_object('since', window_since, 'until', window_until) END AS "window"
       FROM plan_run WHERE id = $1`,
    [planId],
  );
  const plan = rows[0];
  if (plan?.status !== 'RUNNING') return 'DONE';
  let connector: Connector;
  try {
    connector = catalogue.connector(run.connector);
  } catch (error) {
    if (!(await isDone(db, planId, run.connector)))
      await recordFailure(run, randomUUID(), unusable(run.connector, error));
    return 'DONE';
  }
  try {
    const turn = { waitMs: WAIT_MS, signal };
    const outcome = await withSource(db, connector.id, turn, async (held) => {
      if (await isCancelled(db, planId, connector.id)) return 'DONE';
      if (await isDone(db, planId, connector.id)) return 'DONE';
      await closeRunsOf(db, connector.id);
      return readSource(run, connector, plan, held);
    });
    return outcome ?? 'BUSY';
  } catch (error) {
    if (signal.aborted) return 'POSTPONED';
    throw error;
  }
}
