import type { Stream } from '../../connect/connector';
import type { Page, Reader } from '../../connect/reader';
import { altered } from '../altered';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { heldBytes, measuredBy } from '../measure';
import { ensure, NotApplicable } from '../outcome';
import { withReader } from '../scratch';

const MIB = 1_048_576;
/** Landing may hold so much more at the end than in the first tenth: a hub that kept a hundred bytes of each of a million rows would not. */
const GROWTH = 64 * MIB;
/** So often is it measured. */
const SAMPLES = 40;
/** Fewer bytes of values are too little to tell a reader that keeps them from the noise of a process. */
const VERDICT_FROM = 4 * MIB;
/** Pages of the measured read: of two pages a reader may hold each as it came and as it gave it. */
const PAGES = 50;

/** Rows of a page that is landed. */
const PAGE_SIZE = 5_000;

const mib = (bytes: number): string => `${String(Math.round((bytes / MIB) * 10) / 10)} MiB`;

/** What the connector's own reader holds of its source while it reads it, in a process of its own. */
async function measureReader(bench: Bench, stream: Stream, tried: string): Promise<string> {
  if (bench.connector.spec.reader.kind === 'push') return 'reader: nothing reads it';
  const pageSize = Math.max(1, Math.ceil((await bench.rowsOf(stream)).length / PAGES));
  const measured = await measuredBy(bench.spawnRead(stream.name, pageSize));
  ensure(
    measured !== null,
    tried,
    'a read that ends well in a process of its own is required, it ended with an error',
  );
  const { rows, given, held, longest } = measured;
  const said = `reader: held ${mib(held)} at most of ${mib(given)} in ${String(rows)} rows of ${stream.name}`;
  if (given < VERDICT_FROM)
    return `${said}; too few for a verdict on the reader (${mib(VERDICT_FROM)} would be one: a larger source, or more --rows)`;
  ensure(
    held <= given / 2,
    tried,
    `a reader that holds at most half of what it gives is required, it held ${mib(held)} of ${mib(given)} (${String(rows)} rows, ${String(longest)} on its longest page where ${String(pageSize)} were asked for); page the source`,
  );
  return said;
}

/** Rows of a stream over and over, each under a key of its own; `onPage` is waited for before each page. */
function repeated(
  bench: Bench,
  stream: Stream,
  rows: Page['rows'],
  onPage: (read: number) => Promise<void>,
): Reader {
  const { memoryRows } = bench;
  const keyFrom = stream.items.get(stream.spec.key[0] ?? '')?.from ?? '';
  return altered(bench.reader(), async function* () {
    for (let at = 0; at < memoryRows; at += PAGE_SIZE) {
      await onPage(at);
      const page: Page = {
        rows: Array.from({ length: Math.min(PAGE_SIZE, memoryRows - at) }, (_, i) => {
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
      yield page;
    }
    await onPage(memoryRows);
  });
}

/** What the hub holds of many rows while it lands them. */
async function measureIngest(bench: Bench, stream: Stream, tried: string): Promise<string> {
  const { memoryRows } = bench;
  let [early, most, next] = [0, 0, 0];
  const many = repeated(bench, stream, await bench.rowsOf(stream), async (read) => {
    if (read < next && read < memoryRows) return;
    next = read + memoryRows / SAMPLES;
    const held = await heldBytes();
    if (read <= memoryRows / 10 + 2 * PAGE_SIZE) early = Math.max(early, held);
    most = Math.max(most, held);
  });
  const quarantine = { ...stream.spec.quarantine, maxShare: 1, maxRows: undefined };
  const spec = { ...stream.spec, quarantine } as typeof stream.spec;
  const one = { ...bench.connector, streams: [{ ...stream, spec }] };
  return bench.scratch(async (scratch) => {
    const { counts, error } = await scratch.ingest({ connector: withReader(one, many) });
    ensure(
      counts.read === memoryRows,
      tried,
      `${String(memoryRows)} rows are required, ${String(counts.read)} were read (${error?.message ?? ''})`,
    );
    ensure(
      most - early < GROWTH,
      tried,
      `at most ${mib(GROWTH)} more than in the first tenth is allowed, ${mib(early)} grew to ${mib(most)}`,
    );
    return `ingest of ${String(memoryRows)} synthesised rows: the process held ${mib(early)} in the first tenth, ${mib(most)} at most`;
  });
}

export const memoryCase: Case = {
  name: 'memory',
  promise: {
    zh: '百万行内存不增长',
    en: 'memory grows with the source neither in the reader nor in the hub',
  },
  async run(bench) {
    let [stream] = bench.connector.streams;
    for (const each of bench.connector.streams)
      if (stream !== undefined && (await bytesOf(bench, each)) > (await bytesOf(bench, stream)))
        stream = each;
    if (stream === undefined || (await bench.rowsOf(stream)).length === 0)
      throw new NotApplicable('it has no rows');
    const tried = `read ${stream.name} (${bench.rows === null ? 'all rows' : `${String(bench.rows)} rows at most`}) in a process of its own and measured what is held behind each page; then landed its rows over and over under new keys until there were ${String(bench.memoryRows)}`;
    return {
      tried,
      saw: `${await measureReader(bench, stream, tried)}. ${await measureIngest(bench, stream, tried)}`,
    };
  },
};

async function bytesOf(bench: Bench, stream: Stream): Promise<number> {
  return (await bench.rowsOf(stream)).reduce(
    (sum, { values }) => sum + JSON.stringify(values).length,
    0,
  );
}
