import type { Db } from '../db/pool';
import { staleLease } from '../ingest/lease';
import { LOCK, sourceLock, withLock, type Held, type Lock } from './locks';

/** Works on a source while nobody else does; a holder that stands still is ended. Undefined, and nothing done, where another has it. */
export function withSource<T>(
  db: Db,
  connector: string,
  turn: Pick<Lock, 'waitMs' | 'signal'>,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  const lock = { kind: LOCK.source, key: sourceLock(connector), ...turn };
  return withLock(db, { ...lock, stale: () => staleLease(db, connector) }, work);
}

/** Closes the RUNNING rows of a source. Only for who holds the source's lock. */
export async function closeRunsOf(db: Db, connector: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE sync_run SET status = 'FAILED', finished_at = now(), error_code = 'RUN_CANCELLED',
            error_message = 'the process that ran it ended; the next run goes on from its last page'
      WHERE connector = $1 AND status = 'RUNNING'`,
    [connector],
  );
  return rowCount ?? 0;
}

/**
 * Closes runs whose process died. A live one holds its source's lock, wherever it runs, and is left alone. Returns how
 * many were closed.
 */
export async function recoverRuns(db: Db): Promise<number> {
  const { rows } = await db.query<{ connector: string }>(
    `SELECT DISTINCT connector FROM sync_run WHERE status = 'RUNNING' ORDER BY connector`,
  );
  let closed = 0;
  for (const { connector } of rows) {
    const lock = { kind: LOCK.source, key: sourceLock(connector) };
    closed += (await withLock(db, lock, () => closeRunsOf(db, connector))) ?? 0;
  }
  return closed;
}
