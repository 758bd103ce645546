import type { Db } from '../db/pool';
import { LOCK, sourceLock, withLock } from './locks';

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
