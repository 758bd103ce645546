/** Cursors are kept as the source writes them; stepping back behind one needs their two forms alone. */
const STAMP = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?)?(.*)$/;
const DURATION =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECONDS = [31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1];

/** Seconds of an ISO 8601 duration; a year is 365.25 days, a month a twelfth of it. */
export function durationSeconds(duration: string): number {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  return parts.reduce((sum, part, i) => sum + Number(part ?? 0) * (SECONDS[i] ?? 0), 0);
}

const DAY_MS = 86_400_000;

interface Stamp {
  readonly day: string;
  /** Milliseconds of the wall clock, as if it hung in UTC. */
  readonly at: number;
  readonly zone: string;
}

/** A time stamp taken apart; null where the text is none, or no day of the calendar (0000-00-00). */
function stampOf(text: string): Stamp | null {
  const [, day, time = '00:00:00', , zone = ''] = STAMP.exec(text) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  return Number.isNaN(at) ? null : { day, at, zone };
}

/**
 * A time stamp two days or more in the future: a slip of the source (9999-12-31, PostgreSQL's infinity). A read that started behind it would see
 * nothing ever again.
 */
export function isAhead(cursor: string): boolean {
  const stamp = stampOf(cursor);
  if (stamp === null) return cursor === 'infinity';
  return stamp.at > Date.now() + 2 * DAY_MS;
}

/** Whole numbers, as sequences give them out; longer ones are no counters. */
const COUNTER = /^-?\d{1,18}$/;
/** So many numbers may be held by transactions that have not committed yet, where the connector does not say. */
const COUNTER_STEPS = 1_000n;

/**
 * A cursor as text, `overlap` earlier. A time stamp comes in the form it came in (blank or T, zone or none; fractions are cut,
 * which steps back further). A whole number steps back by the number in `overlap`, or by 1,000 where that is a duration:
 * numbers are given out in order, but transactions do not commit in that order. A number against a time stamp is seconds. Other
 * text stays as it is.
 */
export function stepBack(cursor: string, overlap: string | undefined): string {
  if (overlap === undefined) return cursor;
  const steps = COUNTER.test(overlap) ? BigInt(overlap) : null;
  if (COUNTER.test(cursor)) return String(BigInt(cursor) - (steps ?? COUNTER_STEPS));
  const stamp = stampOf(cursor);
  if (stamp === null) return cursor;
  const seconds = steps === null ? durationSeconds(overlap) : Number(steps);
  const text = new Date(stamp.at - seconds * 1000).toISOString().slice(0, 19);
  if (cursor.length === stamp.day.length) return text.replace('T', ' ');
  return `${cursor[10] === 'T' ? text : text.replace('T', ' ')}${stamp.zone}`;
}
