import type { Stream } from '../../connect/connector';
import type { SourceRow } from '../../connect/reader';
import { stepBack } from '../../connect/readers/overlap';
import { contentHash } from '../../domain/ids';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

const hashOf = ({ values }: SourceRow): string => contentHash(JSON.stringify(values));

/** Rows whose cursor lies within the overlap before the greatest one, as a source of one order would write them late. */
async function lateRows(bench: Bench, stream: Stream): Promise<readonly SourceRow[]> {
  const source = bench.source(stream);
  const cursorOf = ({ values }: SourceRow): string => {
    const value = values[source.cursor ?? ''];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const rows = (await bench.rowsOf(stream)).filter((row) => cursorOf(row) !== '');
  const numbers = rows.every((row) => /^-?\d{1,18}$/.test(cursorOf(row)));
  const before = (a: string, b: string): boolean =>
    numbers ? BigInt(a === '' ? 0 : a) < BigInt(b === '' ? 0 : b) : a < b;
  const now = new Date().toISOString();
  const usual = numbers ? rows : rows.filter((row) => cursorOf(row) < now);
  const highest = usual.reduce(
    (top, row) => (before(top, cursorOf(row)) ? cursorOf(row) : top),
    '',
  );
  const from = stepBack(highest, source.overlap);
  return usual.filter((row) => !before(cursorOf(row), from));
}

export const lateCase: Case = {
  name: 'late-commits',
  promise: {
    zh: '游标相同、迟到提交、时钟偏差在重叠窗口内不丢行',
    en: 'a row that appears late behind the cursor, within the overlap, is seen by the next run, and so are its ties',
  },
  async run(bench) {
    const streams = bench.connector.streams.filter(({ spec }) => spec.cursor !== undefined);
    if (streams.length === 0 || bench.connector.spec.reader.kind === 'push')
      throw new NotApplicable('no stream of it goes by a cursor: everything is read each time');
    const tried =
      'read each stream to its end, began the next run there, and looked whether it sees again what lies within the overlap';
    const saw: string[] = [];
    for (const stream of streams) {
      const late = await lateRows(bench, stream);
      const pages = await bench.pagesOf(stream, stream.spec.pageSize);
      const { checkpoint } = pages.at(-1) ?? { checkpoint: null };
      const again = new Set<string>();
      let unchanged = false;
      const { signal } = new AbortController();
      const { pageSize } = stream.spec;
      const request = { stream: bench.source(stream), checkpoint, fresh: true, pageSize, signal };
      for await (const page of bench.reader().read(request)) {
        unchanged ||= page.unchanged === true;
        for (const row of page.rows) again.add(hashOf(row));
      }
      const lost = late.filter((row) => !again.has(hashOf(row))).length;
      ensure(
        lost === 0 || unchanged,
        tried,
        `${stream.name}: the ${String(late.length)} rows within ${String(stream.spec.overlap)} of the last cursor are required again, ${String(lost)} were not seen`,
      );
      saw.push(`${stream.name}: ${String(late.length)} rows within the overlap, all seen again`);
    }
    return { tried, saw: saw.join('; ') };
  },
};
