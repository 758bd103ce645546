const HOUR_MS = 3_600_000;
/** How far back a night is looked for: a little more than a year. */
const LOOK_BACK_MS = 367 * 24 * HOUR_MS;

/**
 * The latest time at or before `until` that a schedule meant, of which only the next one after a moment is known; null where
 * there was none in a year.
 */
export function latestNight(nextAfter: (moment: Date) => Date, until: Date): Date | null {
  // Backwards in growing steps until one lies between, then forwards to the last one: few steps for any pattern.
  for (let back = HOUR_MS; back < 2 * LOOK_BACK_MS; back *= 2) {
    const from = until.getTime() - Math.min(back, LOOK_BACK_MS);
    let latest = nextAfter(new Date(from));
    if (latest > until) continue;
    for (let next = nextAfter(latest); next <= until; next = nextAfter(next)) latest = next;
    return latest;
  }
  return null;
}
