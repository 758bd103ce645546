import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Page, Reader } from '../../connect/reader';
import { altered } from '../altered';
import { assertRead, type Bench } from '../bench';
import type { Case } from '../case';
import { inTime, LATE } from '../in-time';
import { ensure } from '../outcome';

const LIMIT_MS = 5_000;

interface Stopping {
  readonly reader: Reader;
  /** Says that the first page is landed. */
  readonly landed: () => void;
}

/**
 * The connector's reader, which is asked for its second page only when the first one is landed; the word to stop comes while it works
 * at that. A source of one page is held at its end, so that a run is surely under way.
 */
function stopping(bench: Bench, rows: ReadonlyMap<string, number>, stop: () => void): Stopping {
  let landed = (): void => undefined;
  const isLanded = new Promise<void>((resolve) => {
    landed = resolve;
  });
  const reader = altered(bench.reader(), async function* (pages, { stream, signal }) {
    const iterator = pages[Symbol.asyncIterator]();
    try {
      let given = 0;
      const first = await iterator.next();
      if (first.done === true) return;
      given += first.value.rows.length;
      yield first.value;
      await isLanded;
      const next = iterator.next();
      // The request is on its way, the answer is not there yet.
      await setImmediate();
      stop();
      const second: IteratorResult<Page> = await next;
      if (second.done !== true) yield second.value;
      else if (given >= (rows.get(stream.name) ?? 0)) signal.throwIfAborted();
      // A reader that ends early without a word would make a part look like the whole.
    } finally {
      await iterator.return?.();
    }
  });
  return { reader, landed };
}

export const abortCase: Case = {
  name: 'abort',
  promise: {
    zh: '取消后 5 秒内停止',
    en: 'a run that is told to stop stops within 5 s as cancelled, and the next one ends as if nothing had been',
  },
  async run(bench) {
    const { connector } = bench;
    assertRead(bench);
    const pageSize = await bench.smallPage();
    const rows = new Map<string, number>();
    for (const stream of connector.streams)
      rows.set(stream.name, (await bench.rowsOf(stream)).length);
    const tried = `told a run to stop while its reader was at the page behind the first ${String(pageSize)} rows, then ran it again`;
    return bench.scratch(async (scratch) => {
      const stop = new AbortController();
      let told = 0;
      const { reader, landed } = stopping(bench, rows, () => {
        told = performance.now();
        stop.abort(new Error('stopped on purpose'));
      });
      const run = scratch.ingest({ reader, pageSize, signal: stop.signal, onProgress: landed });
      // A run that never comes to a second page must end by itself.
      await Promise.race([once(stop.signal, 'abort'), run]);
      const cancelled = await inTime(LIMIT_MS, run);
      ensure(
        cancelled !== LATE,
        tried,
        'an end within 5 s of the word is required, the run went on',
      );
      const ms = Math.round(performance.now() - told);
      ensure(
        told > 0,
        tried,
        `a first page is required, none came (${cancelled.error?.message ?? cancelled.status})`,
      );
      ensure(
        cancelled.status === 'CANCELLED',
        tried,
        `a run that ends as CANCELLED is required, it ended ${cancelled.status}: ${cancelled.error?.message ?? 'what was read counts as the whole, though the reader stopped early'}`,
      );
      const rest = await scratch.ingest({ pageSize });
      ensure(
        rest.status === 'SUCCEEDED',
        tried,
        `the next run ended ${rest.status} (${rest.error?.message ?? ''})`,
      );
      ensure(
        await bench.isClean(await scratch.state()),
        tried,
        'the same records and graph as without a stop are required, they differ',
      );
      return {
        tried,
        saw: `CANCELLED after ${String(ms)} ms with ${String(cancelled.counts.read)} rows landed; the next run read ${String(rest.counts.read)}, the same records and graph`,
      };
    });
  },
};
