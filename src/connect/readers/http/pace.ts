import { setTimeout as sleep } from 'node:timers/promises';
import { durationSeconds } from '../overlap';
import type { CallSettings } from './call-settings';

/** Waits, or throws the signal's reason as soon as it is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** One request at a time, and never more in a while than the source allows: evenly spaced, so that no burst is one too many. */
export class Pace {
  #tail: Promise<void> = Promise.resolve();
  #next = 0;
  readonly #intervalMs: number;

  constructor(rate: CallSettings['rate']) {
    this.#intervalMs = rate === undefined ? 0 : (durationSeconds(rate.per) * 1000) / rate.requests;
  }

  /** Runs when all that came before has ended. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#tail;
    let release = (): void => undefined;
    const own = new Promise<void>((resolve) => {
      release = resolve;
    });
    // Chained, so that one who gives up while waiting lets nobody in before those in front have ended.
    this.#tail = before.then(() => own);
    try {
      await orAborted(before, signal);
      return await work();
    } finally {
      release();
    }
  }

  /** Waits for the moment at which the next request may be sent, and takes it. */
  async slot(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#intervalMs;
    if (at > now) await pause(at - now, signal);
  }
}

async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
}
