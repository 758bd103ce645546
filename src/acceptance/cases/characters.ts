import type { Item, Stream } from '../../connect/connector';
import { changed } from '../altered';
import { withReader } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

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
      (type === 'longText' || type === 'string') &&
      values === undefined &&
      !spec.key.includes(name) &&
      name !== spec.cursor,
  );

export const charactersCase: Case = {
  name: 'characters',
  promise: {
    zh: '生僻字、全角数字、BOM、长数字原样保留；NUL 与半个字符隔离',
    en: 'rare characters, full-width digits and long numbers stay as they are; NUL and half characters are set aside',
  },
  async run(bench) {
    const stream = bench.connector.streams.find((each) => freeText(each) !== undefined);
    const item = stream === undefined ? undefined : freeText(stream);
    if (stream === undefined || item === undefined)
      throw new NotApplicable('no item of it is free text');
    const total = (await bench.rowsOf(stream)).length;
    if (total < SAMPLES.length) throw new NotApplicable('it has too few rows');
    const tried = `put ${String(SAMPLES.length)} such texts into ${stream.name}.${item.name} of the first rows`;
    const one = { ...bench.connector, streams: [stream] };
    const reader = changed(bench.reader(), (row, i) => {
      const sample = SAMPLES[i];
      return sample === undefined
        ? row
        : { ...row, values: { ...row.values, [item.from]: sample.text } };
    });
    return bench.scratch(async (scratch) => {
      await scratch.ingest({ connector: withReader(one, reader) });
      for (const { name, text, kept } of SAMPLES) {
        if (kept) {
          const { rows } = await scratch.db.query<{ n: number }>(
            `SELECT (SELECT count(*) FROM record WHERE payload ->> $1 = $2) + (SELECT count(*) FROM quarantine WHERE raw ->> $1 = $2) AS n`,
            [item.name, text],
          );
          ensure(
            rows[0]?.n === 1,
            tried,
            `${name}: the text as it was is required, it is not there`,
          );
        }
      }
      const aside = SAMPLES.filter(({ kept }) => !kept).length;
      const { rows } = await scratch.db.query<{ n: number }>(
        `SELECT count(*) AS n FROM quarantine WHERE code = 'ENCODING_INVALID'`,
      );
      ensure(
        (rows[0]?.n ?? 0) >= aside,
        tried,
        `${String(aside)} rows set aside are required, ${String(rows[0]?.n)} are`,
      );
      return {
        tried,
        saw: `${String(SAMPLES.length - aside)} kept to the character, ${String(aside)} set aside`,
      };
    });
  },
};
