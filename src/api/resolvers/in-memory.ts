import { WangshuError } from '../../domain/errors';
import type { PageArgs, PageOf } from '../../graph/read/types';

const PREFIX = 'list:';

const cursorOf = (key: string): string => Buffer.from(PREFIX + key, 'utf8').toString('base64url');

/** Where the row under a cursor stands; BAD_USER_INPUT for what is no cursor of this list. */
function positionOf(keys: readonly string[], cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const position = text.startsWith(PREFIX) ? keys.indexOf(text.slice(PREFIX.length)) : -1;
  if (position >= 0) return position;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'a cursor of this list is required, such as its edges and pageInfo carry; what was given is not one',
  );
}

/**
 * A page of a list that lies in memory whole (the catalogue), after the same rules as pages from the database.
 * @param keyOf unique key of a row; the cursor is made of it
 */
export function pageOfList<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { first, after, last, before }: PageArgs,
): PageOf<Row> {
  const keys = rows.map(keyOf);
  const low = typeof after === 'string' ? positionOf(keys, after) + 1 : 0;
  const high = typeof before === 'string' ? positionOf(keys, before) : rows.length;
  const backwards = typeof last === 'number';
  const start = backwards ? Math.max(low, high - last) : low;
  const end = backwards ? high : Math.min(high, low + (first ?? rows.length));
  return {
    rows: rows.slice(start, end),
    cursors: keys.slice(start, end).map(cursorOf),
    hasNextPage: end < rows.length,
    hasPreviousPage: start > 0,
  };
}
