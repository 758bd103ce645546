import type { Stream } from '../../connect/connector';
import type { Checkpoint, Page, RawValue } from '../../connect/reader';
import { momentOf } from '../../connect/readers/moment';
import { isAhead } from '../../connect/readers/overlap';
import { compareCursors } from '../../connect/readers/within';
import { isWangshuError } from '../../domain/errors';
import type { Uuid } from '../../domain/ids';
import { assertRead, type Bench } from '../bench';
import type { Case } from '../case';
import { inTheFuture } from '../moved-time';
import { ensure } from '../outcome';
import { hashesOf, lacking } from '../source-rows';

const TRIED =
  'began reads with a checkpoint of the year 9999 (of the end, and of the middle of a read), with garbage, and with ones that another version might have written; then put them into a hub that held everything, and ran it';

const GARBAGE: Checkpoint = { garbage: 'Zm9v', at: [{}], phase: 7 };
const ANOTHER: Checkpoint = { version: 0, cursor: 'x' };

/** A checkpoint without every second of its fields, as a version that kept less would have written it. */
const lesser = (checkpoint: Checkpoint): Checkpoint =>
  Object.fromEntries(Object.entries(checkpoint ?? {}).filter((_, i) => i % 2 === 0));

/** The bound of the kit wraps a reader's checkpoints; it is the reader's own that is changed. */
function within(checkpoint: Checkpoint, change: (own: Checkpoint) => Checkpoint): Checkpoint {
  if (typeof checkpoint?.['taken'] !== 'number') return change(checkpoint);
  return { ...checkpoint, at: change(checkpoint['at'] as Checkpoint) as RawValue };
}

const isEqual = (a: Checkpoint, b: Checkpoint): boolean => JSON.stringify(a) === JSON.stringify(b);

interface State {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  /** A new run begins there; false: a broken one goes on. */
  readonly fresh: boolean;
  /** Rows that a read from there must bring, where it is not refused. */
  readonly required: ReadonlySet<Uuid>;
  /** The source may say that it is as it was at this checkpoint, where it says so of the true one. */
  readonly mayBeUnchanged: boolean;
}

/** The greatest cursor of a stream that counts; null: it goes by times, or by none. */
async function counterOf(bench: Bench, stream: Stream): Promise<string | null> {
  const { cursor } = bench.source(stream);
  if (cursor === undefined) return null;
  const texts = (await bench.rowsOf(stream)).flatMap(({ values }) => {
    const value = values[cursor];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : [];
  });
  const counted = texts.filter((text) => /^\d{1,18}$/.test(text) && !isAhead(text));
  if (counted.length < texts.length || texts.some((text) => momentOf(text) !== null)) return null;
  return counted.reduce<string | null>(
    (top, each) => (top === null || compareCursors(each, top) > 0 ? each : top),
    null,
  );
}

async function statesOf(bench: Bench, stream: Stream, pages: readonly Page[]): Promise<State[]> {
  const hashes = pages.map(({ rows }) => hashesOf(rows));
  const whole = new Set(hashes.flatMap((own) => [...own]));
  const middle = Math.floor((pages.length - 1) / 2);
  const before = new Set(hashes.slice(0, middle + 1).flatMap((own) => [...own]));
  const rest = new Set([...whole].filter((hash) => !before.has(hash)));
  const last = pages.at(-1)?.checkpoint ?? null;
  const half = pages[middle]?.checkpoint ?? null;
  const counter = await counterOf(bench, stream);
  const future = (own: Checkpoint): Checkpoint =>
    within(own, (checkpoint) => inTheFuture(checkpoint, counter));
  const all = { required: whole, mayBeUnchanged: false, fresh: true };
  return [
    { ...all, name: 'garbage', checkpoint: GARBAGE },
    { ...all, name: 'garbage under way', checkpoint: GARBAGE, fresh: false },
    { ...all, name: 'another version', checkpoint: ANOTHER },
    { ...all, name: 'an older version', checkpoint: within(half, lesser), required: rest },
    { ...all, name: 'the future', checkpoint: future(last), mayBeUnchanged: true },
    { ...all, name: 'the future, midway', checkpoint: future(half), required: rest },
  ].filter(
    // A checkpoint that names no time is none of the future.
    ({ checkpoint, name }) =>
      checkpoint !== null &&
      !(name.startsWith('the future') && [last, half].some((own) => isEqual(own, checkpoint))),
  );
}

interface Answer {
  readonly rows: ReadonlySet<Uuid>;
  /** Rows that it sets aside, with a sentence for a steward. */
  readonly aside: number;
  readonly unchanged: boolean;
  readonly error: unknown;
}

