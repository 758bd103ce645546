const HOUR_MS = 3_600_000;
/** How far back a night is looked for: a little more than a year. */
const LOOK_BACK_MS = 367 * 24 * HOUR_MS;

/**
 * The latest time at or before `until` that a schedule meant, of which only the next one after a moment is known; null where
 * there was none in a year.
 */
export function latestNight(nextAfter: (moment: Date) => Date, until: Date): Date | null {
  // Backwards in growing steps until two lie between, then forwards to the last one: few steps for any pattern. The first one
  // found is not trusted while there may be an earlier one: asked from within an hour that the clocks repeat or leave out,
  // a schedule names another time than it does from the night before.
  let only: Date | null = null;
  for (let back = HOUR_MS; back < 2 * LOOK_BACK_MS; back *= 2) {
    const first = nextAfter(new Date(until.getTime() - Math.min(back, LOOK_BACK_MS)));
    if (first > until) continue;
    let latest = first;
    for (
      let next = nextAfter(latest);
      next <= until && next.getTime() > latest.getTime();
      next = nextAfter(next)
    )
      latest = next;
    if (latest > first) return latest;
    only = latest;
  }
  return only;
}
