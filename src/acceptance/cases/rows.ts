import type { Stream } from '../../connect/connector';
import { isBad } from '../../ingest/row';
import { compileMapping } from '../../ingest/map/compile';
import { compileRow } from '../../ingest/row';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { ensure } from '../outcome';

const each = async (bench: Bench, look: (stream: Stream) => Promise<string>): Promise<string> => {
  const said: string[] = [];
  for (const stream of bench.connector.streams) said.push(`${stream.name}: ${await look(stream)}`);
  return said.join('; ');
};

export const keysCase: Case = {
  name: 'keys',
  promise: { zh: '主键非空且唯一', en: 'every row has a key, and no two rows have the same' },
  async run(bench) {
    const tried = `read ${bench.rows === null ? 'all rows' : `up to ${String(bench.rows)} rows`} of each stream and looked at their keys`;
    const saw = await each(bench, async (stream) => {
      const rows = await bench.rowsOf(stream);
      const toRow = compileRow(stream, bench.idKey);
      const forms = new Map<string, number>();
      let keyless = 0;
      for (const row of rows) {
        const keyed = toRow(row);
        if (isBad(keyed)) keyless += 1;
        else forms.set(keyed.key, (forms.get(keyed.key) ?? 0) + 1);
      }
      const doubled = [...forms.values()].filter((count) => count > 1).length;
      // Without a cursor nothing says which of two forms is the later one.
      ensure(
        doubled === 0 ||
          stream.spec.cursor !== undefined ||
          bench.connector.spec.reader.kind === 'file',
        tried,
        `${stream.name}: one row a key is required, ${String(doubled)} keys have several`,
      );
      ensure(
        keyless <= rows.length / 2,
        tried,
        `${stream.name}: a key in most rows is required, ${String(keyless)} of ${String(rows.length)} have none; is key right in connector.yaml?`,
      );
      return `${String(rows.length)} rows, ${String(forms.size)} keys, ${String(keyless)} rows without one, ${String(doubled)} keys in several forms`;
    });
    return { tried, saw };
  },
};

export const typesCase: Case = {
  name: 'types',
  promise: { zh: '记录符合声明的类型', en: 'most rows are what the contract says they are' },
  async run(bench) {
    const tried = 'mapped every row and counted those that cannot be, by item';
    const saw = await each(bench, async (stream) => {
      const toRow = compileRow(stream, bench.idKey);
      const toMentions = compileMapping(stream, bench.idKey, bench.connector.spec.timeZone);
      const faults = new Map<string, number>();
      let bad = 0;
      const rows = await bench.rowsOf(stream);
      for (const row of rows) {
        const keyed = toRow(row);
        const mapped = isBad(keyed) ? null : toMentions(keyed.key, keyed.raw);
        const fault = isBad(keyed) ? keyed.fault : mapped?.ok === false ? mapped.fault : null;
        if (fault === null) continue;
        bad += 1;
        const name = `${fault.item ?? 'the row'} (${fault.code})`;
        faults.set(name, (faults.get(name) ?? 0) + 1);
      }
      const told = [...faults].map(([name, count]) => `${name} ${String(count)}`).join(', ');
      const { maxShare } = stream.spec.quarantine;
      ensure(
        rows.length === 0 || bad <= rows.length * maxShare,
        tried,
        `${stream.name}: at most ${String(maxShare * 100)} % of rows may be unreadable, ${String(bad)} of ${String(rows.length)} are: ${told}`,
      );
      return `${String(rows.length - bad)} of ${String(rows.length)} rows can be read${told === '' ? '' : `; not: ${told}`}`;
    });
    return { tried, saw };
  },
};
