import { inTransaction, type Db, type Queryable } from '../db/pool';
import { WangshuError } from '../domain/errors';
import { assertUuids, type Uuid } from '../domain/ids';
import { removeRecords } from './remove-records';

/** A removal that a snapshot asked for, as a steward sees it: how many rows of which stream, never which. */
export interface Removal {
  readonly id: Uuid;
  readonly connector: string;
  readonly stream: string;
  readonly status: 'WAITING' | 'REMOVED' | 'KEPT' | 'GONE';
  readonly why: 'EMPTY' | 'SHRUNK' | 'UNREADABLE';
  /** Rows the hub held, and of them those that the snapshot lacked. */
  readonly held: number;
  readonly vanished: number;
  readonly noticedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly removed: number | null;
}

const COLUMNS = `m.id, s.connector, s.name AS stream, m.status, m.why, m.held, m.vanished, m.noticed_at AS "noticedAt",
  m.decided_at AS "decidedAt", m.decided_by AS "decidedBy", m.reason, m.removed`;

/** Removals, latest first; those that wait alone, or all that ever were. */
export async function listRemovals(
  db: Queryable,
  options: { readonly all?: boolean; readonly limit?: number } = {},
): Promise<Removal[]> {
  const { rows } = await db.query<Removal>(
    `SELECT ${COLUMNS} FROM removal m JOIN stream s ON s.id = m.stream_id
      WHERE $1 OR m.status = 'WAITING' ORDER BY m.noticed_at DESC, m.id DESC LIMIT $2`,
    [options.all ?? false, options.limit ?? 100],
  );
  return rows;
}

/** REMOVE: the rows are gone. KEEP: they stay, on every later night too. ASK_AGAIN: a KEEP is taken back. */
export type RemovalDecision = 'REMOVE' | 'KEEP' | 'ASK_AGAIN';

/**
 * A steward's word on a removal. It is held against the present state: a row that came back meanwhile, also in a
 * read that is still under way, stays. WangshuError NOT_FOUND, or REMOVAL_CHANGED where the matter is no longer what it was.
 */
export async function decideRemoval(
  db: Db,
  word: {
    readonly id: Uuid;
    readonly decision: RemovalDecision;
    readonly by: string;
    readonly reason: string;
  },
): Promise<Removal> {
  const { id, decision, by, reason } = word;
  assertUuids([id], 'a removal', 'wangshu removals');
  return inTransaction(db, async (tx) => {
    // The lease first, as every page does: a page that is being committed is waited for.
    const { rows } = await tx.query<{ connector: string; stream: number }>(
      'SELECT s.connector, s.id AS stream FROM removal m JOIN stream s ON s.id = m.stream_id WHERE m.id = $1',
      [id],
    );
    const [found] = rows;
    if (found === undefined)
      throw new WangshuError(
        'NOT_FOUND',
        'the id of a removal is required, none has this one; look at wangshu removals',
      );
    await tx.query('SELECT FROM source_lease WHERE connector = $1 FOR UPDATE', [found.connector]);
    const from = decision === 'ASK_AGAIN' ? 'KEPT' : 'WAITING';
    const to = { REMOVE: 'REMOVED', KEEP: 'KEPT', ASK_AGAIN: 'GONE' }[decision];
    const taken = await tx.query(
      `UPDATE removal SET status = $3, decided_at = now(), decided_by = $4, reason = $5 WHERE id = $1 AND status = $2`,
      [id, from, to, by, reason],
    );
    if (taken.rowCount === 0)
      throw new WangshuError(
        'REMOVAL_CHANGED',
        `a removal that is ${from} is required, this one no longer is: it was decided, or the source has changed since; look at wangshu removals again`,
      );
    if (decision === 'REMOVE') {
      const removed = await removeRecords(
        tx,
        found.stream,
        `SELECT k.key FROM removal_key k WHERE k.stream_id = $1 AND k.removal_id = $2
            AND NOT EXISTS (SELECT FROM snapshot_seen n WHERE n.stream_id = $1 AND n.key = k.key)`,
        [found.stream, id],
      );
      await tx.query('UPDATE removal SET removed = $2 WHERE id = $1', [id, removed]);
    }
    if (decision !== 'KEEP') await tx.query('DELETE FROM removal_key WHERE removal_id = $1', [id]);
    const decided = await tx.query<Removal>(
      `SELECT ${COLUMNS} FROM removal m JOIN stream s ON s.id = m.stream_id WHERE m.id = $1`,
      [id],
    );
    return decided.rows[0] as Removal;
  });
}
