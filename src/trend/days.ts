import { isCalendarDate } from '../domain/calendar';
import { WangshuError } from '../domain/errors';

/** Days as whole numbers since 1970-01-01, so that calendars are added to and compared like numbers. */
const MS_PER_DAY = 86_400_000;
/** 1970-01-01 was a Thursday, three days behind its Monday. */
const DAYS_SINCE_MONDAY = 3;

/** Number of a day given as YYYY-MM-DD (GB/T 7408). WangshuError BAD_USER_INPUT for other text. */
export function dayNumber(day: string): number {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (isCalendarDate(Number(year), Number(month), Number(date)))
    return Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'a day of the calendar is required as YYYY-MM-DD, another text is given',
  );
}

/** YYYY-MM-DD of a day's number. */
export function dayText(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** The Monday of a day's week. */
export function mondayOf(day: number): number {
  const since = (day + DAYS_SINCE_MONDAY) % 7;
  return day - (since < 0 ? since + 7 : since);
}
