import { setTimeout as sleep } from 'node:timers/promises';

/** Work that was told to stop has so long to do so by itself; then its sessions are ended, then it is left to itself. */
const BY_ITSELF_MS = 2_000;
const ENDED_MS = 1_000;

/**
 * What becomes of `work`, or null: it was told to stop (`signal`), and had not stopped in three seconds, although `end` had taken
 * its sessions of the hub's database away. It can then write nothing more and nobody waits for it; what it still
 * waits for (a source that answers nothing and ignores being told) goes with the process. What `work` throws is thrown.
 */
export async function stopInTime<T>(
  work: Promise<T>,
  signal: AbortSignal,
  end: () => Promise<void>,
): Promise<T | null> {
  const over = new AbortController();
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: over.signal, ref: false });
  const told = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
  });
  const late = told.then(async () => {
    await pause(BY_ITSELF_MS);
    // It may wait for what it ends; the time does not.
    end().catch(() => undefined);
    await pause(ENDED_MS);
    return null;
  });
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
