import type { RawValue, StreamSource, Window } from '../../reader';
import { isAhead, stepBack } from '../overlap';
import { digitsOf, numberOf, parseExact, stringifyExact } from './exact-json';

/**
 * A state is the tap's own affair and goes back to it as it came, but for one thing: the bookmark that singer-python and the Singer SDK
 * write, and with them nearly all taps, is stepped back by the stream's overlap when a new run begins. A tap asks for rows from its
 * bookmark on; a row that was committed late, with a time before it, would be lost for ever. A state in another form stays as it is.
 */
type Object_ = Record<string, RawValue>;
const isObject = (value: RawValue | undefined): value is Object_ =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A day: the zone in which the tap understands a bookmark without one is not known. */
const DAY = 'P1D';

/** The names that a tap may use for a stream in its state. */
export type Names = readonly string[];

function steppedValue(value: RawValue, overlap: string | undefined): RawValue {
  const digits = digitsOf(value);
  if (digits !== null) return numberOf(stepBack(digits, overlap));
  return typeof value === 'string' ? stepBack(value, overlap) : value;
}

function steppedMark(mark: RawValue, cursor: string, overlap: string | undefined): RawValue {
  if (!isObject(mark)) return steppedValue(mark, overlap);
  return Object.fromEntries(
    Object.entries(mark).map(([name, value]) => {
      if (name === 'partitions' && Array.isArray(value))
        return [name, value.map((part) => steppedMark(part, cursor, overlap))];
      const own =
        name === cursor ||
        (name === 'replication_key_value' && (mark['replication_key'] ?? cursor) === cursor);
      return [name, own ? steppedValue(value, overlap) : value];
    }),
  );
}

/**
 * The state for a run that has one stream selected: without the mark of which stream the tap was at. Where a run was broken off before its
 * first bookmark, taps have been seen to pass over the very stream that the mark names (pipelinewise-tap-mysql 1.6.0).
 */
export function unmarked(state: string): string {
  const value = parseExact(state);
  if (!isObject(value) || typeof value['currently_syncing'] !== 'string') return state;
  const { currently_syncing: _, ...rest } = value;
  return stringifyExact(rest);
}

/** The state from which a new run begins. */
export function stepped(state: string, names: Names, { cursor, overlap }: StreamSource): string {
  const value = parseExact(state);
  if (cursor === undefined || !isObject(value) || !isObject(value['bookmarks'])) return state;
  const bookmarks = Object.entries(value['bookmarks']).map(([name, mark]) => [
    name,
    names.includes(name) ? steppedMark(mark, cursor, overlap) : mark,
  ]);
  return stringifyExact({ ...value, bookmarks: Object.fromEntries(bookmarks) as Object_ });
}

/**
 * A state that stands in the future (a row with a time of the year 9999): a read from there would see nothing ever again, and has to
 * begin anew.
 */
export function isStateAhead(state: string): boolean {
  const value = parseExact(state);
  const walk = (each: RawValue): boolean =>
    typeof each === 'string'
      ? isAhead(each)
      : Array.isArray(each)
        ? each.some(walk)
        : isObject(each) && Object.values(each).some(walk);
  return walk(isObject(value) ? (value['bookmarks'] ?? value) : value);
}

/** A state that makes a tap begin at a window's start, in the form nearly all taps take. Whoever does not heed it reads more than is asked for. */
export function windowState(
  { since }: Window,
  names: Names,
  cursor: string,
  numeric: boolean,
): string {
  const text = stepBack(since, numeric ? undefined : DAY);
  const value: RawValue = numeric && /^-?\d+$/.test(text) ? numberOf(text) : text;
  const mark = { replication_key: cursor, replication_key_value: value, [cursor]: value };
  return stringifyExact({ bookmarks: Object.fromEntries(names.map((name) => [name, mark])) });
}
