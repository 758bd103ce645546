import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';

/**
 * Moves staged rows into `record`, casting to jsonb only what changed. `ords` null: all of the stage (a first load,
 * where a list of every position would be the larger work). `allNew`: the hub holds none of them; one run a source at a
 * time keeps that true, and a plain insert is a fifth faster than one that is ready for a conflict.
 */
export async function writeRecords(
  tx: Tx,
  options: {
    streamId: number;
    runId: Uuid;
    ords: readonly number[] | null;
    deleted: readonly number[];
    allNew: boolean;
  },
): Promise<void> {
  const { streamId, runId, ords, deleted, allNew } = options;
  const over = allNew
    ? ''
    : `ON CONFLICT (stream_id, key) DO UPDATE
        SET hash = excluded.hash, payload = excluded.payload, run_id = excluded.run_id,
            landed_at = now(), deleted_at = excluded.deleted_at`;
  await tx.query({
    name: `ingest-land-${ords === null ? 'all' : 'some'}-${allNew ? 'new' : 'over'}`,
    text: `
      INSERT INTO record (stream_id, key, hash, payload, run_id, deleted_at)
      SELECT $1, s.key, s.hash, s.payload::jsonb, $2,
             CASE WHEN s.ord = ANY ($3::int[]) THEN now() END
        FROM stage s ${ords === null ? '' : 'WHERE s.ord = ANY ($4::int[])'}
      ${over}`,
    values: ords === null ? [streamId, runId, deleted] : [streamId, runId, deleted, ords],
  });
}
