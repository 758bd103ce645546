import type { Stream } from '../connect/connector';
import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { WangshuError } from '../domain/errors';
import { forgetMentions } from './write-mentions';

/**
 * After a complete snapshot, rows that were not in it are gone, unless so many are that the source is not to be
 * believed: an empty or shrunken snapshot removes nothing and fails the stream with SOURCE_SHRUNK.
 */
export async function removeVanished(tx: Tx, stream: Stream): Promise<number> {
  const { rows } = await tx.query<{ held: number; vanished: number }>(
    `SELECT count(*) AS held, count(*) FILTER (WHERE s.key IS NULL) AS vanished
       FROM record r LEFT JOIN snapshot_seen s ON s.stream_id = r.stream_id AND s.key = r.key
      WHERE r.stream_id = $1 AND r.deleted_at IS NULL`,
    [stream.id],
  );
  const { held, vanished } = rows[0] ?? { held: 0, vanished: 0 };
  if (vanished === 0) return 0;
  if (vanished > held * stream.spec.maxRemoval) {
    throw new WangshuError(
      'SOURCE_SHRUNK',
      `${stream.connector}.${stream.name}: at most ${stream.spec.maxRemoval * 100} % of rows may vanish in one snapshot, ${vanished} of ${held} did; nothing was removed. Check the source; if it is right, raise maxRemoval for one run`,
    );
  }
  const gone = await tx.query<{ key: Uuid }>(
    `UPDATE record r SET deleted_at = now()
      WHERE r.stream_id = $1 AND r.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM snapshot_seen s WHERE s.stream_id = r.stream_id AND s.key = r.key)
      RETURNING r.key`,
    [stream.id],
  );
  await forgetMentions(
    tx,
    stream.id,
    gone.rows.map((row) => row.key),
  );
  return gone.rows.length;
}

export async function clearSeen(tx: Tx, stream: Stream): Promise<void> {
  await tx.query('DELETE FROM snapshot_seen WHERE stream_id = $1', [stream.id]);
}
