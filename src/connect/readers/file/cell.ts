import type { Cell, CellValue } from 'exceljs';
import type { RawValue } from '../../reader';

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01, where 1900-01-01 is 1 and 1900 has a 29 February (ECMA-376, 18.17.4.1). */
const EPOCH = 25_569;

/** A cell as what JSON can carry: what a person sees in it, dates as a department would write them. */
export function valueOfCell(cell: Cell): RawValue {
  const { value } = cell;
  if (value === null || typeof value !== 'object' || !('formula' in value))
    return plainValue(value);
  // Not `value.result`: its copy leaves out what is falsy, a sum of 0 too.
  const result = cell.result as CellValue;
  // The stream reader gives results of formulas as bare numbers: days as their serial number, errors as no number.
  if (typeof result !== 'number') return plainValue(result);
  if (Number.isNaN(result)) return '#ERROR!';
  return isDateFormat(cell.numFmt) ? clock((result - EPOCH) * DAY_MS) : result;
}

function plainValue(value: CellValue): RawValue {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value instanceof Date) return clock(value.getTime());
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('formula' in value || 'sharedFormula' in value) return plainValue(value.result);
  if ('text' in value) return plainValue(value.text);
  // #N/A and its like are shown as they stand, so that the field is found wanting and not found empty.
  return value.error;
}

/** A workbook's clock has no time zone. Days are kept as fractions, which miss the second by a hair. */
function clock(ms: number): string {
  const text = new Date(Math.round(ms / 1000) * 1000).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

/** Letters of a date outside quotes, brackets (colours, locales) and escapes. `General` and 0.00 have none. */
function isDateFormat(format: string | undefined): boolean {
  const bare = (format ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  return bare !== 'General' && /[ymdhs]/i.test(bare);
}
