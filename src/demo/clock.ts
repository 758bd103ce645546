/**
 * Time in the demo is wall-clock time of Asia/Shanghai (UTC+8, no summer time), counted as if it were UTC: a day is
 * days since 1970-01-01, a moment is seconds since 1970-01-01 00:00:00. The machine's own zone and today's date
 * never enter.
 */
import { WangshuError } from '../domain/errors';

export type Day = number;
export type Moment = number;

export const DAY = 86_400;
export const HOUR = 3_600;

const dayCache = new Map<Day, string>();
const pad = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** Parses `YYYY-MM-DD`; WangshuError CONFIG_INVALID when it is not a day of the calendar. */
export function parseDay(text: string): Day {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  const day = ms / 86_400_000;
  if (!Number.isInteger(day) || isoDay(day) !== text) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a calendar day as YYYY-MM-DD is required for asOf, ${JSON.stringify(text)} given`,
    );
  }
  return day;
}

/** `YYYY-MM-DD`. */
export function isoDay(day: Day): string {
  let text = dayCache.get(day);
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10);
    dayCache.set(day, text);
  }
  return text;
}

/** `YYYYMMDD`. */
export function compactDay(day: Day): string {
  const iso = isoDay(day);
  return iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10);
}

export function dayOf(moment: Moment): Day {
  return Math.floor(moment / DAY);
}

function clockOf(moment: Moment): [string, string, string] {
  const s = moment - dayOf(moment) * DAY;
  return [pad(Math.floor(s / HOUR)), pad(Math.floor((s % HOUR) / 60)), pad(s % 60)];
}

/** `YYYY-MM-DD HH:MM:SS`. */
export function isoMoment(moment: Moment): string {
  return `${isoDay(dayOf(moment))} ${clockOf(moment).join(':')}`;
}

/** `YYYY-MM-DDTHH:MM:SS+08:00`. */
export function zonedMoment(moment: Moment): string {
  return `${isoMoment(moment).replace(' ', 'T')}+08:00`;
}

/** `YYYYMMDDHHMMSS`. */
export function compactMoment(moment: Moment): string {
  return compactDay(dayOf(moment)) + clockOf(moment).join('');
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function yearOf(day: Day): number {
  return Number(isoDay(day).slice(0, 4));
}

/** Share of the year gone by, 0 to 1. */
export function yearPhase(day: Day): number {
  return ((day + 0.5) % 365.2425) / 365.2425;
}
