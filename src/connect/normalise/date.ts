import { isCalendarDate, isoDate } from '../../domain/calendar';
import { instantAt } from '../../domain/time-zone';
import type { RawValue } from '../reader';
import { arabicDate } from './numerals';
import { folded, shapeOf, stated } from './text';
import { known, nothing, unreadable, type NormaliseOptions, type Normaliser } from './types';

/** A day and, where the text has one, a time of day; `offset` in minutes where the text says so. */
interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time?: { readonly ms: number; readonly offset?: number };
}

const DAY_MS = 86_400_000;
/** Years that a department's row may speak of. */
const FIRST_YEAR = 1850;
const LAST_YEAR = 2199;
/** Serial numbers of spreadsheets: days since 1899-12-30, from 1900-03-01 (before, Excel counts a day that never was). */
const SERIAL = { unixEpoch: 25_569, first: 61, last: 109_938 } as const;

/** What stands for "no end" and "not known". */
const OPEN = /^(?:长期|永久|至今|9999[-/.年]?12[-/.月]?31日?.*|0000[-/.]?00[-/.]?00.*|1\/1\/1)$/;

const TIME =
  /^[T\s]*(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](?:(\d{1,2})(?:[.,](\d{1,9}))?秒?)?)?)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2})?)?$/i;

function timeOf(text: string): Moment['time'] | null | undefined {
  if (text.trim() === '') return undefined;
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, hour = '', minute = '0', second = '0', fraction = '', utc, sign, oh = '0', om = '0'] =
    match;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const endOfDay = h === 24 && m === 0 && s === 0;
  if ((h > 23 && !endOfDay) || m > 59 || s > 59) return null;
  const ms =
    ((h * 60 + m) * 60 + s) * 1000 +
    Math.floor(Number(`0.${fraction === '' ? '0' : fraction}`) * 1000);
  if (utc !== undefined) return { ms, offset: 0 };
  if (sign === undefined) return { ms };
  const offset = Number(oh) * 60 + Number(om);
  return offset > 14 * 60 ? null : { ms, offset: sign === '-' ? -offset : offset };
}

const WRITTEN = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日|(?=$|[T\s]))(.*)$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2})(\d{2})(\d{2})?)?$/;

function momentIn(year: string, month: string, day: string, rest: string): Moment | null {
  const time = timeOf(rest);
  if (time === null) return null;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  return time === undefined ? date : { ...date, time };
}

function fromInstant(instant: number): Moment {
  const date = new Date(instant);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const ms = instant - Date.UTC(year, month - 1, day);
  return ms === 0 ? { year, month, day } : { year, month, day, time: { ms } };
}

function fromSerial(text: string): Moment | null {
  const serial = Number(text);
  if (!(serial >= SERIAL.first && serial < SERIAL.last)) return null;
  // Fractions of a day come with the rounding of their maker: whole seconds are meant.
  return fromInstant(Math.round((serial - SERIAL.unixEpoch) * 86_400) * 1000);
}

const formats = new Map<string, { pattern: RegExp; order: string[] }>();

/** A pattern such as DD/MM/YYYY as an expression; one or two digits where it has two letters. */
function formatOf(format: string): { pattern: RegExp; order: string[] } {
  let found = formats.get(format);
  if (found === undefined) {
    const order: string[] = [];
    const source = format.replace(/YYYY|MM|DD|M|D|[^YMD]/g, (token) => {
      if (!/^[YMD]/.test(token)) return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      order.push(token.charAt(0));
      return token === 'YYYY' ? '(\\d{4})' : '(\\d{1,2})';
    });
    found = { pattern: new RegExp(`^${source}(.*)$`), order };
    formats.set(format, found);
  }
  return found;
}

function byFormat(text: string, format: string): Moment | null {
  const { pattern, order } = formatOf(format);
  const match = pattern.exec(text);
  if (match === null) return null;
  const part = (letter: string): string => match[order.indexOf(letter) + 1] ?? '';
  return momentIn(part('Y'), part('M'), part('D'), match[order.length + 1] ?? '');
}

