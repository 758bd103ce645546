import type { Page, RawValue, SourceRow, StreamSource, UnreadableRow, Window } from '../../reader';
import { isAhead } from '../overlap';
import { valueAt } from '../value-at';

/** The greatest value of the stream's cursor on a page, and before it. */
export function highestOf(
  list: readonly RawValue[],
  cursor: string | undefined,
  before: string | null,
): string | null {
  if (cursor === undefined) return null;
  return list.reduce<string | null>((highest, row) => {
    const text = cursorOf(row, cursor);
    if (text === null || isAhead(text)) return highest;
    return highest === null || isLater(text, highest) ? text : highest;
  }, before);
}

function cursorOf(row: RawValue, cursor: string): string | null {
  const value = valueAt(row, cursor);
  return value === null || typeof value === 'object' ? null : String(value);
}

/** Numbers by size, everything else as text: time stamps in one form sort that way. */
function isLater(a: string, b: string): boolean {
  const numeric = /^-?\d+(\.\d+)?$/;
  if (!numeric.test(a) || !numeric.test(b)) return a > b;
  // Numbers too long for a double are compared by their digits.
  return Number(a) === Number(b) ? a.length === b.length && a > b : Number(a) > Number(b);
}

/** A row lies in a window by its cursor; sources differ in whether they count the end in. What is no row is kept, to be told of. */
export function isWithin(row: RawValue, cursor: string | undefined, window: Window): boolean {
  if (cursor === undefined || row === null || typeof row !== 'object' || Array.isArray(row))
    return true;
  const text = cursorOf(row, cursor);
  return text !== null && !isLater(window.since, text) && isLater(window.until, text);
}

/** Rows of a page; what is no object is no row, and is kept as it came. */
export function shapeRows(
  list: readonly RawValue[],
  stream: StreamSource,
  before: number,
): Pick<Page, 'rows' | 'unreadable'> {
  const rows: SourceRow[] = [];
  const unreadable: UnreadableRow[] = [];
  list.forEach((row, i) => {
    const place = `${stream.from} row ${String(before + i + 1)}`;
    if (row !== null && typeof row === 'object' && !Array.isArray(row)) {
      const values = stream.fields.map((field) => [field, valueAt(row, field)] as const);
      rows.push({ place, values: Object.fromEntries(values) });
      return;
    }
    const kind = Array.isArray(row) ? 'a list' : row === null ? 'null' : `a ${typeof row}`;
    unreadable.push({
      place,
      code: 'ROW_MALFORMED',
      message: `an object with the fields of a row is required, ${kind} is given`,
      raw: Buffer.from(JSON.stringify(row)).subarray(0, 65_536).toString('base64'),
    });
  });
  return { rows, unreadable };
}

/** Names on this page: the rows' own, and dotted ones that the contract names and a row has. */
export function columnsOf(list: readonly RawValue[], stream: StreamSource): string[] {
  const columns = new Set<string>();
  const dotted = stream.fields.filter((field) => field.includes('.'));
  const heads = new Set(dotted.map((field) => field.split('.')[0]));
  for (const row of list) {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) continue;
    for (const name of Object.keys(row)) if (!heads.has(name)) columns.add(name);
    for (const field of dotted) if (valueAt(row, field) !== null) columns.add(field);
  }
  return [...columns];
}
