import type { RawValue, SourceRow, StreamSource, UnreadableRow } from '../../reader';
import type { Position } from './position';
import { LONGEST_VALUE, TOO_LONG, type Statements } from './statement';
import { plainValue } from './types';

export type SqlRow = Record<string, unknown>;

/** As much of an unreadable row is kept. */
const KEPT = 64 * 1024;

interface Shaped {
  readonly readable: readonly SourceRow[];
  readonly unreadable: readonly UnreadableRow[];
  /** Of all values, about. */
  readonly characters: number;
}

/** Rows of a driver as rows of a source: the fields asked for, as JSON can carry them; those with a value that is too long apart. */
export function shapeRows(
  stream: StreamSource,
  statements: Statements,
  at: Position,
  rows: readonly SqlRow[],
): Shaped {
  const { long } = statements;
  const readable: SourceRow[] = [];
  const unreadable: UnreadableRow[] = [];
  let characters = 0;
  rows.forEach((row, i) => {
    const place = `${stream.from} row ${String(at.read + i + 1)} of the read`;
    const values: Record<string, RawValue> = {};
    for (const name of stream.fields) {
      const value = plainValue(row[name]);
      if (typeof value === 'string') characters += value.length;
      values[name] = value;
    }
    const field = long.length === 0 ? null : (row[TOO_LONG.field] ?? null);
    if (field === null) {
      readable.push({ place, values });
      return;
    }
    const name = long[Number(field)]?.name ?? '';
    const kept = { ...values, [name]: plainValue(row[TOO_LONG.beginning]) };
    unreadable.push({
      place,
      code: 'VALUE_TOO_LONG',
      message: `a value of at most ${String(LONGEST_VALUE)} bytes is required in ${name}, one of ${String(row[TOO_LONG.bytes])} is given; only its beginning was read`,
      raw: Buffer.from(JSON.stringify(kept)).subarray(0, KEPT).toString('base64'),
    });
  });
  return { readable, unreadable, characters };
}
