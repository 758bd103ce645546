/** Calendar dates and instants in a named time zone, with small caches: departments write local time. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, found);
  }
  return found;
}

/** Milliseconds by which `timeZone` is ahead of UTC at that instant. */
function offsetAt(instant: number, timeZone: string): number {
  const part: Record<string, string> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(instant)) part[type] = value;
  const wall = Date.UTC(
    Number(part['year']),
    Number(part['month']) - 1,
    Number(part['day']),
    Number(part['hour']),
    Number(part['minute']),
    Number(part['second']),
  );
  return wall - Math.floor(instant / 1000) * 1000;
}

const midnights = new Map<string, string>();

/** The instant at which `date` (YYYY-MM-DD) begins in `timeZone`, as ISO 8601 UTC. Other text is returned as it is. */
export function instantOf(date: string, timeZone: string): string {
  if (date.length !== 10) return date;
  const key = `${timeZone} ${date}`;
  let found = midnights.get(key);
  if (found === undefined) {
    const utc = Date.parse(`${date}T00:00:00Z`);
    found = new Date(utc - offsetAt(utc - offsetAt(utc, timeZone), timeZone)).toISOString();
    if (midnights.size > 50_000) midnights.clear();
    midnights.set(key, found);
  }
  return found;
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
