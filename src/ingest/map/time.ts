import { instantAt, offsetAt } from '../../domain/time-zone';

/** The instant at which `date` (YYYY-MM-DD) begins in `timeZone`, as ISO 8601 UTC. Other text is returned as it is. */
export function instantOf(date: string, timeZone: string): string {
  if (date.length !== 10) return date;
  return new Date(instantAt(Date.parse(`${date}T00:00:00Z`), timeZone)).toISOString();
}

const dates = new Map<string, string>();

/** The calendar date of an instant in `timeZone`; a date is returned as it is. */
export function dateOf(instant: string, timeZone: string): string {
  if (instant.length === 10) return instant;
  // All of an hour falls on one date in every zone in use (offsets are whole quarters of an hour: keep the quarter).
  const quarter = `${instant.slice(0, 14)}${String(Math.floor(Number(instant.slice(14, 16)) / 15))}`;
  const key = `${timeZone} ${quarter}`;
  let found = dates.get(key);
  if (found === undefined) {
    const at = Date.parse(instant);
    found = new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
    if (dates.size > 50_000) dates.clear();
    dates.set(key, found);
  }
  return found;
}
