import type { RawValue } from '../../reader';

/**
 * JSON that goes back to the tap digit for digit: a number that a double cannot hold is a text that begins with this, until it is
 * written again.
 */
const MARK = '\u0001';
/** A text in quotes, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = /"\\u0001(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;

const isExact = (token: string): boolean => JSON.stringify(Number(token)) === token;

/** JSON whose numbers can be written again as they stood. Throws SyntaxError like JSON.parse. */
export function parseExact(text: string): RawValue {
  // Texts of the source cannot be taken for numbers: a control character stands escaped in JSON, and only our own begins so.
  return JSON.parse(
    text.replace(TOKEN, (token) =>
      token[0] === '"' || isExact(token) ? token : `"\\u0001${token}"`,
    ),
  ) as RawValue;
}

/** The text of what parseExact read. */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value).replace(MARKED, '$1');
}

/** A number as its digits, whether it fits a double or not; null for everything else. */
export function digitsOf(value: RawValue): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(1) : null;
}

/** The number of these digits, as parseExact would have read it. */
export function numberOf(digits: string): RawValue {
  return isExact(digits) ? Number(digits) : MARK + digits;
}