async function readFrom(
  bench: Bench,
  stream: Stream,
  { checkpoint, fresh }: Pick<State, 'checkpoint' | 'fresh'>,
): Promise<Answer> {
  const rows = new Set<Uuid>();
  let unchanged = false;
  let aside = 0;
  try {
    const signal = AbortSignal.timeout(60_000);
    for await (const page of bench.read(stream, { checkpoint, fresh, signal })) {
      unchanged ||= page.unchanged === true;
      aside += page.unreadable.length;
      for (const hash of hashesOf(page.rows)) rows.add(hash);
    }
    return { rows, aside, unchanged, error: null };
  } catch (error) {
    return { rows, aside, unchanged, error };
  }
}

/** One state of one stream: how it was answered. */
async function tryState(
  bench: Bench,
  stream: Stream,
  state: State,
  last: Checkpoint,
): Promise<string> {
  const { name, required, mayBeUnchanged } = state;
  const { rows, aside, unchanged, error } = await readFrom(bench, stream, state);
  if (error !== null) {
    ensure(
      isWangshuError(error),
      TRIED,
      `${stream.name}, ${name}: a refusal with a code is required, the reader broke (${error instanceof Error ? error.name : typeof error})`,
    );
    return `${name}: refused (${error.code})`;
  }
  const lost = lacking(required, rows);
  if (lost > 0 && unchanged && mayBeUnchanged) {
    // What was read is told by something else than a time (names and sizes of files), and that is as it was.
    const own = await readFrom(bench, stream, { checkpoint: last, fresh: true });
    if (own.unchanged) return `${name}: told that nothing has changed, as of the true one`;
  }
  const usual = (await bench.readOf(stream)).reduce((sum, page) => sum + page.unreadable.length, 0);
  if (lost > 0 && aside > usual)
    return `${name}: ${String(lost)} rows refused, told by ${String(aside - usual)} entries of quarantine`;
  ensure(
    lost === 0,
    TRIED,
    `${stream.name}, ${name}: a refusal or all rows are required, ${String(lost)} of ${String(required.size)} were passed over in silence`,
  );
  return `${name}: no row lost`;
}

type Checkpoints = ReadonlyMap<number, Checkpoint>;

/** A hub that holds everything is given such checkpoints, and runs: refused or not, it holds the same afterwards, and a full read mends it. */
async function tryHub(bench: Bench, kinds: ReadonlyMap<string, Checkpoints>): Promise<string> {
  return bench.scratch(async (scratch) => {
    await scratch.ingest();
    const said: string[] = [];
    const same = async (what: string): Promise<void> => {
      ensure(
        await bench.isClean(await scratch.state()),
        TRIED,
        `${what}: the same records and graph are required, they differ`,
      );
    };
    for (const [name, checkpoints] of kinds) {
      for (const [id, checkpoint] of checkpoints)
        await scratch.db.query('UPDATE stream SET checkpoint = $2, complete = true WHERE id = $1', [
          id,
          JSON.stringify(checkpoint),
        ]);
      const { status, error } = await scratch.ingest({ reader: await bench.readerOfKnown() });
      ensure(
        status === 'SUCCEEDED' || (error !== null && error.code !== 'INTERNAL'),
        TRIED,
        `a hub with ${name}: a run that succeeds or is refused with a code is required, it ended ${status} (${error?.message ?? ''})`,
      );
      await same(`a hub with ${name}`);
      said.push(`${name} ${error?.code ?? 'SUCCEEDED'}`);
    }
    const { status, error } = await scratch.ingest({ full: true });
    ensure(
      status === 'SUCCEEDED',
      TRIED,
      `a full read that succeeds is required after all that, it ended ${status} (${error?.message ?? ''})`,
    );
    await same('a hub after a full read');
    return `in a hub ${said.join(', ')}, and a full read after them: the same records and graph`;
  });
}

export const stateCase: Case = {
  name: 'state',
  promise: {
    zh: '断点来自未来、损坏或旧版本时，拒绝或安全处理',
    en: 'a checkpoint from the future, a broken one or one of an older version is refused, or loses nothing',
  },
  async run(bench) {
    assertRead(bench);
    const seen: string[] = [];
    const kinds = new Map<string, Map<number, Checkpoint>>();
    const pageSize = await bench.smallPage();
    for (const stream of bench.connector.streams) {
      const pages = await bench.pagesOf(stream, pageSize);
      const last = pages.at(-1)?.checkpoint ?? null;
      const states = await statesOf(bench, stream, pages);
      const told: string[] = [];
      for (const state of states) {
        told.push(await tryState(bench, stream, state, last));
        if (!state.fresh || state.name.includes('midway')) continue;
        const own = kinds.get(state.name) ?? new Map<number, Checkpoint>();
        kinds.set(state.name, own.set(stream.id, state.checkpoint));
      }
      if (!states.some(({ name }) => name.startsWith('the future')))
        told.push('the future: not tried, its checkpoint names no time');
      seen.push(`${stream.name}: ${told.join(', ')}`);
    }
    return { tried: TRIED, saw: `${seen.join('; ')}; ${await tryHub(bench, kinds)}` };
  },
};
