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

/**
 * A time stamp as text, `overlap` earlier, in the form it came in (blank or T, zone or none; fractions are cut, which steps
 * back further). Text that is no time stamp, such as a number, stays as it is: numbers are given out in order or
 * the source needs another cursor.
 */
export function stepBack(cursor: string, overlap: string | undefined): string {
  if (overlap === undefined) return cursor;
  const [, day, time = '00:00:00', , zone = ''] = STAMP.exec(cursor) ?? [];
  if (day === undefined) return cursor;
  const full = time.length === 5 ? `${time}:00` : time;
  const at = new Date(Date.parse(`${day}T${full}Z`) - durationSeconds(overlap) * 1000);
  const text = at.toISOString().slice(0, 19);
  if (cursor.length === day.length) return text.replace('T', ' ');
  return `${cursor[10] === 'T' ? text : text.replace('T', ' ')}${zone}`;
}
