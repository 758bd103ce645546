import { closeGone } from './quarantine';
import type { StreamWork } from './stream-work';
import { clearSeen, removeVanished, type Vanished } from './vanished';

export interface Finished extends Vanished {
  readonly work: StreamWork;
}

/**
 * A read reached its end: what a snapshot no longer holds is taken away or waits for a steward, and the checkpoint becomes
 * one to start from.
 */
export async function finishStream(
  work: StreamWork,
  read: {
    /** Everything the source has came past. */
    readonly whole: boolean;
    /** The source said that nothing has changed, and gave no rows. */
    readonly unchanged: boolean;
    readonly asOf: string | null;
    readonly types: Readonly<Record<string, string>> | null;
    /** False for a backfill: the stream stays where it was. */
    readonly moves: boolean;
  },
): Promise<Finished> {
  const { stream, runId } = work;
  return work.write(async (tx) => {
    let vanished: Vanished = { removed: 0, waiting: null };
    if (read.moves) {
      const whole = read.whole && !read.unchanged;
      if (whole && stream.spec.deletes === 'snapshot')
        vanished = await removeVanished(tx, stream, runId);
      if (whole && vanished.waiting === null) await closeGone(tx, stream);
      await clearSeen(tx, stream);
      await tx.query(
        `UPDATE stream SET complete = true, column_types = coalesce($2, column_types),
                data_as_of = coalesce($3::timestamptz, CASE WHEN $4 THEN coalesce(data_as_of, read_began) ELSE read_began END)
          WHERE id = $1`,
        [
          stream.id,
          read.types === null ? null : JSON.stringify(read.types),
          read.asOf,
          read.unchanged,
        ],
      );
    }
    await tx.query(
      'UPDATE sync_run_stream SET complete = true, removed = $3 WHERE run_id = $1 AND stream_id = $2',
      [runId, stream.id, vanished.removed],
    );
    return { ...vanished, work };
  });
}
