/** Calendar arithmetic without Date objects: mapping asks for it several times a row. Gregorian (GB/T 7408). */

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month (1–12); 0 where there is no such month. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0);
}

/** Whether year, month (1–12) and day name a day that exists. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= daysInMonth(year, month);
}

/** `YYYY-MM-DD` of a day between the years 0 and 9999. */
export function isoDate(year: number, month: number, day: number): string {
  const head = String(year).padStart(4, '0');
  return `${head}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}
