import { isCalendarDate, daysInMonth } from '../../domain/calendar';

/** A moment as a source writes it into a cursor. */
export interface Moment {
  /** How it is written: with signs between its parts, as digits without any, or counted from 1970. */
  readonly form: 'written' | 'compact' | 'epoch';
  /** Whole seconds since 1970; of the wall clock as if it hung in UTC, where the text names no zone. */
  readonly seconds: number;
  /** Digits of what is left of the second, without zeros at their end. */
  readonly fraction: string;
  /** The text names its zone, or counts from 1970. */
  readonly isInstant: boolean;
  /**
   * So many whole seconds earlier, in the same form, so that it sorts as text among the source's own. A form that says no seconds, or no
   * time of day, says a moment that is earlier still.
   */
  earlier(seconds: number): string;
}

const WRITTEN =
  /^(\d{4})[-/.年](\d{2})[-/.月](\d{2})日?(?:[T ]?(\d{2})[:时](\d{2})(?:[:分](\d{2})(?:[.,](\d+))?)?[分秒]?)?( ?(?:Z|[+-]\d{2}(?::?\d{2}){0,2}))?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(\d{3}|\d{6})?)?)?$/;
const EPOCH = /^(\d{10}|\d{13}|\d{16}|\d{19})(?:\.(\d+))?$/;

/** Years of digits that are taken for a moment: others are numbers that look like one. */
const isPlausible = (year: number): boolean => (year >= 1900 && year < 2200) || year === 9999;
/** 2000-01-01 and 2100-01-01, in seconds since 1970. */
const [EPOCH_FROM, EPOCH_UNTIL] = [946_684_800, 4_102_444_800];
const DAY = 86_400;
/** 0001-01-01: no source has an earlier day, but for one that is none (0000-00-00). */
const FIRST = -62_135_596_800;

/**
 * A cursor as a moment; null where it is none, or none that can be told from another thing: 2026-03-05 10:10:10 with or without
 * seconds, fraction and zone, the same with / . or 年月日, 20260305, 20260305101010 with or without milliseconds, and seconds,
 * milliseconds, microseconds or nanoseconds since 1970 of the years 2000 to 2100.
 */
export function momentOf(text: string): Moment | null {
  return written(text) ?? compact(text) ?? epoch(text);
}

const trimmed = (digits: string): string => digits.replace(/0+$/, '');

/** Digits of the parts of a moment, year first: two each, the year four. */
const partsOf = (seconds: number): string[] =>
  new Date(Math.max(seconds, FIRST) * 1000).toISOString().slice(0, 19).match(/\d+/g) as string[];

function written(text: string): Moment | null {
  const match = WRITTEN.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour, minute, second, fraction = '', zone] = match;
  const days = dayOf(Number(year), Number(month), Number(day));
  const time = Number(hour ?? 0) * 3_600 + Number(minute ?? 0) * 60 + Number(second ?? 0);
  if (days === null || time > DAY || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60)
    return null;
  const wall = days * DAY + time;
  const said = [year, month, day, hour, minute, second].filter((part) => part !== undefined);
  return {
    form: 'written',
    seconds: wall - offsetOf(zone),
    fraction: trimmed(fraction),
    isInstant: zone !== undefined,
    earlier(seconds) {
      if (wall < FIRST) return text;
      const parts = partsOf(wall - seconds).slice(0, said.length);
      return text.replace(/\d+/g, (digits) => parts.shift() ?? digits);
    },
  };
}

/**
 * Days since 1970. Databases keep days that are none (2026-02-30, 2026-05-00): they count as the last one before them. Null: no day
 * at all.
 */
function dayOf(year: number, month: number, day: number): number | null {
  if (month > 12 || day > 31) return null;
  const before = month === 0 || day === 0 ? 1 : 0;
  const [m, d] = [Math.max(1, month), Math.max(1, month === 0 ? 1 : day)];
  const parts = [String(year).padStart(4, '0'), m, Math.min(d, daysInMonth(year, m))];
  const iso = parts.map((part) => String(part).padStart(2, '0')).join('-');
  return Date.parse(`${iso}T00:00:00Z`) / 1000 / DAY - before;
}

/** Seconds by which a zone is ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  const [hours = '0', minutes = '0', seconds = '0'] = zone?.match(/\d{2}/g) ?? [];
  const size = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return zone?.includes('-') === true ? -size : size;
}

function compact(text: string): Moment | null {
  const match = COMPACT.exec(text);
  if (match === null) return null;
  const fraction = match[7] ?? '';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number((part as string | undefined) ?? 0));
  const exists = isPlausible(year) && isCalendarDate(year, month, day);
  if (!exists || hour > 23 || minute > 59 || second > 59) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  const width = text.length - fraction.length;
  const digits = (seconds: number): string => partsOf(seconds).join('').slice(0, width);
  return {
    form: 'compact',
    seconds: wall,
    fraction: trimmed(fraction),
    isInstant: false,
    earlier: (seconds) => `${digits(wall - seconds)}${fraction}`,
  };
}

function epoch(text: string): Moment | null {
  const [, whole, rest = ''] = EPOCH.exec(text) ?? [];
  if (whole === undefined) return null;
  const seconds = Number(whole.slice(0, 10));
  if (seconds < EPOCH_FROM || seconds >= EPOCH_UNTIL) return null;
  const unit = 10n ** BigInt(whole.length - 10);
  return {
    form: 'epoch',
    seconds,
    fraction: trimmed(`${whole.slice(10)}${rest}`),
    isInstant: true,
    earlier: (by) =>
      `${String(BigInt(whole) - BigInt(by) * unit).padStart(whole.length, '0')}${rest === '' ? '' : `.${rest}`}`,
  };
}
