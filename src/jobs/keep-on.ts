import { setTimeout as sleep } from 'node:timers/promises';

export interface Kept {
  /** Begins no further round and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Does `round` every so many milliseconds, one after the other, until it is stopped. A round that fails is told to `onFault`, and the
 * next one comes all the same.
 */
export function keepOn(
  round: () => Promise<void>,
  everyMs: number,
  onFault: (error: unknown) => void,
): Kept {
  const over = new AbortController();
  const rounds = async (): Promise<void> => {
    const pause = (): Promise<boolean> =>
      sleep(everyMs, true, { signal: over.signal, ref: false }).catch(() => false);
    while (await pause()) await round().catch(onFault);
  };
  const done = rounds();
  return {
    stop() {
      over.abort();
      return done;
    },
  };
}
