import {
  ETHNICITY_TABLE,
  HOUSEHOLD_RELATION_TABLE,
  MARITAL_STATUS_TABLE,
  SEX_OF_CODE,
  SEX_TABLE,
  type CodeTable,
} from '../../domain/codes';
import type { RawValue } from '../reader';
import { folded, shapeOf, stated, textOf } from './text';
import { known, nothing, unreadable, type NormaliseOptions, type Normaliser } from './types';

/** Digits of a code lost their zeros in a spreadsheet: 1 is 01. */
function codeIn(table: CodeTable, text: string): string | null {
  const width = table.entries[0]?.code.length ?? 0;
  const digits = /^\d+(?:\.0)?$/.test(text) ? text.replace(/\.0$/, '').padStart(width, '0') : text;
  return (table.byCode(digits) ?? table.byText(text))?.code ?? null;
}

/** The source's own word for a value, before the table is asked: `values` first, then `default`. */
function translated(raw: RawValue, options: NormaliseOptions): string | null {
  const own = textOf(raw)?.trim() ?? '';
  if (own === '') return null;
  const { values } = options;
  if (values !== undefined && Object.hasOwn(values, own)) return values[own] ?? null;
  const text = folded(raw);
  if (text !== null && values !== undefined && Object.hasOwn(values, text))
    return values[text] ?? null;
  return options.default ?? stated(text);
}

const coded = (name: string, table: CodeTable): Normaliser => ({
  name,
  whenInvalid: 'quarantine',
  normalise(raw, options) {
    const text = translated(raw, options);
    if (text === null) return nothing();
    const code = codeIn(table, text);
    return code === null
      ? unreadable(`a code or name of ${table.standard}`, shapeOf(text))
      : known(code);
  },
});

/** GB/T 2261.2: two digits. */
export const maritalStatus = coded('maritalStatus', MARITAL_STATUS_TABLE);
/** GB/T 3304: 01 to 56. */
export const ethnicity = coded('ethnicity', ETHNICITY_TABLE);
/** GB/T 4761: two digits. */
export const householdRelation = coded('householdRelation', HOUSEHOLD_RELATION_TABLE);

const SWAPPED: Readonly<Record<string, string>> = { '1': '2', '2': '1' };
const LETTERS: Readonly<Record<string, string>> = { M: '1', F: '2', MALE: '1', FEMALE: '2' };

/** GB/T 2261.1, as UNKNOWN, MALE, FEMALE or NOT_STATED. `swap` turns the codes round, not the words. */
export const sex: Normaliser = {
  name: 'sex',
  whenInvalid: 'quarantine',
  normalise(raw, options) {
    // 0 is a code of this table, not a placeholder.
    const text = folded(raw) === '0' ? '0' : translated(raw, options);
    if (text === null) return nothing();
    const found = LETTERS[text.toUpperCase()] ?? codeIn(SEX_TABLE, text);
    if (found === null) return unreadable(`a code or name of ${SEX_TABLE.standard}`, shapeOf(text));
    const isCode = /^\d/.test(text);
    const code = options.swap === true && isCode ? (SWAPPED[found] ?? found) : found;
    return known(SEX_OF_CODE[code] ?? 'UNKNOWN');
  },
};

/** A code of the source, translated by `values`; without `values` the code itself. */
export const code: Normaliser = {
  name: 'code',
  whenInvalid: 'quarantine',
  normalise(raw, options) {
    const own = textOf(raw)?.trim() ?? '';
    if (own === '') return nothing();
    const { values } = options;
    if (values === undefined) return known(own);
    const text = folded(raw) ?? own;
    const found = [own, text].find((each) => Object.hasOwn(values, each));
    const hubCode = found === undefined ? options.default : values[found];
    return hubCode === undefined
      ? unreadable(
          `one of the ${String(Object.keys(values).length)} codes in values`,
          shapeOf(text),
        )
      : known(hubCode);
  },
};
