import type { Queryable } from '../db/pool';
import { WangshuError } from '../domain/errors';
import { assertUuids, type Uuid } from '../domain/ids';

/**
 * A steward's word that rows in quarantine are of no use. They stay, marked with who said so and why, and do not open again
 * when the source gives them again. Returns those that were marked. WangshuError NOT_FOUND where none of them stands open.
 */
export async function discardQuarantine(
  db: Queryable,
  word: {
    readonly ids: readonly Uuid[];
    /** Only rows of these; null: of any. */
    readonly streams: readonly number[] | null;
    readonly by: string;
    readonly reason: string;
  },
): Promise<readonly Uuid[]> {
  assertUuids(word.ids, 'a row in quarantine', 'wangshu quarantine');
  const { rows } = await db.query<{ id: Uuid }>(
    `UPDATE quarantine SET status = 'DISCARDED', closed_at = now(), closed_by = $2, close_reason = $3
      WHERE id = ANY ($1::uuid[]) AND status = 'OPEN' AND ($4::int[] IS NULL OR stream_id = ANY ($4)) RETURNING id`,
    [word.ids, word.by, word.reason, word.streams],
  );
  if (rows.length > 0) return rows.map(({ id }) => id);
  throw new WangshuError(
    'NOT_FOUND',
    'ids of rows that stand open in quarantine are required, none of these does; look at wangshu quarantine',
  );
}
