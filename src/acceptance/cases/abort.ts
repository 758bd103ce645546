import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

const LIMIT_MS = 5_000;

export const abortCase: Case = {
  name: 'abort',
  promise: {
    zh: '取消后 5 秒内停止',
    en: 'a run that is told to stop stops within 5 s, and the next goes on from there',
  },
  async run(bench) {
    if (bench.connector.spec.reader.kind === 'push') throw new NotApplicable('nothing reads it');
    const pageSize = await bench.smallPage();
    const tried = `told a run to stop after its first page of ${String(pageSize)} rows, then ran it again`;
    return bench.scratch(async (scratch) => {
      const stop = new AbortController();
      let told = 0;
      const cancelled = await scratch.ingest({
        pageSize,
        signal: stop.signal,
        onProgress() {
          if (told === 0) told = performance.now();
          stop.abort(new Error('stopped on purpose'));
        },
      });
      const ms = performance.now() - told;
      ensure(told > 0, tried, 'a first page is required, none came');
      ensure(
        ms < LIMIT_MS,
        tried,
        `an end within 5 s is required, it took ${String(Math.round(ms))} ms`,
      );
      const rest = await scratch.ingest({ pageSize });
      ensure(
        rest.status === 'SUCCEEDED',
        tried,
        `the next run ended ${rest.status} (${rest.error?.message ?? ''})`,
      );
      return {
        tried,
        saw: `${cancelled.status} after ${String(Math.round(ms))} ms; the next run read the other ${String(rest.counts.read)} rows`,
      };
    });
  },
};
