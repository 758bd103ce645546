import type { RawValue, Window } from '../../reader';

const NUMBER = /^-?\d+(\.\d+)?$/;
const STAMP = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const ZONE = /\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/i;

/** Whether a row's cursor lies in a window; rows without one lie in none. */
export function isWithin(cursor: RawValue, { since, until }: Window): boolean {
  if (cursor === null || typeof cursor === 'object') return false;
  const text = String(cursor);
  return compare(text, since) >= 0 && compare(text, until) < 0;
}

/** Numbers by size, time stamps by instant (by the wall clock where one of them names no zone), all else as text. */
function compare(a: string, b: string): number {
  if (NUMBER.test(a) && NUMBER.test(b)) {
    if (!/[.]/.test(a + b)) return Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b));
    return Number(a) - Number(b);
  }
  if (!STAMP.test(a) || !STAMP.test(b)) return Number(a > b) - Number(a < b);
  const zoned = ZONE.test(a) && ZONE.test(b);
  const [left, right] = [instant(a, zoned), instant(b, zoned)];
  return left.ms === right.ms
    ? Number(left.rest > right.rest) - Number(left.rest < right.rest)
    : left.ms - right.ms;
}

function instant(text: string, zoned: boolean): { ms: number; rest: string } {
  const [, day = '', time = '00:00:00', fraction = '', zone = ''] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?)?\s*(\S*)$/.exec(text) ?? [];
  const at = zoned ? zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2') : 'Z';
  return {
    ms: Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${at}`),
    rest: fraction.replace(/0+$/, ''),
  };
}