function parse(text: string, format: string | undefined): Moment | null {
  if (format !== undefined) return byFormat(text, format);
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year = '', month = '', day = '', hour, minute = '', second = '00'] = compact;
    return momentIn(year, month, day, hour === undefined ? '' : `${hour}:${minute}:${second}`);
  }
  const written = WRITTEN.exec(/[〇零一二三四五六七八九十]/.test(text) ? arabicDate(text) : text);
  if (written !== null) {
    const [, year = '', month = '', day = '', rest = ''] = written;
    return momentIn(year, month, day, rest);
  }
  return /^\d{2,6}(?:\.\d+)?$/.test(text) ? fromSerial(text) : null;
}

function read(
  raw: RawValue,
  options: NormaliseOptions,
): { moment: Moment } | { text: string } | null {
  const text = stated(folded(raw));
  if (text === null || OPEN.test(text)) return null;
  const moment = parse(text, options.format);
  const real =
    moment !== null &&
    moment.year >= FIRST_YEAR &&
    moment.year <= LAST_YEAR &&
    isCalendarDate(moment.year, moment.month, moment.day);
  return real ? { moment } : { text };
}

const zoneOf = (options: NormaliseOptions): string => options.timeZone ?? 'Asia/Shanghai';

/** The wall clock of a moment, written as if it were UTC. */
function wallOf({ year, month, day, time }: Moment): number {
  return Date.UTC(year, month - 1, day) + (time?.ms ?? 0);
}

/**
 * A day as `YYYY-MM-DD` (GB/T 7408). Read are 20260305, 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日, 二〇二六年三月五日, times behind
 * them, serial numbers of spreadsheets, or `format`. Days that do not exist are refused.
 */
export const date: Normaliser = {
  name: 'date',
  whenInvalid: 'quarantine',
  normalise(raw, options) {
    const found = read(raw, options);
    if (found === null) return nothing();
    if ('text' in found)
      return unreadable(
        `a date that exists (${options.format ?? 'YYYY-MM-DD, YYYYMMDD, YYYY年M月D日 …'})`,
        shapeOf(found.text),
      );
    const { moment } = found;
    if (moment.time?.offset === undefined)
      return known(isoDate(moment.year, moment.month, moment.day));
    // An instant of another clock: its day is the day in the source's own zone.
    const instant = wallOf(moment) - moment.time.offset * 60_000;
    const wall = 2 * instant - instantAt(instant, zoneOf(options));
    return known(new Date(wall).toISOString().slice(0, 10));
  },
};

/** Instant as ISO 8601 in UTC, `2026-03-05T01:30:00Z`; without an offset the clock is that of `timeZone`. */
export const dateTime: Normaliser = {
  name: 'dateTime',
  whenInvalid: 'quarantine',
  normalise(raw, options) {
    const found =
      typeof raw === 'number' && raw > 1e11 && raw < 1e13 ? epoch(raw) : read(raw, options);
    if (found === null) return nothing();
    if ('text' in found)
      return unreadable(
        `a time that exists (${options.format ?? 'YYYY-MM-DD HH:MM:SS, YYYYMMDDHHMMSS …'})`,
        shapeOf(found.text),
      );
    const { moment } = found;
    const wall = wallOf(moment);
    const offset = moment.time?.offset;
    const instant =
      offset === undefined ? instantAt(wall, zoneOf(options)) : wall - offset * 60_000;
    return known(new Date(instant).toISOString().replace('.000', ''));
  },
};

/** Milliseconds since 1970, as JSON interfaces give them. */
function epoch(ms: number): { moment: Moment } {
  const day = new Date(ms);
  const [year, month, date_] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
  return {
    moment: {
      year,
      month,
      day: date_,
      time: { ms: ms - Math.floor(ms / DAY_MS) * DAY_MS, offset: 0 },
    },
  };
}
