import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../patience';
import { postJson } from '../post';
import type { RunEvent } from './event';

export interface Sender {
  /** Takes an event; returns at once. */
  send(event: RunEvent): void;
  /** Waits a moment for what is not yet delivered, then gives it up. */
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly url: string;
  readonly apiKey: string | null;
  /** Told what became of an event; `word` says why one was dropped. */
  readonly onOutcome: (outcome: 'sent' | 'dropped', word: string) => void;
  /** Waits before the second, third … attempt, in milliseconds. */
  readonly waits?: readonly number[];
  readonly timeoutMs?: number;
  readonly closeMs?: number;
}

const WAITS = [500, 2_000, 8_000, 30_000];
const TIMEOUT_MS = 5_000;
const CLOSE_MS = 2_000;
/** A night of a large district is some hundred events; a store that is away for long costs the oldest. */
const WAITING = 1_000;

/**
 * Delivers events one after another, in the order they happened, from behind the night: a lineage store that is slow or
 * dead delays events, then loses them, and nothing else. An answer of 4xx is final (the event is not what the store
 * takes), anything else is tried again a few times.
 */
export function openSender(options: SenderOptions): Sender {
  const { url, apiKey, onOutcome, waits = WAITS } = options;
  const { timeoutMs = TIMEOUT_MS, closeMs = CLOSE_MS } = options;
  const headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  const waiting: RunEvent[] = [];
  const givingUp = new AbortController();
  let working: Promise<void> | null = null;

  async function deliver(event: RunEvent): Promise<void> {
    const body = JSON.stringify(event);
    for (let attempt = 0; ; attempt += 1) {
      const { ok, again, word } = await postJson(url, body, {
        ...{ headers, timeoutMs, signal: givingUp.signal },
      });
      if (ok) return onOutcome('sent', word);
      const wait = waits[attempt];
      if (!again || wait === undefined || givingUp.signal.aborted)
        return onOutcome('dropped', word);
      await sleep(wait, undefined, { signal: givingUp.signal, ref: false }).catch(() => undefined);
    }
  }

  async function work(): Promise<void> {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift())
      // Whatever goes wrong with one event is that event's loss: nobody waits for this work, and none may fall over it.
      await deliver(event).catch(() => undefined);
    working = null;
  }

  return {
    send(event) {
      if (givingUp.signal.aborted) return onOutcome('dropped', 'CLOSED');
      if (waiting.length >= WAITING) {
        waiting.shift();
        onOutcome('dropped', 'FULL');
      }
      waiting.push(event);
      working ??= work();
    },
    async close() {
      const done = (working ?? Promise.resolve()).then(() => true);
      if (await within(done, closeMs, false)) return;
      for (const _ of waiting.splice(0)) onOutcome('dropped', 'CLOSED');
      givingUp.abort();
    },
  };
}
