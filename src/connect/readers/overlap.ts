import { WangshuError } from '../../domain/errors';
import { offsetAt } from '../../domain/time-zone';
import type { StreamSource } from '../reader';
import { momentOf, type Moment } from './moment';

const DURATION =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECONDS = [31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1];

/** Seconds of an ISO 8601 duration; a year is 365.25 days, a month a twelfth of it. */
export function durationSeconds(duration: string): number {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  return parts.reduce((sum, part, i) => sum + Number(part ?? 0) * (SECONDS[i] ?? 0), 0);
}

const DAY = 86_400;
/** The end of 9999 in seconds since 1970, in whatever zone: what stands for "no end" where times are counted. */
const [NO_END_FROM, NO_END_UNTIL] = [253_402_128_000, 253_402_387_200];

/**
 * A time stamp two days or more in the future: a slip of the source (9999-12-31, PostgreSQL's infinity). A read that started behind it would see
 * nothing ever again. Numbers that may as well be counters are none.
 */
export function isAhead(cursor: string): boolean {
  if (/^infinity$/i.test(cursor)) return true;
  if (/^\d{12}(\d{3})?$/.test(cursor)) {
    const seconds = Number(cursor.slice(0, 12));
    if (seconds >= NO_END_FROM && seconds < NO_END_UNTIL) return true;
  }
  const moment = momentOf(cursor);
  if (moment === null || moment.seconds <= Date.now() / 1000 + 2 * DAY) return false;
  // Counted from 1970 such a time is as likely a number of a large table: all but 13 digits that do not begin with a day.
  const isSure = /^\d{13}(\.|$)/.test(cursor) && momentOf(cursor.slice(0, 8)) === null;
  return moment.form !== 'epoch' || isSure;
}

/** Whole numbers and those with decimals, as sequences and clocks give them out; longer ones are no counters. */
const COUNTER = /^(-?\d{1,20})(\.\d+)?$/;
/** So many numbers may be held by transactions that have not committed yet, where the connector does not say. */
const COUNTER_STEPS = 1_000n;
/** An overlap in numbers. */
const STEPS = /^\d{1,18}$/;

/** What is known of a cursor beside its text. */
export interface Cursor {
  /** How the source orders it, where it says so: numbers by size, or digits as text. */
  readonly order?: 'number' | 'text' | undefined;
  /** Zone of clocks that name none. */
  readonly timeZone?: string | undefined;
  /** So many seconds a transaction was open at the source: a moment is stepped back at least that far. */
  readonly held?: number;
}

/** Whether a cursor is a moment, so that the time for which transactions are open says something of it. */
export const isMoment = (cursor: string): boolean => momentOf(cursor) !== null;

/** Whether `stepBack` knows what lies before a cursor. */
export const canStepBack = (cursor: string): boolean =>
  isMoment(cursor) || COUNTER.test(cursor) || cursor === '' || cursor === '-infinity';

/**
 * A cursor as text, `overlap` earlier, in the form it came in. Moments (moment.ts) step back by the duration; where clocks are put
 * back in their zone, by that hour too. Other whole numbers step back by the number in `overlap`, or by 1,000 where that is a
 * duration: numbers are given out in order, but transactions do not commit in that order. A number against digits is of their own
 * unit, against a written time stamp seconds. What may be either, a moment or a counter, steps back far enough for both. Other text
 * stays as it is.
 */
export function stepBack(cursor: string, overlap: string | undefined, known: Cursor = {}): string {
  const moment = momentOf(cursor);
  const steps = overlap !== undefined && STEPS.test(overlap) ? BigInt(overlap) : null;
  const said = overlap === undefined || steps !== null ? 0 : durationSeconds(overlap);
  const seconds = Math.max(said, known.held ?? 0);
  if (moment?.form === 'written')
    return earlier(moment, cursor, Math.max(seconds, Number(steps ?? 0)), known);
  const byTime = moment === null ? cursor : earlier(moment, cursor, seconds, known);
  const isCounter = moment === null || moment.form === 'epoch' || known.order === 'number';
  if (overlap === undefined || (steps === null && !isCounter)) return byTime;
  const byNumber = lower(cursor, steps ?? COUNTER_STEPS, known);
  return moment === null || isLess(byNumber, byTime) ? byNumber : byTime;
}

function earlier(moment: Moment, cursor: string, seconds: number, { timeZone }: Cursor): string {
  if (seconds === 0) return cursor;
  const putBack =
    moment.isInstant || timeZone === undefined ? 0 : putBackSeconds(moment.seconds, timeZone);
  return moment.earlier(seconds + putBack);
}

/**
 * Seconds by which clocks of a zone are put back in the year of a moment: an hour in most zones with summer time, none in China. A row
 * that is written in that hour bears a time before those of the hour before.
 */
function putBackSeconds(seconds: number, timeZone: string): number {
  const year = new Date(seconds * 1000).getUTCFullYear();
  const offsets = Array.from({ length: 12 }, (_, month) =>
    offsetAt(Date.UTC(year, month, 1), timeZone),
  );
  return (Math.max(...offsets) - Math.min(...offsets)) / 1000;
}

/** A number so much less. Where it may be compared as text it keeps its length, and is never below nothing. */
function lower(cursor: string, steps: bigint, { order }: Cursor): string {
  const [, whole = '', rest = ''] = COUNTER.exec(cursor) ?? [];
  if (whole === '') return cursor;
  const less = BigInt(whole) - steps;
  if (order !== 'text' && !/^0\d/.test(whole)) return `${String(less)}${rest}`;
  return `${String(less < 0n ? 0n : less).padStart(whole.length, '0')}${rest}`;
}

function isLess(a: string, b: string): boolean {
  const whole = (text: string): bigint => BigInt(COUNTER.exec(text)?.[1] ?? 0);
  return whole(a) < whole(b);
}

/**
 * Where a new read begins that has seen `highest`: behind it by the stream's overlap, or by a transaction that was open for longer.
 * Throws SOURCE_PROTOCOL where an overlap is asked for and nobody knows what lies before such a cursor: a read that began right at it
 * would never see what was committed late.
 */
export function startBehind(stream: StreamSource, highest: string, known: Cursor = {}): string {
  const { name, cursor, overlap, timeZone } = stream;
  const isAsked =
    overlap !== undefined && (STEPS.test(overlap) ? Number(overlap) : durationSeconds(overlap)) > 0;
  if (!isAsked || canStepBack(highest)) return stepBack(highest, overlap, { timeZone, ...known });
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a cursor that an overlap of ${overlap} can step back behind is required of ${name}: a time such as 2026-03-05 10:10:10, 2026/03/05 10:10:10 or 20260305101010, seconds or milliseconds since 1970, or a number; ${cursor ?? 'its cursor'} is other text. Name another cursor, leave cursor out so that the stream is read whole, or set overlap: PT0S if no row ever appears late`,
  );
}
