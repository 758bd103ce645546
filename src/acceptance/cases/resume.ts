import { contentHash } from '../../domain/ids';
import type { Page, SourceRow } from '../../connect/reader';
import { cutAfter } from '../altered';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

/** Rows as hashes, each once: reads are compared without holding their values together. */
const hashesOf = (rows: readonly SourceRow[]): Set<string> =>
  new Set(rows.map(({ values }) => contentHash(JSON.stringify(values))));

const lacking = (whole: ReadonlySet<string>, part: ReadonlySet<string>): number =>
  [...whole].filter((hash) => !part.has(hash)).length;

/** At most so many of a list, evenly from its whole length. */
function some<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, list.length / most);
  return Array.from(
    { length: Math.min(most, list.length) },
    (_, i) => list[Math.floor(i * step)] as T,
  );
}

/** Page ends fall between rows of one cursor value: what hangs on luck there shows here. */
export const pagesCase: Case = {
  name: 'page-ends',
  promise: {
    zh: '分页边界不丢行，包括游标相同的行',
    en: 'no row is lost at the end of a page, also among rows of one cursor value',
  },
  async run(bench) {
    const size = await bench.smallPage();
    const sizes = [...new Set([size, size + 1, Math.max(1, size - 1)])];
    const tried = `read each stream in pages of ${sizes.join(', ')} rows and held them against one read in large pages`;
    let rows = 0;
    for (const stream of bench.connector.streams) {
      const whole = hashesOf(await bench.rowsOf(stream));
      rows += whole.size;
      for (const pageSize of sizes) {
        const pages = await bench.pagesOf(stream, pageSize);
        const part = hashesOf(pages.flatMap((page) => page.rows));
        const lost = lacking(whole, part);
        ensure(
          lost === 0,
          tried,
          `${stream.name}: every row is required in pages of ${String(pageSize)}, ${String(lost)} of ${String(whole.size)} were missing`,
        );
      }
    }
    return { tried, saw: `${String(rows)} different rows, the same each time` };
  },
};

export const resumeCase: Case = {
  name: 'resume',
  promise: {
    zh: '从任一断点续读，结果与不中断一致',
    en: 'a read that goes on from any checkpoint ends in the same state',
  },
  async run(bench) {
    const pageSize = await bench.smallPage();
    const tried = `broke each stream off after up to 10 of its pages of ${String(pageSize)} rows and went on from there; then landed a read that was cut twice`;
    let checkpoints = 0;
    for (const stream of bench.connector.streams) {
      const pages = await bench.pagesOf(stream, pageSize);
      const whole = hashesOf(pages.flatMap((page) => page.rows));
      for (const at of some(
        pages.map((_, i) => i),
        10,
      )) {
        checkpoints += 1;
        const part = hashesOf(pages.slice(0, at + 1).flatMap((page) => page.rows));
        const signal = new AbortController().signal;
        const { checkpoint } = pages[at] as Page;
        for await (const page of bench
          .reader()
          .read({ stream: bench.source(stream), checkpoint, fresh: false, pageSize, signal }))
          for (const hash of hashesOf(page.rows)) part.add(hash);
        const lost = lacking(whole, part);
        ensure(
          lost === 0,
          tried,
          `${stream.name}: every row is required after page ${String(at + 1)} of ${String(pages.length)}, ${String(lost)} were missing`,
        );
      }
    }
    if (checkpoints === 0) throw new NotApplicable('there is nothing to break off');
    const [clean, cut] = [
      await bench.scratch(async (scratch) => {
        await scratch.ingest({ pageSize });
        return scratch.digest();
      }),
      await bench.scratch(async (scratch) => {
        for (const after of [1, 2])
          await scratch.ingest({ reader: cutAfter(bench.reader(), after), pageSize });
        await scratch.ingest({ pageSize });
        return scratch.digest();
      }),
    ];
    ensure(
      clean === cut,
      tried,
      'the same graph is required after a read that was cut twice, it differs',
    );
    return { tried, saw: `${String(checkpoints)} checkpoints, no row lost; the same graph` };
  },
};
