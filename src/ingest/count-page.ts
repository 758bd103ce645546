import type { Tx } from '../db/pool';
import type { Counts } from './counts';
import type { StreamWork } from './stream-work';

/** Adds a page to what its run did; the table itself refuses counts that do not add up. */
export async function countPage(
  tx: Tx,
  { runId, stream }: Pick<StreamWork, 'runId' | 'stream'>,
  done: Counts,
  said: { readonly expected: number | null; readonly drift: string | null },
): Promise<void> {
  await tx.query({
    name: 'ingest-count',
    text: `UPDATE sync_run_stream
              SET pages = pages + 1, rows_read = rows_read + $3, landed = landed + $4, unchanged = unchanged + $5,
                  quarantined = quarantined + $6, deleted = deleted + $7, mentions = mentions + $8, links = links + $9,
                  expected = coalesce($10, expected), drift = coalesce($11, drift)
            WHERE run_id = $1 AND stream_id = $2`,
    values: [
      runId,
      stream.id,
      done.read,
      done.landed,
      done.unchanged,
      done.quarantined,
      done.deleted,
      done.mentions,
      done.links,
      said.expected,
      said.drift,
    ],
  });
}
