import type { Stream } from '../../connect/connector';
import type { Page } from '../../connect/reader';
import { cutAfter } from '../altered';
import { assertRead, type Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { evenly, hashesOf, lacking } from '../source-rows';

/** A stream with more checkpoints is tried from so many of them. */
const MOST = 200;

/** Page ends fall between rows of one cursor value: what hangs on luck there shows here. */
export const pagesCase: Case = {
  name: 'page-ends',
  promise: {
    zh: '分页边界不丢行，包括游标相同的行',
    en: 'no row is lost at the end of a page, also among rows of one cursor value',
  },
  async run(bench) {
    assertRead(bench);
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
    if (rows === 0) throw new NotApplicable('it has no rows');
    return { tried, saw: `${String(rows)} different rows, the same each time` };
  },
};

/** Goes on from checkpoints of one read of a stream; how many there are, and how many were tried. */
async function resumeStream(
  bench: Bench,
  stream: Stream,
  pageSize: number,
  tried: string,
): Promise<{ all: number; tried: number }> {
  const pages = await bench.pagesOf(stream, pageSize);
  const hashes = pages.map(({ rows }) => hashesOf(rows));
  const whole = new Set(hashes.flatMap((own) => [...own]));
  const some = evenly([...pages.keys()], MOST);
  for (const at of some) {
    const part = new Set(hashes.slice(0, at + 1).flatMap((own) => [...own]));
    const { checkpoint } = pages[at] as Page;
    for await (const page of bench.read(stream, { checkpoint, fresh: false, pageSize }))
      for (const hash of hashesOf(page.rows)) part.add(hash);
    const lost = lacking(whole, part);
    ensure(
      lost === 0,
      tried,
      `${stream.name}: every row is required after page ${String(at + 1)} of ${String(pages.length)}, ${String(lost)} were missing`,
    );
  }
  return { all: pages.length, tried: some.length };
}

export const resumeCase: Case = {
  name: 'resume',
  promise: {
    zh: '从任一断点续读，结果与不中断一致',
    en: 'a read that goes on from any checkpoint ends in the same state',
  },
  async run(bench) {
    assertRead(bench);
    const pageSize = await bench.smallPage();
    const tried = `broke each stream off after each of its pages of ${String(pageSize)} rows (${String(MOST)} of a stream at most) and went on from there; then landed a read that was cut twice`;
    const said: string[] = [];
    for (const stream of bench.connector.streams) {
      const done = await resumeStream(bench, stream, pageSize, tried);
      said.push(`${stream.name} from ${String(done.tried)} of ${String(done.all)} checkpoints`);
    }
    const state = await bench.scratch(async (scratch) => {
      for (const after of [1, 2]) {
        const reader = cutAfter(bench.reader(), after);
        const { status } = await scratch.ingest({ reader, pageSize });
        ensure(
          status === 'FAILED',
          tried,
          `a run that fails is required where the line is cut after ${String(after)} pages, it ended ${status}`,
        );
      }
      const { status, error } = await scratch.ingest({ pageSize });
      ensure(
        status === 'SUCCEEDED',
        tried,
        `the run after the cuts ended ${status} (${error?.message ?? ''})`,
      );
      return scratch.state();
    });
    ensure(
      await bench.isClean(state),
      tried,
      'the same records and graph are required after a read that was cut twice, they differ',
    );
    return { tried, saw: `${said.join(', ')}: no row lost; the same records and graph` };
  },
};
