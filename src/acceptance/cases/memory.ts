import type { Page } from '../../connect/reader';
import { altered } from '../altered';
import { withReader } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

const MIB = 1_048_576;
/** So much more than at the first tenth may stand on the heap at the end. */
const GROWTH = 160 * MIB;

export const memoryCase: Case = {
  name: 'memory',
  promise: { zh: '百万行内存不增长', en: 'memory does not grow with the source' },
  async run(bench) {
    const { memoryRows } = bench;
    const stream = bench.connector.streams[0];
    const rows = stream === undefined ? [] : await bench.rowsOf(stream);
    if (stream === undefined || rows.length === 0) throw new NotApplicable('it has no rows');
    const tried = `landed the rows of ${stream.name} over and over under new keys until there were ${String(memoryRows)}`;
    const keyFrom = stream.items.get(stream.spec.key[0] ?? '')?.from ?? '';
    const many = altered(bench.reader(), async function* () {
      const pageSize = 5_000;
      for (let at = 0; at < memoryRows; at += pageSize) {
        const page: Page = {
          rows: Array.from({ length: Math.min(pageSize, memoryRows - at) }, (_, i) => {
            const row = rows[(at + i) % rows.length];
            return {
              place: `row ${String(at + i + 1)}`,
              values: { ...row?.values, [keyFrom]: `k${String(at + i)}` },
            };
          }),
          unreadable: [],
          columns: [...stream.items.values()].map(({ from }) => from),
          checkpoint: { at },
        };
        yield await Promise.resolve(page);
      }
    });
    const spec = {
      ...stream.spec,
      quarantine: { ...stream.spec.quarantine, maxShare: 1, maxRows: undefined },
    };
    const one = { ...bench.connector, streams: [{ ...stream, spec: spec as typeof stream.spec }] };
    return bench.scratch(async (scratch) => {
      let early = 0;
      let most = 0;
      const { counts, error } = await scratch.ingest({
        connector: withReader(one, many),
        onProgress({ counts: { read } }) {
          const held = process.memoryUsage().rss;
          if (read <= memoryRows / 10 + 5_000) early = Math.max(early, held);
          most = Math.max(most, held);
        },
      });
      ensure(
        counts.read === memoryRows,
        tried,
        `${String(memoryRows)} rows are required, ${String(counts.read)} were read (${error?.message ?? ''})`,
      );
      const mib = (bytes: number): string => `${String(Math.round(bytes / MIB))} MiB`;
      ensure(
        most - early < GROWTH,
        tried,
        `at most ${mib(GROWTH)} more than in the first tenth is allowed, ${mib(early)} grew to ${mib(most)}`,
      );
      return { tried, saw: `${mib(early)} in the first tenth, ${mib(most)} at most` };
    });
  },
};
