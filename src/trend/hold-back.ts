/**
 * What callers without a case see of counts: none from 1 to k-1, and nothing that gives one of those back.
 *
 * Covered, for one category in one area, whatever grains and ranges are asked for at one time:
 * - A weekly total less the days that are shown: a week with a small day shows no day that is not zero. Two or more stand
 *   for the total then, and no one of them can be worked out.
 * - How many days are not zero: seven days that add up to less than k, for a k up to 8, can be told apart by their number
 *   alone. For such a k the zero days of that week are not shown either. Else zeros always are: "nothing happened".
 * - Ranges that cut a week: weeks are weighed whole, wherever the range begins or ends.
 * - Bounds: the mean and deviation of a baseline give a count of it back. Held back counts are unknown to whoever computes a
 *   bound (points.ts), so that bounds and alarms follow from what is shown.
 *
 * Guaranteed for k of 3 or more; of k = 2 the only small count is 1, and "held back" names it.
 * Not covered, the later access issue: an area less the areas below it, a category less the categories below it (they need
 * the tree, not one series), and answers kept from different days (a week as it grows, a record that came late).
 */
export interface Week {
  /** Number of events of each day from Monday; fewer than seven while the week is under way. */
  readonly days: readonly number[];
}

/** Up to here the number of days in a week that are not zero can give their counts away. */
const FEW = 8;

const isSmall = (count: number, k: number): boolean => count !== 0 && count < k;

/** The days of a week as they are shown; null: held back. */
export function shownDays({ days }: Week, k: number): (number | null)[] {
  if (!days.some((count) => isSmall(count, k))) return [...days];
  return days.map((count) => (count === 0 && k > FEW ? 0 : null));
}

/** The total of a week as it is shown; null: held back. */
export function shownTotal({ days }: Week, k: number): number | null {
  const total = days.reduce((sum, count) => sum + count, 0);
  return isSmall(total, k) ? null : total;
}
