import type { Connector, Item, Stream } from '../../connect/connector';
import type { Reader, SourceRow } from '../../connect/reader';
import { contentHash, type Uuid } from '../../domain/ids';
import { replaySource } from '../../ingest/replay';
import { changed } from '../altered';
import type { Bench, Clean } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { MARK, withReader, type Scratch } from '../scratch';
import { lastRows } from '../sound-rows';
import { evenly, hashOf } from '../source-rows';

/** Of the rows of which one can say beforehand what becomes of them, every so-manieth is spoilt. */
const EVERY = 10;

const TRIED =
  'gave every tenth row a code that its table lacks, added it to the table and replayed the quarantine; then gave every tenth row a key with half a character or none, and gave the rows well again';

/** Rows to be spoilt. */
interface Chosen {
  /** By stream. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<Uuid>>;
  /** Different ones: quarantine holds each once. */
  readonly different: number;
  /** How often the source gives them. */
  readonly read: number;
}

const isChosen = ({ hashes }: Chosen, row: SourceRow, stream: string): boolean =>
  hashes.get(stream)?.has(hashOf(row)) === true;

async function chosenRows(bench: Bench): Promise<Chosen> {
  const hashes = new Map<string, Set<Uuid>>();
  let [different, read] = [0, 0];
  for (const stream of bench.connector.streams) {
    const sound = await lastRows(bench, stream);
    // Two at least: one for each way of spoiling a key.
    const some = evenly(sound, Math.max(2, Math.ceil(sound.length / EVERY)));
    const own = new Set(some.map(({ hash }) => hash));
    hashes.set(stream.name, own);
    different += own.size;
    read += (await bench.rowsOf(stream)).filter((row) => own.has(hashOf(row))).length;
  }
  return { hashes, different, read };
}

/** An item as a connector could declare it: a code with a table. */
const codeItem = (codes: readonly string[]): Item => ({
  name: MARK,
  from: MARK,
  type: 'code',
  kind: 'ORDINARY',
  mask: 'none',
  share: 'UNCONDITIONAL',
  values: Object.fromEntries(codes.map((code) => [code, code])),
});

/** No threshold stops the run: how many rows are bad is known. */
function tolerant(stream: Stream): Stream {
  const quarantine = { maxShare: 1 } as Stream['spec']['quarantine'];
  return { ...stream, spec: { ...stream.spec, quarantine } };
}

/** The connector with one item more on each stream, whose table has these codes. */
function withCodes(connector: Connector, codes: readonly string[]): Connector {
  const streams = connector.streams.map((stream) => ({
    ...tolerant(stream),
    items: new Map([...stream.items, [MARK, codeItem(codes)]]),
    mappingVersion: contentHash(`${stream.mappingVersion}${codes.join()}`),
  }));
  return { ...connector, streams };
}

/** Gives each row the code; the reader itself is not asked for it. */
function marked(reader: Reader, chosen: Chosen): Reader {
  const coded = changed(
    reader,
    (row, { name }) => ({
      ...row,
      values: { ...row.values, [MARK]: isChosen(chosen, row, name) ? 'spoilt' : 'well' },
    }),
    (columns) => [...columns, MARK],
  );
  return {
    ...coded,
    read: ({ stream, ...request }) =>
      coded.read({
        ...request,
        stream: { ...stream, fields: stream.fields.filter((field) => field !== MARK) },
      }),
  };
}

async function openRows(scratch: Scratch, where: string): Promise<number> {
  const { rows } = await scratch.db.query<{ n: number }>(
    `SELECT count(*) AS n FROM quarantine WHERE status = 'OPEN' AND ${where}`,
  );
  return rows[0]?.n ?? 0;
}

/** Rows that the mapping refuses: counted exactly, and records as if nothing had been once it is mended. */
async function mendMapping(bench: Bench, chosen: Chosen, { counts }: Clean): Promise<string> {
  const spoilt = chosen.different;
  return bench.scratch(async (scratch) => {
    const before = withCodes(bench.connector, ['well']);
    const reader = marked(bench.reader(), chosen);
    const bad = await scratch.ingest({ connector: withReader(before, reader) });
    ensure(
      bad.status === 'SUCCEEDED',
      TRIED,
      `a run that succeeds in spite of bad rows is required, it ended ${bad.status} (${bad.error?.message ?? ''})`,
    );
    countExactly(bad.counts, counts.quarantined + chosen.read);
    const ours = `stage = 'MAP' AND item = '${MARK}'`;
    const aside = await openRows(scratch, ours);
    ensure(
      aside === spoilt,
      TRIED,
      `${String(spoilt)} rows that the mapping refuses are required in quarantine, ${String(aside)} are`,
    );
    const waiting = await openRows(scratch, `stage IN ('KEY', 'MAP')`);
    const replayed = await replaySource({
      db: scratch.db,
      connector: withCodes(bench.connector, ['well', 'spoilt']),
      idKey: bench.idKey,
    });
    ensure(
      replayed.tried === waiting && replayed.landed === spoilt,
      TRIED,
      `a replay that tries ${String(waiting)} rows and lands ${String(spoilt)} is required, it tried ${String(replayed.tried)} and landed ${String(replayed.landed)}`,
    );
    ensure(
      (await openRows(scratch, ours)) === 0,
      TRIED,
      'a quarantine without the replayed rows is required, some still wait',
    );
    ensure(
      await bench.isClean(await scratch.state()),
      TRIED,
      'the same records and graph as without bad rows are required after the replay, they differ; does the reader give values that JSON cannot hold?',
    );
    return `${String(spoilt)} of ${String(counts.read)} rows refused by the mapping, counted exactly, ${String(replayed.landed)} of them landed by the replay, the same records and graph`;
  });
}

