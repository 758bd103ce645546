import { dayText } from './days';
import { ears } from './ears';
import { shownDays, shownTotal } from './hold-back';

export type TrendGrain = 'DAY' | 'WEEK';
export type TrendStatus = 'NORMAL' | 'ALARM' | 'INSUFFICIENT_HISTORY' | 'INCOMPLETE' | 'SUPPRESSED';

export interface TrendPointRow {
  /** First and last day of the period, YYYY-MM-DD. */
  readonly start: string;
  readonly end: string;
  /** Number of events; null where it is held back. */
  readonly count: number | null;
  /** Mean of the baseline and bound over it (EARS C2); null where they are unknown or would give a count away. */
  readonly expected: number | null;
  readonly upper: number | null;
  readonly status: TrendStatus;
  /** The period is not over. */
  readonly incomplete: boolean;
}

/** Daily counts as they stand in the cube, without a gap. Days are numbers (days.ts). */
export interface DailyCounts {
  /** A Monday. */
  readonly start: number;
  readonly counts: readonly number[];
  /** First day of which the hub knows anything of this category; null: of none. */
  readonly knownFrom: number | null;
}

export interface Asked {
  readonly grain: TrendGrain;
  /** First day of the first and of the last period that is answered. */
  readonly first: number;
  readonly last: number;
  readonly today: number;
  /** Counts below are held back; null: none. */
  readonly k: number | null;
}

export const DAYS_OF: Readonly<Record<TrendGrain, number>> = { DAY: 1, WEEK: 7 };

/** Periods as the caller may see them: all of it that follows (bounds, alarms) is computed from these alone. */
function shownPeriods(daily: DailyCounts, grain: TrendGrain, k: number | null): (number | null)[] {
  const limit = k ?? Number.NEGATIVE_INFINITY;
  const shown: (number | null)[] = [];
  for (let i = 0; i < daily.counts.length; i += 7) {
    const week = { days: daily.counts.slice(i, i + 7) };
    if (grain === 'DAY') shown.push(...shownDays(week, limit));
    else shown.push(shownTotal(week, limit));
  }
  return shown;
}

/** Counts, bounds and what is to be said of each period that was asked for (EARS C2; ears.ts, hold-back.ts). */
export function trendPoints(daily: DailyCounts, asked: Asked): TrendPointRow[] {
  const { grain, first, last, today, k } = asked;
  const length = DAYS_OF[grain];
  const shown = shownPeriods(daily, grain, k);
  const { knownFrom } = daily;
  const startOf = (i: number): number => daily.start + i * length;
  // A period that the first known day cuts is not known whole: it is shown, and is no history.
  const history = shown.map((count, i) =>
    knownFrom !== null && startOf(i) >= knownFrom ? count : null,
  );
  const bounds = ears('C2', history);
  const points: TrendPointRow[] = [];
  for (let start = first; start <= last; start += length) {
    const i = (start - daily.start) / length;
    const count = shown[i] ?? null;
    const bound = count === null ? null : (bounds[i] ?? null);
    const end = start + length - 1;
    const incomplete = end >= today;
    points.push({
      start: dayText(start),
      end: dayText(end),
      count,
      expected: bound?.expected ?? null,
      upper: bound?.upper ?? null,
      status: statusOf(count, bound?.upper ?? null, incomplete),
      incomplete,
    });
  }
  return points;
}

function statusOf(count: number | null, upper: number | null, incomplete: boolean): TrendStatus {
  if (count === null) return 'SUPPRESSED';
  if (incomplete) return 'INCOMPLETE';
  if (upper === null) return 'INSUFFICIENT_HISTORY';
  return count > upper ? 'ALARM' : 'NORMAL';
}
