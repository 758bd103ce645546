import type { RawValue } from '../../reader';

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01, where 1900-01-01 is 1 and 1900 has a 29 February (ECMA-376, 18.17.4.1). */
const EPOCH = 25_569;
/** Days by which a workbook that counts from 1904 (18.17.4.2) is behind. */
export const SINCE_1904 = 1_462;
/** The 29 February 1900 that never was. */
const NO_DAY = 60;
/** Serial number of 9999-12-31; what is behind it is no date. */
const LAST = 2_958_465;

/** What a number in a cell stands for. */
export type NumberKind = 'number' | 'date' | 'duration';

/**
 * Number formats that are dates without saying so in the file (ECMA-376, 18.8.30): those of every language, and those that
 * Chinese workbooks have at 27 to 36 and 50 to 58.
 */
export function kindOfBuiltin(id: number): NumberKind {
  if (id === 46) return 'duration';
  const date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47;
  return date || (id >= 50 && id <= 58) ? 'date' : 'number';
}

/** Letters of a date outside quotes, brackets (colours, locales) and escapes; [h] counts hours on. `General` and 0.00 have none. */
export function kindOfFormat(format: string): NumberKind {
  const first = format.split(';')[0] ?? '';
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'duration';
  const bare = first.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '');
  return !/^general$/i.test(bare) && /[ymdhs]/i.test(bare) ? 'date' : 'number';
}

/**
 * A number as it stands in a worksheet. Days are as a department would write them; a number with more digits than a double holds (an identity
 * number that was never text) is text as it stands, so that it is found wanting and never another number.
 */
export function valueOfNumber(text: string, kind: NumberKind, since1904: boolean): RawValue {
  const bare = text.trim();
  if (bare === '') return null;
  const number = Number(bare);
  if (!Number.isFinite(number)) return bare;
  const serial = since1904 ? number + SINCE_1904 : number;
  if (kind === 'duration') return clockOf(number);
  if (kind === 'date' && serial >= 0 && serial < LAST + 1) return dateOf(serial, number);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? bare : number;
}

/** A workbook's clock has no time zone. Days are kept as fractions, which miss the second by a hair. */
function dateOf(serial: number, own: number): string {
  if (own < 1) return clockOf(own);
  const days = serial < NO_DAY ? serial + 1 : serial;
  const at = Math.round(((days - EPOCH) * DAY_MS) / 1000) * 1000;
  const text = new Date(at).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

/** Days as hours, minutes and seconds: 09:30:00, 36:00:00. */
function clockOf(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return days < 0 ? `-${text}` : text;
}

/** Characters that XML cannot hold stand as _xHHHH_ in a workbook (ST_Xstring, ECMA-376, 22.9.2.19); _x005F_ is the underscore of such. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;
