const DAY = /(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)/;
/** A day with its time behind it: 20260301083000. */
const MOMENT = /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})\d{2,9}(?!\d)/;
const DAY_MS = 86_400_000;
/** China has one time zone, and no summer time since 1991. */
const ZONE_MS = 8 * 3_600_000;

/** The first day of the calendar that a name holds (20260301, 2026-03-01, also with a time), in days since 1970; null: none. */
export function dayIn(name: string): number | null {
  const [, year, month, day] = DAY.exec(name) ?? MOMENT.exec(name) ?? [];
  if (year === undefined) return null;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
  return exists ? at.getTime() / DAY_MS : null;
}

/** The end of a day in China, in milliseconds since 1970. */
export const endOfDay = (day: number): number => (day + 1) * DAY_MS - ZONE_MS;
