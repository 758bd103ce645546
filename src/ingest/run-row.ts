import { randomUUID } from 'node:crypto';
import { DatabaseError } from 'pg';
import type { Connector } from '../connect/connector';
import type { Window } from '../connect/reader';
import { inTransaction, type Db } from '../db/pool';
import { isUniqueViolation } from '../db/sqlstate';
import { isWangshuError, WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { takeLease, type Holder, type Lease } from './lease';

export type RunKind = 'READ' | 'BACKFILL' | 'REPLAY';

export interface RunRow {
  readonly id?: Uuid | undefined;
  readonly connector: Connector;
  readonly kind: RunKind;
  readonly planRunId: Uuid | null;
  readonly full: boolean;
  readonly window: Window | null;
  readonly holder: Holder | null;
}

/**
 * Writes a run down and takes its source. A second run at the same time is refused with RUN_IN_PROGRESS; a run of a dead
 * process is closed by the caller, who can tell that it is dead.
 */
export async function beginRun(db: Db, run: RunRow): Promise<Lease> {
  const { connector, kind, planRunId, full, window, holder } = run;
  const runId = run.id ?? randomUUID();
  try {
    return await inTransaction(db, async (tx) => {
      await tx.query(
        `INSERT INTO sync_run (id, plan_run_id, connector, connector_version, kind, full_read, window_since, window_until, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'RUNNING')`,
        [
          runId,
          planRunId,
          connector.id,
          connector.version,
          kind,
          full,
          window?.since ?? null,
          window?.until ?? null,
        ],
      );
      return takeLease(tx, { connector: connector.id, runId, holder });
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'sync_run_one_running')) throw asHubError(error, undefined);
    throw new WangshuError(
      'RUN_IN_PROGRESS',
      `${connector.id}: one run of a source at a time is required, another is under way; wait for it or look at wangshu status`,
      { cause: error },
    );
  }
}

export type RunStatus = 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** Writes down how a run ended; one that another has closed meanwhile (LEASE_LOST) stays as that other wrote it. */
export async function endRun(
  db: Db,
  { runId }: Lease,
  failure: WangshuError | null,
): Promise<RunStatus> {
  const status =
    failure === null ? 'SUCCEEDED' : failure.code === 'RUN_CANCELLED' ? 'CANCELLED' : 'FAILED';
  await db.query(
    `UPDATE sync_run SET status = $2, finished_at = now(), error_code = $3, error_message = $4
      WHERE id = $1 AND status = 'RUNNING'`,
    [runId, status, failure?.code ?? null, failure?.message ?? null],
  );
  return status;
}

/** SQLSTATE disk_full. */
const DISK_FULL = '53100';

/** A cause as one of the hub's own errors; a driver's message may hold values and is not passed on. */
export function asHubError(error: unknown, signal: AbortSignal | undefined): WangshuError {
  if (signal?.aborted === true)
    return new WangshuError(
      'RUN_CANCELLED',
      'the run was cancelled; what was landed stays, and the next run goes on from there',
      { cause: error },
    );
  if (isWangshuError(error)) return error;
  if (error instanceof DatabaseError && error.code === DISK_FULL)
    return new WangshuError(
      'DATABASE_UNAVAILABLE',
      "room on the disk of the hub's database is required, none is left; the page was rolled back, make room and the next run goes on from there",
      { cause: error },
    );
  if (error instanceof DatabaseError) {
    return new WangshuError(
      'INTERNAL',
      `the hub's database refused a statement (SQLSTATE ${error.code ?? 'unknown'}); the page was rolled back, the next run tries it again`,
      { cause: error },
    );
  }
  return new WangshuError(
    'INTERNAL',
    'the run met a fault of the hub itself; the page was rolled back, the next run tries it again',
    { cause: error },
  );
}
