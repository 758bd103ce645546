import { randomUUID } from 'node:crypto';
import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { BadRow } from './row';

/** Puts bad rows where a steward finds them; the same bad row read again adds nothing. */
export async function writeQuarantine(
  tx: Tx,
  options: { streamId: number; runId: Uuid; mappingVersion: Uuid; rows: readonly BadRow[] },
): Promise<void> {
  const { streamId, runId, mappingVersion, rows } = options;
  if (rows.length === 0) return;
  await tx.query({
    name: 'ingest-quarantine',
    text: `
      INSERT INTO quarantine (id, stream_id, key, hash, run_id, mapping_version, stage, place, item, code, message, raw)
      SELECT id, $1, key, hash, $2, $3, stage, place, item, code, message, raw::jsonb
        FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
             AS bad (id, key, hash, stage, place, item, code, message, raw)
      ON CONFLICT (stream_id, hash) WHERE status = 'OPEN' DO NOTHING`,
    values: [
      streamId,
      runId,
      mappingVersion,
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
}

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
