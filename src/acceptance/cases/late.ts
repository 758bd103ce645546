import type { Stream } from '../../connect/connector';
import type { RawValue, SourceRow } from '../../connect/reader';
import { momentOf } from '../../connect/readers/moment';
import { durationSeconds, isAhead, stepBack } from '../../connect/readers/overlap';
import { compareCursors } from '../../connect/readers/within';
import { moved, only } from '../altered';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { later, renamed } from '../moved-time';
import { ensure, NotApplicable } from '../outcome';
import type { Scratch } from '../scratch';
import { loneRows, type SoundRow } from '../sound-rows';
import { evenly, hashOf } from '../source-rows';

/** So many rows of a stream appear late at most. */
const MOST = 50;
/** A clock that is ahead by this much more than the overlap. */
const FAR_AHEAD_S = 3_600;

/** A stream that goes by a cursor, and its rows that could have been written late. */
interface Trial {
  readonly stream: Stream;
  /** Greatest cursor that is no slip of the year 9999. */
  readonly highest: string;
  /** Of an overlap: seconds, or steps of a counter. */
  readonly overlap: number;
  /** Rows within the overlap behind the greatest cursor, its ties among them. */
  readonly within: readonly SoundRow[];
  /** Rows whose cursor is of the future. */
  readonly ahead: number;
  readonly compare: (a: string, b: string) => number;
  readonly cursorOf: (row: SourceRow) => string | null;
}

const textOf = (value: RawValue | undefined): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;

async function trialOf(bench: Bench, stream: Stream): Promise<Trial | null> {
  const source = bench.source(stream);
  const cursorOf = ({ values }: SourceRow): string | null => textOf(values[source.cursor ?? '']);
  const { timeZone } = bench.connector.spec;
  const compare = (a: string, b: string): number => compareCursors(a, b, timeZone);
  const cursors = (await bench.rowsOf(stream)).flatMap((row) => cursorOf(row) ?? []);
  const usual = cursors.filter((cursor) => !isAhead(cursor));
  const [first] = usual;
  if (first === undefined) return null;
  const highest = usual.reduce((top, each) => (compare(each, top) > 0 ? each : top), first);
  const from = stepBack(highest, source.overlap, { timeZone });
  const isWithin = (cursor: string | null): boolean =>
    cursor !== null && compare(cursor, from) >= 0 && compare(cursor, highest) <= 0;
  const said = String(stream.spec.overlap);
  return {
    stream,
    highest,
    overlap: /^\d+$/.test(said)
      ? Number(said)
      : momentOf(highest) === null
        ? 1_000
        : durationSeconds(said),
    within: (await loneRows(bench, stream)).filter(({ row }) => isWithin(cursorOf(row))),
    ahead: cursors.length - usual.length,
    compare,
    cursorOf,
  };
}

/** Half of the rows within the overlap, at least one: in the first run they are not there yet. */
const lateOf = (rows: readonly SoundRow[]): readonly SoundRow[] =>
  evenly(rows, Math.min(MOST, Math.ceil(rows.length / 2)));

type Late = ReadonlyMap<string, readonly SoundRow[]>;

/** Lands the source without the late rows, then as it is; how many of the late ones are there in the end, by stream. */
async function landLate(
  bench: Bench,
  scratch: Scratch,
  trials: readonly Trial[],
  late: Late,
  shift: ReadonlyMap<string, readonly [string, string]> = new Map(),
): Promise<{ held: Map<string, number>; failure: string | null; shifted: Set<string> }> {
  const hidden = new Map([...late].map(([name, rows]) => [name, new Set(rows.map((r) => r.hash))]));
  const shifted = new Set<string>();
  const without = only(
    bench.reader(),
    (row, { name }) => hidden.get(name)?.has(hashOf(row)) !== true,
  );
  const reader = moved(without, (checkpoint, { name }) => {
    const [from, to] = shift.get(name) ?? [];
    if (from === undefined || to === undefined) return checkpoint;
    const other = renamed(checkpoint, from, to);
    if (JSON.stringify(other) !== JSON.stringify(checkpoint)) shifted.add(name);
    return other;
  });
  const runs = [
    await scratch.ingest({ reader }),
    await scratch.ingest({ reader: await bench.readerOfKnown() }),
  ];
  const failed = runs.find(({ status }) => status !== 'SUCCEEDED');
  const held = new Map<string, number>();
  for (const { stream } of trials) {
    const keys = (late.get(stream.name) ?? []).map(({ key }) => key);
    held.set(stream.name, await scratch.holds(stream, keys));
  }
  return {
    held,
    shifted,
    failure: failed === undefined ? null : `${failed.status} (${failed.error?.message ?? ''})`,
  };
}

