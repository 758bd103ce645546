import type { Page, RawValue, SourceRow, StreamSource, UnreadableRow, Window } from '../../reader';
import { canStepBack, isAhead } from '../overlap';
import { valueAt } from '../value-at';
import { compareCursors, isWithin } from '../within';

/**
 * The greatest value of the stream's cursor on a page, and before it. Words among times or numbers (NULL, none yet) are none: a read that
 * began there would see nothing ever again.
 */
export function highestOf(
  list: readonly RawValue[],
  { cursor, timeZone }: StreamSource,
  before: string | null,
): string | null {
  if (cursor === undefined) return null;
  return list.reduce<string | null>((highest, row) => {
    const text = cursorOf(row, cursor);
    if (text === null || isAhead(text)) return highest;
    if (highest === null) return text;
    const [isKnown, wasKnown] = [canStepBack(text), canStepBack(highest)];
    if (isKnown !== wasKnown) return isKnown ? text : highest;
    return compareCursors(text, highest, timeZone) > 0 ? text : highest;
  }, before);
}

function cursorOf(row: RawValue, cursor: string): string | null {
  const value = valueAt(row, cursor);
  return value === null || typeof value === 'object' ? null : String(value);
}

/**
 * A row lies in a window by its cursor; sources differ in whether they count the end in, and on which clock a window is said. What is no
 * row is kept, to be told of.
 */
export function rowsWithin(
  list: readonly RawValue[],
  { cursor, timeZone }: StreamSource,
  window: Window,
): readonly RawValue[] {
  if (cursor === undefined) return list;
  const isRow = (row: RawValue): boolean =>
    row !== null && typeof row === 'object' && !Array.isArray(row);
  return list.filter((row) => !isRow(row) || isWithin(cursorOf(row, cursor), window, timeZone));
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
