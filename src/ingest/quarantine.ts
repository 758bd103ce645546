import { randomUUID } from 'node:crypto';
import type { Stream } from '../connect/connector';
import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { BadRow } from './row';
import type { StreamWork } from './stream-work';

/**
 * Puts bad rows where a steward finds them. When they were seen is the clock's time: of two forms of a row on one page the second is later. The same bad row read again adds nothing but the time it was seen; one that a
 * steward discarded stays discarded. Returns how many of them stand open.
 */
export async function writeQuarantine(
  tx: Tx,
  { stream, runId, connectorVersion }: Pick<StreamWork, 'stream' | 'runId' | 'connectorVersion'>,
  bad: readonly BadRow[],
): Promise<number> {
  if (bad.length === 0) return 0;
  const rows = [...new Map(bad.map((row) => [row.hash, row])).values()];
  const { rowCount } = await tx.query({
    name: 'ingest-quarantine',
    text: `
      INSERT INTO quarantine (id, stream_id, key, hash, run_id, mapping_version, connector_version, stage, place, item, code, message, raw, last_seen)
      SELECT id, $1, key, hash, $2, $3, $4, stage, place, item, code, message, raw::jsonb, clock_timestamp()
        FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
             AS bad (id, key, hash, stage, place, item, code, message, raw)
       WHERE NOT EXISTS (SELECT FROM quarantine d WHERE d.stream_id = $1 AND d.hash = bad.hash AND d.status = 'DISCARDED')
      ON CONFLICT (stream_id, hash) WHERE status = 'OPEN' DO UPDATE
        SET last_seen = clock_timestamp(), mapping_version = excluded.mapping_version, connector_version = excluded.connector_version,
            item = excluded.item, code = excluded.code, message = excluded.message`,
    values: [
      stream.id,
      runId,
      stream.mappingVersion,
      connectorVersion,
      rows.map(() => randomUUID()),
      rows.map((row) => row.key),
      rows.map((row) => row.hash),
      rows.map((row) => row.stage),
      rows.map((row) => row.place),
      rows.map((row) => row.fault.item),
      rows.map((row) => row.fault.code),
      rows.map((row) => row.fault.message),
      rows.map((row) => row.raw),
    ],
  });
  return rowCount ?? 0;
}

/** Rows of the stage that stand in quarantine as they are were seen again. */
export async function seenAgain(tx: Tx, streamId: number, ords: readonly number[]): Promise<void> {
  if (ords.length === 0) return;
  await tx.query({
    name: 'ingest-seen-again',
    text: `UPDATE quarantine q SET last_seen = clock_timestamp() FROM stage s
            WHERE s.ord = ANY ($2::int[]) AND q.stream_id = $1 AND q.hash = s.hash AND q.status = 'OPEN'`,
    values: [streamId, ords],
  });
}

/** Where a row stands that the hub held as a record, and that the present mapping does not understand. */
export const KEPT_RECORD = 'kept record';

/**
 * A good row of the same key closes what stood in quarantine for it, also when the good row is the one the hub held all
 * along. Good are the staged rows that neither stand in quarantine as they are nor are in `badKeys`.
 */
export async function closeQuarantine(
  tx: Tx,
  streamId: number,
  badKeys: readonly Uuid[],
): Promise<void> {
  await tx.query({
    name: 'ingest-close-quarantine',
    text: `
      UPDATE quarantine q SET status = 'RESOLVED', closed_at = now()
        FROM stage s
       WHERE q.stream_id = $1 AND q.status = 'OPEN' AND q.key = s.key AND q.hash <> s.hash AND s.key <> ALL ($2::uuid[])
         AND NOT EXISTS (SELECT FROM quarantine b WHERE b.stream_id = $1 AND b.status = 'OPEN' AND b.hash = s.hash)`,
    values: [streamId, badKeys],
  });
}

/** The same for rows of these keys that are good without having been staged. Their keys are made only where some stand open. */
export async function closeKeys(
  tx: Tx,
  streamId: number,
  keys: () => readonly Uuid[],
): Promise<void> {
  const { rows } = await tx.query<{ open: boolean }>({
    name: 'ingest-open-keys',
    text: `SELECT EXISTS (SELECT FROM quarantine WHERE stream_id = $1 AND key IS NOT NULL AND status = 'OPEN') AS open`,
    values: [streamId],
  });
  if (rows[0]?.open !== true) return;
  await tx.query(
    `UPDATE quarantine SET status = 'RESOLVED', closed_at = now()
      WHERE stream_id = $1 AND status = 'OPEN' AND key = ANY ($2::uuid[])`,
    [streamId, keys()],
  );
}

/**
 * After a whole and trusted read, what the source no longer has needs no steward any more: rows without a key that were not
 * seen again, and, where the read was a snapshot, rows whose key is no longer there. What was a record of the hub itself waits for a
 * steward all the same.
 */
export async function closeGone(tx: Tx, stream: Stream): Promise<void> {
  await tx.query(
    `UPDATE quarantine q SET status = 'RESOLVED', closed_at = now(), close_reason = 'no longer in the source'
       FROM stream t
      WHERE t.id = $1 AND q.stream_id = t.id AND q.status = 'OPEN' AND (q.place <> $3 OR q.key IS NOT NULL)
        AND CASE WHEN q.key IS NULL THEN q.last_seen < t.read_began
                 ELSE $2 AND NOT EXISTS (SELECT FROM snapshot_seen s WHERE s.stream_id = t.id AND s.key = q.key) END`,
    [stream.id, stream.spec.deletes === 'snapshot', KEPT_RECORD],
  );
}