/** What becomes of rows that are written after a clock of the source was too far ahead, by so many seconds or steps. */
async function landAhead(
  bench: Bench,
  scratch: Scratch,
  trials: readonly Trial[],
  by: (trial: Trial) => number | null,
): Promise<{ trial: Trial; late: number; held: number }[]> {
  const late = new Map<string, readonly SoundRow[]>();
  const shift = new Map<string, readonly [string, string]>();
  for (const trial of trials) {
    const { stream, highest, overlap, within, compare, cursorOf } = trial;
    const far = by(trial);
    const to = far === null ? null : later(highest, far);
    // Behind that clock the next run begins: what is written from here on it must see, or (further ahead) it may not.
    const from = far === null ? null : later(highest, Math.min(0, far - overlap));
    if (to === null || from === null) continue;
    const rows = within.filter(({ row }) => compare(cursorOf(row) ?? '', from) >= 0);
    if (rows.length === 0) continue;
    late.set(stream.name, lateOf(rows));
    shift.set(stream.name, [highest, to]);
  }
  if (late.size === 0) return [];
  await scratch.empty();
  const { held, shifted } = await landLate(bench, scratch, trials, late, shift);
  return trials.flatMap((trial) => {
    const { name } = trial.stream;
    if (!shifted.has(name)) return [];
    return { trial, late: late.get(name)?.length ?? 0, held: held.get(name) ?? 0 };
  });
}

const unitOf = ({ highest }: Trial): string => (momentOf(highest) === null ? 'steps' : 's');

export const lateCase: Case = {
  name: 'late-commits',
  promise: {
    zh: '游标相同、迟到提交、时钟偏差在重叠窗口内不丢行',
    en: 'rows that appear late behind the cursor, within the overlap, land in the next run: ties, long transactions, clocks that differ',
  },
  async run(bench) {
    const { kind } = bench.connector.spec.reader;
    const streams = bench.connector.streams.filter(({ spec }) => spec.cursor !== undefined);
    if (streams.length === 0 || kind === 'push')
      throw new NotApplicable('no stream of it goes by a cursor: everything is read each time');
    if (kind === 'file')
      throw new NotApplicable(
        'files are read again whole when they change, whatever their rows say',
      );
    const trials: Trial[] = [];
    for (const stream of streams) {
      const trial = await trialOf(bench, stream);
      if (trial !== null) trials.push(trial);
    }
    const able = trials.filter(({ within }) => within.length > 0);
    if (able.length === 0)
      throw new NotApplicable('no stream has a sound row within the overlap of its last cursor');
    const tried =
      'landed each stream without some rows that lie within the overlap behind its last cursor (late commits, clocks that are behind), then as it is; the same after a clock that was ahead by half of the overlap, and by an hour more than the overlap';
    return bench.scratch(async (scratch) => {
      const late = new Map(able.map(({ stream, within }) => [stream.name, lateOf(within)]));
      const { held, failure } = await landLate(bench, scratch, able, late);
      ensure(failure === null, tried, `runs that succeed are required, one ended ${failure ?? ''}`);
      const said = able.map((trial) => {
        const { stream, ahead } = trial;
        const count = late.get(stream.name)?.length ?? 0;
        const there = held.get(stream.name) ?? 0;
        ensure(
          there === count,
          tried,
          `${stream.name}: the ${String(count)} rows that appeared within ${String(stream.spec.overlap)} of the last cursor are required after the next run, ${String(count - there)} were not seen`,
        );
        return `${stream.name}: ${String(count)} late rows landed${ahead === 0 ? '' : `, and ${String(ahead)} rows with a time of the future hid none`}`;
      });
      ensure(
        await bench.isClean(await scratch.state()),
        tried,
        'the same records and graph as without lateness are required, they differ',
      );
      const half = ({ overlap }: Trial): number | null =>
        overlap < 2 ? null : Math.floor(overlap / 2);
      const near = await landAhead(bench, scratch, able, half);
      for (const { trial, late: count, held: there } of near) {
        const { stream } = trial;
        const by = `${String(half(trial))} ${unitOf(trial)}`;
        ensure(
          there === count,
          tried,
          `${stream.name}: rows written after a clock that was ${by} ahead are required, for ${String(stream.spec.overlap)} is the overlap; ${String(count - there)} of ${String(count)} were not seen`,
        );
        said.push(`${stream.name}: a clock ${by} ahead hid none of ${String(count)}`);
      }
      const far = await landAhead(bench, scratch, able, (trial) =>
        momentOf(trial.highest) === null ? null : trial.overlap + FAR_AHEAD_S,
      );
      for (const { trial, late: count, held: there } of far)
        said.push(
          `${trial.stream.name}: after a clock ${String(trial.overlap + FAR_AHEAD_S)} s ahead, which is more than the overlap, ${there === count ? 'none were hidden either' : `${String(count - there)} of ${String(count)} rows stay unseen until a full read`}`,
        );
      const untried = able.filter(
        ({ stream }) => !near.some(({ trial }) => trial.stream === stream),
      );
      if (untried.length > 0)
        said.push(
          `a clock that is ahead was not tried where the checkpoint does not name the cursor (${untried.map(({ stream }) => stream.name).join(', ')})`,
        );
      return { tried, saw: said.join('; ') };
    });
  },
};
