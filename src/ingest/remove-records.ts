import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { forgetMentions } from './write-mentions';

/** So many are forgotten with one statement: lists of keys stay short. */
const CHUNK = 10_000;

/**
 * Marks records as gone and takes back what they said. `keys` is a query of keys whose first parameter is the stream.
 * Returns how many there were.
 */
export async function removeRecords(
  tx: Tx,
  streamId: number,
  keys: string,
  values: readonly unknown[],
): Promise<number> {
  const gone = await tx.query<{ key: Uuid }>(
    `UPDATE record SET deleted_at = now()
      WHERE stream_id = $1 AND deleted_at IS NULL AND key IN (${keys}) RETURNING key`,
    [...values],
  );
  for (let i = 0; i < gone.rows.length; i += CHUNK)
    await forgetMentions(
      tx,
      streamId,
      gone.rows.slice(i, i + CHUNK).map(({ key }) => key),
    );
  return gone.rows.length;
}
