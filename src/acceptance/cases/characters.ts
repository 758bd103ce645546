import type { Item, Stream } from '../../connect/connector';
import { compileMapping } from '../../ingest/map/compile';
import { compileRow, isBad } from '../../ingest/row';
import { changed } from '../altered';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { withReader } from '../scratch';
import { lastRows, type SoundRow } from '../sound-rows';
import { hashOf } from '../source-rows';

/** What sources send and pipelines break: kept as it stands, or set aside with a reason. */
const SAMPLES: readonly { readonly name: string; readonly text: string; readonly kept: boolean }[] =
  [
    { name: 'rare hanzi of names (GB 18030)', text: '㑇𠮷𫖯䶮𬎆', kept: true },
    { name: 'full-width digits', text: '１２３号', kept: true },
    { name: 'a number of 18 digits as text', text: '990106199001010019', kept: true },
    { name: 'a byte order mark in the middle', text: 'a\ufeffb', kept: true },
    { name: 'quotes, separators and line ends', text: '"a","b"\r\nc\td\\N', kept: true },
    { name: 'a NUL', text: 'a\u0000b', kept: false },
    { name: 'a half character', text: 'a\ud83d', kept: false },
  ];

/** An item of plain text in which anything may stand. */
const freeText = ({ items, spec }: Stream): Item | undefined =>
  [...items.values()].find(
    ({ name, type, values }) =>
      (type === 'text' || type === 'string') &&
      values === undefined &&
      !spec.key.includes(name) &&
      name !== spec.cursor &&
      !(typeof spec.deletes === 'object' && name in spec.deletes.tombstone),
  );

/** What a reader makes of text shows in the rows it gives: signs that stand for what it could not decode, numbers that lost digits. */
async function lookAtRows(bench: Bench, tried: string): Promise<number> {
  let count = 0;
  for (const stream of bench.connector.streams) {
    const rows = await bench.rowsOf(stream);
    count += rows.length;
    let [replaced, rounded] = [0, 0];
    for (const { values } of rows) {
      const all = Object.values(values);
      if (all.some((each) => typeof each === 'string' && each.includes('\ufffd'))) replaced += 1;
      if (all.some((each) => Number.isInteger(each) && !Number.isSafeInteger(each))) rounded += 1;
    }
    ensure(
      replaced <= rows.length * bench.maxBad,
      tried,
      `${stream.name}: text as the source has it is required, ${String(replaced)} of ${String(rows.length)} rows have the sign for what could not be decoded (U+FFFD); is encoding right in connector.yaml? Of Chinese sources it is gb18030 or utf-8`,
    );
    ensure(
      rounded === 0,
      tried,
      `${stream.name}: numbers of more than 15 digits are required as text, ${String(rounded)} of ${String(rows.length)} rows have one that was rounded`,
    );
    const marked = (await bench.readOf(stream)).flatMap(({ columns }) =>
      columns.filter((name) => name.startsWith('\ufeff')),
    ).length;
    ensure(
      marked === 0,
      tried,
      `${stream.name}: names of columns without a byte order mark are required, one has it`,
    );
  }
  return count;
}

/** Whether the mapping takes a row; one that it refuses waits in quarantine with the text as it was. */
function isTaken(
  bench: Bench,
  stream: Stream,
  { row }: SoundRow,
  item: Item,
  text: string,
): boolean {
  const { idKey, connector } = bench;
  const keyed = compileRow(stream, idKey)({ ...row, values: { ...row.values, [item.from]: text } });
  if (isBad(keyed)) return false;
  return compileMapping(stream, idKey, connector.spec.timeZone)(keyed.key, keyed.raw).ok;
}

async function landSamples(
  bench: Bench,
  stream: Stream,
  item: Item,
  tried: string,
): Promise<string> {
  const sound = (await lastRows(bench, stream)).slice(0, SAMPLES.length);
  if (sound.length < SAMPLES.length) return 'too few rows to put texts into';
  const at = new Map(sound.map(({ hash }, i) => [hash, SAMPLES[i]]));
  const reader = changed(bench.reader(), (row) => {
    const sample = at.get(hashOf(row));
    return sample === undefined
      ? row
      : { ...row, values: { ...row.values, [item.from]: sample.text } };
  });
  const one = { ...bench.connector, streams: [stream] };
  return bench.scratch(async (scratch) => {
    const encoded = async (): Promise<number> =>
      (
        await scratch.db.query<{ n: number }>(
          `SELECT count(*) AS n FROM quarantine WHERE code = 'ENCODING_INVALID'`,
        )
      ).rows[0]?.n ?? 0;
    await scratch.ingest({ connector: withReader(one, bench.reader()) });
    const usual = await encoded();
    await scratch.empty();
    await scratch.ingest({ connector: withReader(one, reader) });
    for (const [i, { name, text, kept }] of SAMPLES.entries()) {
      if (!kept) continue;
      const taken = isTaken(bench, stream, sound[i] as SoundRow, item, text);
      const { rows } = await scratch.db.query<{ n: number }>(
        taken
          ? `SELECT count(*) AS n FROM record WHERE key = $1 AND payload ->> $2 = $3`
          : `SELECT count(*) AS n FROM quarantine WHERE key = $1 AND raw ->> $2 = $3`,
        [sound[i]?.key, item.name, text],
      );
      ensure(
        rows[0]?.n === 1,
        tried,
        `${name}: the text as it was is required ${taken ? 'in the record' : 'in quarantine'}, it is not there`,
      );
    }
    const aside = SAMPLES.filter(({ kept }) => !kept).length;
    const found = (await encoded()) - usual;
    ensure(
      found === aside,
      tried,
      `${String(aside)} rows set aside are required, ${String(found)} are`,
    );
    return `of the texts ${String(SAMPLES.length - aside)} kept to the character, ${String(aside)} set aside`;
  });
}

export const charactersCase: Case = {
  name: 'characters',
  promise: {
    zh: '生僻字、全角数字、BOM、长数字原样保留；NUL 与半个字符隔离',
    en: 'rare characters, full-width digits and long numbers stay as they are; NUL and half characters are set aside',
  },
  async run(bench) {
    const stream = bench.connector.streams.find((each) => freeText(each) !== undefined);
    const item = stream === undefined ? undefined : freeText(stream);
    const where =
      stream === undefined || item === undefined
        ? ''
        : `; put ${String(SAMPLES.length)} texts into ${stream.name}.${item.name} between reader and hub`;
    const tried = `looked in the rows that the reader gives for text that was not decoded and numbers that lost digits${where}`;
    const rows = await lookAtRows(bench, tried);
    if (rows === 0) throw new NotApplicable('it has no rows');
    const landed =
      stream === undefined || item === undefined
        ? 'no item of it is free text to put others into'
        : await landSamples(bench, stream, item, tried);
    return { tried, saw: `nothing of that in ${String(rows)} rows; ${landed}` };
  },
};
