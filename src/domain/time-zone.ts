/** Wall clocks of named time zones (IANA), by the runtime's own rules, with small caches: departments write local time. */
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

/** Milliseconds by which `timeZone` is ahead of UTC at that instant (milliseconds since 1970). */
export function offsetAt(instant: number, timeZone: string): number {
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

const QUARTER = 900_000;
const CACHED = 50_000;
const offsets = new Map<string, Map<number, number>>();

/**
 * The instant (milliseconds since 1970) at which the wall clock of `timeZone` shows `wall`, itself written as if it were UTC.
 * A wall time that comes twice (clocks put back) is the later one or the earlier one, always the same; one that never
 * comes is the instant as many minutes behind the gap.
 */
export function instantAt(wall: number, timeZone: string): number {
  let known = offsets.get(timeZone);
  if (known === undefined) offsets.set(timeZone, (known = new Map<number, number>()));
  // Clocks are changed on whole quarters of an hour, everywhere and always.
  const quarter = Math.floor(wall / QUARTER);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = offsetAt(wall - offsetAt(wall, timeZone), timeZone);
    if (known.size > CACHED) known.clear();
    known.set(quarter, offset);
  }
  return wall - offset;
}
