import type { Stream } from '../../connect/connector';
import type { Uuid } from '../../domain/ids';
import { compileMapping } from '../../ingest/map/compile';
import { compileRow, isBad } from '../../ingest/row';
import { isTombstone } from '../../ingest/sort-rows';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { withReader } from '../scratch';

const percent = (share: number): string => `${String(Math.round(share * 10_000) / 100)} %`;
const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Looks at each stream that has rows; a source without any says nothing of itself. */
const each = async (bench: Bench, look: (stream: Stream) => Promise<string>): Promise<string> => {
  const said: string[] = [];
  let rows = 0;
  for (const stream of bench.connector.streams) {
    rows += await readable(bench, stream);
    said.push(`${stream.name}: ${await look(stream)}`);
  }
  if (rows === 0) throw new NotApplicable('it has no rows');
  return said.join('; ');
};

const readable = async (bench: Bench, stream: Stream): Promise<number> =>
  (await bench.readOf(stream)).reduce(
    (sum, page) => sum + page.rows.length + page.unreadable.length,
    0,
  );

const howMany = ({ rows }: Bench): string =>
  rows === null ? 'all rows' : `up to ${String(rows)} rows`;

/**
 * Sources that tell one change after another, so that a row may come in several forms and the last one counts. Of all others two rows
 * of one key are two rows, of which the hub would keep one.
 */
function tellsChanges({ connector: { spec } }: Bench): boolean {
  const { reader } = spec;
  return (
    reader.kind === 'push' ||
    reader.kind === 'singer' ||
    (reader.kind === 'file' && reader.drops !== undefined)
  );
}

interface Keys {
  /** Of each key, its rows by content. */
  readonly forms: ReadonlyMap<Uuid, ReadonlySet<Uuid>>;
  readonly read: number;
  /** Rows whose key is empty. */
  readonly keyless: number;
  /** Of them, different ones: quarantine holds each once. */
  readonly different: number;
}

async function keysOf(bench: Bench, stream: Stream): Promise<Keys> {
  const toRow = compileRow(stream, bench.idKey);
  const forms = new Map<Uuid, Set<Uuid>>();
  const different = new Set<Uuid>();
  let keyless = 0;
  for (const row of await bench.rowsOf(stream)) {
    const keyed = toRow(row);
    if (!isBad(keyed)) {
      forms.set(keyed.key, (forms.get(keyed.key) ?? new Set()).add(keyed.hash));
    } else if (keyed.fault.code === 'KEY_MISSING') {
      keyless += 1;
      different.add(keyed.hash);
    }
  }
  return { forms, read: await readable(bench, stream), keyless, different: different.size };
}

/** Rows that stand in quarantine since their key is empty, after the stream was landed. */
async function setAside(bench: Bench, stream: Stream): Promise<number> {
  const one = { ...bench.connector, streams: [stream] };
  return bench.scratch(async (scratch) => {
    await scratch.ingest({ connector: withReader(one, bench.reader()) });
    const { rows } = await scratch.db.query<{ n: number }>(
      `SELECT count(*) AS n FROM quarantine WHERE stream_id = $1 AND stage = 'KEY' AND code = 'KEY_MISSING'`,
      [stream.id],
    );
    return rows[0]?.n ?? 0;
  });
}

export const keysCase: Case = {
  name: 'keys',
  promise: {
    zh: '主键非空且唯一',
    en: 'every row has a key, and no two rows have the same; the few without one are set aside',
  },
  async run(bench) {
    const tried = `read ${howMany(bench)} of each stream and looked at their keys; at most ${percent(bench.maxBad)} may lack one, and those must stand in quarantine`;
    const saw = await each(bench, async (stream) => {
      const { forms, read, keyless, different } = await keysOf(bench, stream);
      const doubled = [...forms.values()].filter(({ size }) => size > 1).length;
      ensure(
        doubled === 0 || tellsChanges(bench),
        tried,
        `${stream.name}: one row a key is required, ${String(doubled)} of ${String(forms.size)} keys have several that differ; is key right in connector.yaml, or did the source change while it was read?`,
      );
      const share = shareOf(keyless, read);
      ensure(
        share <= bench.maxBad,
        tried,
        `${stream.name}: a key in every row is required, at most ${percent(bench.maxBad)} may lack one and ${String(keyless)} of ${String(read)} do (${percent(share)}); is key right in connector.yaml? If the source is so, say --max-bad`,
      );
      const aside = keyless === 0 ? 0 : await setAside(bench, stream);
      ensure(
        aside === different,
        tried,
        `${stream.name}: ${String(different)} different rows without a key are required in quarantine, ${String(aside)} are`,
      );
      const without =
        keyless === 0
          ? 'none without one'
          : `${String(keyless)} rows without one (${percent(share)}), all in quarantine`;
      return `${String(read)} rows, ${String(forms.size)} keys, ${without}${doubled === 0 ? '' : `, ${String(doubled)} keys in several forms of which the last counts`}`;
    });
    return { tried, saw };
  },
};

/** Rows that are not what the contract says, by item and code. */
async function faultsOf(bench: Bench, stream: Stream): Promise<ReadonlyMap<string, number>> {
  const toRow = compileRow(stream, bench.idKey);
  const toMentions = compileMapping(stream, bench.idKey, bench.connector.spec.timeZone);
  const faults = new Map<string, number>();
  const add = (item: string | null, code: string): void => {
    const name = `${item ?? 'the row'} (${code})`;
    faults.set(name, (faults.get(name) ?? 0) + 1);
  };
  for (const page of await bench.readOf(stream)) {
    for (const { code } of page.unreadable) add(null, code);
    for (const row of page.rows) {
      const keyed = toRow(row);
      if (isBad(keyed)) {
        add(keyed.fault.item, keyed.fault.code);
        continue;
      }
      // A row that says that it is gone says nothing else.
      if (isTombstone(stream, keyed)) continue;
      const mapped = toMentions(keyed.key, keyed.raw);
      if (!mapped.ok) add(mapped.fault.item, mapped.fault.code);
    }
  }
  return faults;
}

export const typesCase: Case = {
  name: 'types',
  promise: {
    zh: '记录符合声明的类型',
    en: 'rows are what the contract says they are; how many are not is told, and they are few',
  },
  async run(bench) {
    const tried = `mapped ${howMany(bench)} of each stream and counted those that cannot be, by item; at most ${percent(bench.maxBad)} may be so`;
    const saw = await each(bench, async (stream) => {
      const faults = await faultsOf(bench, stream);
      const read = await readable(bench, stream);
      const bad = [...faults.values()].reduce((sum, count) => sum + count, 0);
      const share = shareOf(bad, read);
      const told = [...faults].map(([name, count]) => `${name} ${String(count)}`).join(', ');
      ensure(
        share <= bench.maxBad,
        tried,
        `${stream.name}: at most ${percent(bench.maxBad)} bad rows are allowed, ${String(bad)} of ${String(read)} are (${percent(share)}): ${told}; mend types, values or whenInvalid in connector.yaml. If the source is so, say --max-bad`,
      );
      return `${String(read - bad)} of ${String(read)} rows are as declared${told === '' ? '' : `, ${percent(share)} are not: ${told}`}`;
    });
    return { tried, saw };
  },
};
