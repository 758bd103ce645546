import { dayIn } from './day';

const DAY_MS = 86_400_000;
/** Numbers in names by their size: -2 before -10. */
const order = new Intl.Collator('en', { numeric: true });
const DIGITS = /^(.*?)(\d+)(\D*)$/s;

/** Which of two batches, days or names comes first. */
export const compareIds = (a: string, b: string): number =>
  order.compare(a, b) || Number(a > b) - Number(a < b);

/**
 * What must have come between two batches, in words; null: nothing. `number`: the last number in the ids grows by one, and begins anew
 * (with 0 or 1) where what stands before it changes. `day`: ids hold days, of which none is left out; several batches may be of
 * one day.
 */
export function missingBetween(
  before: string,
  id: string,
  sequence: 'number' | 'day',
): string | null {
  return sequence === 'day' ? missingDay(before, id) : missingNumber(before, id);
}

function missingDay(before: string, id: string): string | null {
  const [from, to] = [dayIn(before), dayIn(id)];
  if (to === null) return `the day in its id ${id}`;
  if (from === null || to - from <= 1) return null;
  const [first, last] = [from + 1, to - 1].map((day) =>
    new Date(day * DAY_MS).toISOString().slice(0, 10),
  );
  return `the batch of ${first ?? ''}${first === last ? '' : ` (up to that of ${last ?? ''})`}`;
}

function missingNumber(before: string, id: string): string | null {
  const [, head, digits, tail] = DIGITS.exec(id) ?? [];
  const [, headBefore, digitsBefore, tailBefore] = DIGITS.exec(before) ?? [];
  if (digits === undefined) return `the number in its id ${id}`;
  const number = BigInt(digits);
  const same = head === headBefore && tail === tailBefore;
  const next = same && digitsBefore !== undefined ? BigInt(digitsBefore) + 1n : 1n;
  if (number <= next) return null;
  const name = (value: bigint): string =>
    `${head ?? ''}${String(value).padStart(digits.length, '0')}${tail ?? ''}`;
  const last = number - 1n;
  return `batch ${name(next)}${last === next ? '' : ` (up to ${name(last)})`}`;
}
