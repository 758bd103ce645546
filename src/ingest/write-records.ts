import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';

/**
 * Moves staged rows into `record`, casting to jsonb only what changed. `ords` null: all of the stage (a first load,
 * where a list of every position would be the larger work).
 */
export async function writeRecords(
  tx: Tx,
  options: {
    streamId: number;
    runId: Uuid;
    ords: readonly number[] | null;
    deleted: readonly number[];
  },
): Promise<void> {
  const { streamId, runId, ords, deleted } = options;
  await tx.query({
    name: ords === null ? 'ingest-land-all' : 'ingest-land-some',
    text: `
      INSERT INTO record (stream_id, key, hash, payload, run_id, deleted_at)
      SELECT $1, s.key, s.hash, s.payload::jsonb, $2,
             CASE WHEN s.ord = ANY ($3::int[]) THEN now() END
        FROM stage s ${ords === null ? '' : 'WHERE s.ord = ANY ($4::int[])'}
      ON CONFLICT (stream_id, key) DO UPDATE
        SET hash = excluded.hash, payload = excluded.payload, run_id = excluded.run_id,
            landed_at = now(), deleted_at = excluded.deleted_at`,
    values: ords === null ? [streamId, runId, deleted] : [streamId, runId, deleted, ords],
  });
}
