import type { Queryable } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';

/**
 * A steward's word that rows in quarantine are of no use. They stay, marked with who said so and why, and do not open again
 * when the source gives them again. Returns how many were marked. WangshuError NOT_FOUND where none of them stands open.
 */
export async function discardQuarantine(
  db: Queryable,
  word: { readonly ids: readonly Uuid[]; readonly by: string; readonly reason: string },
): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE quarantine SET status = 'DISCARDED', closed_at = now(), closed_by = $2, close_reason = $3
      WHERE id = ANY ($1::uuid[]) AND status = 'OPEN'`,
    [word.ids, word.by, word.reason],
  );
  if (rowCount !== null && rowCount > 0) return rowCount;
  throw new WangshuError(
    'NOT_FOUND',
    'ids of rows that stand open in quarantine are required, none of these does; look at wangshu quarantine',
  );
}