function countExactly(
  { read, landed, unchanged, quarantined, deleted }: Clean['counts'],
  required: number,
): void {
  ensure(
    quarantined === required,
    TRIED,
    `${String(required)} bad rows are required in the counts of the run, ${String(quarantined)} are`,
  );
  ensure(
    landed + unchanged + quarantined + deleted === read,
    TRIED,
    'landed + unchanged + quarantined + deleted = read is required, it does not add up',
  );
}

const CODES = ['KEY_MISSING', 'ENCODING_INVALID'] as const;
const without = (code: (typeof CODES)[number]): string => `code = '${code}' AND key IS NULL`;

/** The chosen rows of a stream in turn with half a character in their key, or without it. */
function spoil(bench: Bench, chosen: Chosen, seen: Map<string, Set<string>>): Reader {
  const turns = new Map<string, number>();
  return changed(bench.reader(), (row, { name, key: [keyFrom = ''] }) => {
    if (!isChosen(chosen, row, name)) return row;
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const [code, key] =
      turn % 2 === 0 ? ['KEY_MISSING', ''] : ['ENCODING_INVALID', `\ud800${String(turn)}`];
    const values = { ...row.values, [keyFrom]: key };
    // The same bad row is one in quarantine, however often it is read.
    seen.set(code, (seen.get(code) ?? new Set()).add(`${name} ${JSON.stringify(values)}`));
    return { ...row, values };
  });
}

/** Rows that cannot be keyed or stored: counted exactly, and gone from quarantine when the source gives them well. */
async function mendSource(bench: Bench, chosen: Chosen, { counts }: Clean): Promise<string> {
  return bench.scratch(async (scratch) => {
    const connector = { ...bench.connector, streams: bench.connector.streams.map(tolerant) };
    await scratch.ingest({ connector: withReader(connector, bench.reader()) });
    const usual = await openRows(scratch, 'true');
    const keyless = new Map<string, number>();
    for (const code of CODES) keyless.set(code, await openRows(scratch, without(code)));
    await scratch.empty();
    const seen = new Map<string, Set<string>>();
    const bad = await scratch.ingest({
      connector: withReader(connector, spoil(bench, chosen, seen)),
    });
    countExactly(bad.counts, counts.quarantined + chosen.read);
    for (const code of CODES) {
      const required = (keyless.get(code) ?? 0) + (seen.get(code)?.size ?? 0);
      const aside = await openRows(scratch, without(code));
      ensure(
        aside === required,
        TRIED,
        `${String(required)} rows of ${code} are required in quarantine, ${String(aside)} are`,
      );
    }
    const well = await scratch.ingest({
      connector: withReader(connector, bench.reader()),
      full: true,
    });
    ensure(
      well.status === 'SUCCEEDED' && (await bench.isClean(await scratch.state())),
      TRIED,
      `the same records and graph as without bad rows are required when the source gives them well, the run ended ${well.status} (${well.error?.message ?? 'they differ'})`,
    );
    const left = await openRows(scratch, 'true');
    ensure(
      left === usual,
      TRIED,
      `${String(usual)} rows are required in quarantine when all are well again, ${String(left)} are`,
    );
    return `${String(chosen.read)} with a spoilt key, counted exactly, closed by themselves and the same records and graph when they came well`;
  });
}

export const badRowsCase: Case = {
  name: 'bad-rows',
  promise: {
    zh: '坏行逐行计数、隔离、可重放',
    en: 'bad rows are counted exactly, set aside, and are records as if nothing had been when the mapping or the source is mended',
  },
  async run(bench) {
    const chosen = await chosenRows(bench);
    if (chosen.different < 2)
      throw new NotApplicable('it has too few rows that can be mapped to spoil some');
    const clean = await bench.clean();
    const mapping = await mendMapping(bench, chosen, clean);
    return { tried: TRIED, saw: `${mapping}; ${await mendSource(bench, chosen, clean)}` };
  },
};
