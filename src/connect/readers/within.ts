import { instantAt } from '../../domain/time-zone';
import type { RawValue, Window } from '../reader';
import { momentOf, type Moment } from './moment';

const NUMBER = /^(-?)0*(\d+)(?:\.(\d+))?$/;
/** The zone of connectors that name none. */
const USUAL = 'Asia/Shanghai';

/** Whether a row's cursor lies in a window, which may be said on another clock than the source's; rows without one lie in none. */
export function isWithin(
  cursor: RawValue,
  { since, until }: Window,
  timeZone: string = USUAL,
): boolean {
  if (cursor === null || typeof cursor === 'object') return false;
  const text = String(cursor);
  return compareCursors(text, since, timeZone) >= 0 && compareCursors(text, until, timeZone) < 0;
}

/**
 * Below 0 where `a` comes before `b`: numbers by size, moments by when they are (moment.ts), a clock without a zone being that of
 * `timeZone`, and all else as text.
 */
export function compareCursors(a: string, b: string, timeZone: string = USUAL): number {
  const [left, right] = [NUMBER.exec(a), NUMBER.exec(b)];
  if (left !== null && right !== null) return compareNumbers(left, right);
  const [first, second] = [momentOf(a), momentOf(b)];
  if (first === null || second === null) return compareTexts(a, b);
  // Two clocks of one zone are compared as they stand: which of two like hours is meant, nobody knows.
  const isOneClock = !first.isInstant && !second.isInstant;
  const at = (moment: Moment): number =>
    moment.isInstant || isOneClock
      ? moment.seconds
      : instantAt(moment.seconds * 1000, timeZone) / 1000;
  return at(first) - at(second) || compareTexts(first.fraction, second.fraction);
}

const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Digit by digit: those that a department gives out may be longer than a double holds. */
function compareNumbers(a: RegExpExecArray, b: RegExpExecArray): number {
  const whole = ([, sign = '', digits = '']: RegExpExecArray): bigint => BigInt(`${sign}${digits}`);
  const [left, right] = [whole(a), whole(b)];
  if (left !== right) return left > right ? 1 : -1;
  const rest = (match: RegExpExecArray): string => (match[3] ?? '').replace(/0+$/, '');
  const sign = a[1] === '-' || b[1] === '-' ? -1 : 1;
  return sign * compareTexts(rest(a), rest(b));
}
