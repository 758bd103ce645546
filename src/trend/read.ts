import type { Scope } from '../access/scope';
import type { Queryable } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { countDays } from './count';
import { dayNumber, mondayOf } from './days';
import { EARS_BASELINE, EARS_GUARD } from './ears';
import { DAYS_OF, trendPoints, type TrendGrain, type TrendPointRow } from './points';

/** Periods back where no first day is given (schema/trend.graphql). */
const BACK: Readonly<Record<TrendGrain, number>> = { DAY: 90, WEEK: 26 };
/** Three years of days; more is no trend that anybody looks at. */
const MOST_PERIODS = 1100;

interface Range {
  /** First day of the first and of the last period. */
  readonly first: number;
  readonly last: number;
}

/** The periods asked for, whole ones, none after today. */
function rangeOf(grain: TrendGrain, from: string | null, to: string | null, today: number): Range {
  const whole = (day: number): number => (grain === 'WEEK' ? mondayOf(day) : day);
  const last = whole(to === null ? today : Math.min(dayNumber(to), today));
  const first = from === null ? last - BACK[grain] * DAYS_OF[grain] : whole(dayNumber(from));
  if (first > last)
    throw new WangshuError(
      'BAD_USER_INPUT',
      'a first day is required that is not after the last day or after today, a later one is given',
    );
  if ((last - first) / DAYS_OF[grain] >= MOST_PERIODS)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `at most ${String(MOST_PERIODS)} periods are answered at once, more are asked for; give a later first day`,
    );
  return { first, last };
}

/**
 * How often a category (with all below it) occurs in an area (with all below it), period by period, with the mean and
 * bound of EARS C2. Events dated after today are not counted. Callers without a case number do not see counts below k,
 * nor what would give them away (hold-back.ts). Counts are of all departments, whatever streams the caller may read.
 *
 * @param category a code of hub.yaml; whoever calls has checked it
 * @param today YYYY-MM-DD in the hub's time zone
 * @returns points, earliest first; suppressedBelow is null where nothing is held back
 * WangshuError NOT_FOUND for an area that does not exist or that the caller does not work in, and for callers who may read no
 * stream at all; BAD_USER_INPUT for a range that runs backward or is too long.
 */
export async function readTrend(options: {
  readonly reading: { readonly db: Queryable; readonly scope: Scope };
  readonly category: string;
  readonly areaId: Uuid;
  readonly grain: TrendGrain;
  readonly from: string | null;
  readonly to: string | null;
  readonly today: string;
  readonly k: number;
}): Promise<{ points: TrendPointRow[]; suppressedBelow: number | null }> {
  const { reading, category, areaId, grain, from, to, k } = options;
  const { db, scope } = reading;
  const today = dayNumber(options.today);
  const { first, last } = rangeOf(grain, from, to, today);
  // Whole weeks, with the periods before that the first one is judged by.
  const start = mondayOf(first - (EARS_BASELINE + EARS_GUARD) * DAYS_OF[grain]);
  const end = Math.min(mondayOf(last) + 6, today);
  const daily =
    scope.streams.length === 0
      ? null
      : await countDays({ db, scope, category, areaId, start, end });
  if (daily === null)
    throw new WangshuError(
      'NOT_FOUND',
      'the id of an area that you work in is required, another one is given',
    );
  const suppressedBelow = scope.caseNumber === null && k > 1 ? k : null;
  return {
    points: trendPoints(daily, { grain, first, last, today, k: suppressedBelow }),
    suppressedBelow,
  };
}
