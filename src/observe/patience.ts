import { setTimeout as sleep } from 'node:timers/promises';

/** A queue that does not answer within so long is told as one that does not answer. */
export const QUEUE_PATIENCE_MS = 3_000;

/**
 * What `work` gives; `otherwise` where it has not given it within `ms` milliseconds. A Redis, a database or a receiver that is gone
 * may leave a question open for ever, and who only watches must not stand with it. The work itself goes on; that it fails
 * later is nobody's fault. The timer keeps no process alive.
 */
export async function within<T, U>(work: Promise<T>, ms: number, otherwise: U): Promise<T | U> {
  const over = new AbortController();
  const late = sleep(ms, otherwise, { ref: false, signal: over.signal }).catch(() => otherwise);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
