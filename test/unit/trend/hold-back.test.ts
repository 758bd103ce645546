import fc from 'fast-check';
import { shownDays, shownTotal, type Week } from '../../../src/trend/hold-back';

/** All that a caller without a case can learn of a week: its days and its total. */
const viewOf = (week: Week, k: number): string =>
  JSON.stringify([shownDays(week, k), shownTotal(week, k)]);

function* weeksOf(length: number, most: number): Generator<number[]> {
  if (length === 0) yield [];
  else
    for (const rest of weeksOf(length - 1, most))
      for (let count = 0; count <= most; count += 1) yield [count, ...rest];
}

const lengths = [1, 2, 3, 4, 5, 6, 7];

describe('small counts', () => {
  it('are never shown, and zeros and large ones are, where no small day stands beside them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 12 }),
        (days, k) => {
          const isSmall = (count: number): boolean => count > 0 && count < k;
          const shown = [...shownDays({ days }, k), shownTotal({ days }, k)];
          for (const count of shown) expect(count !== null && isSmall(count)).toBe(false);
          if (!days.some(isSmall)) expect(shown).not.toContain(null);
        },
      ),
    );
  });

  it('leave zero days in sight at the default k', () => {
    expect(shownDays({ days: [0, 3, 0, 25, 12, 0, 0] }, 10)).toEqual([
      0,
      null,
      0,
      null,
      null,
      0,
      0,
    ]);
    expect(shownTotal({ days: [0, 3, 0, 25, 12, 0, 0] }, 10)).toBe(40);
    expect(shownTotal({ days: [0, 0, 0, 0, 0, 0, 0] }, 10)).toBe(0);
    expect(shownTotal({ days: [0, 3, 0, 0, 0, 0, 6] }, 10)).toBeNull();
  });

  it.each(lengths.flatMap((length) => [3, 4].map((k) => ({ length, k }))))(
    'cannot be worked out from days and total of any week of $length days at k = $k',
    ({ length, k }) => {
      // An attacker who knows the rule and tries every week there is.
      const classes = new Map<string, { least: number[]; most: number[] }>();
      for (const days of weeksOf(length, k)) {
        const view = viewOf({ days }, k);
        const seen = classes.get(view) ?? { least: [...days], most: [...days] };
        classes.set(view, seen);
        days.forEach((count, i) => {
          seen.least[i] = Math.min(seen.least[i] ?? 0, count);
          seen.most[i] = Math.max(seen.most[i] ?? 0, count);
        });
      }
      for (const [view, { least, most }] of classes) {
        const [shown] = JSON.parse(view) as [(number | null)[], number | null];
        const found = shown.filter((count, i) => count === null && least[i] === most[i]);
        expect({ view, found }).toEqual({ view, found: [] });
      }
    },
  );

  it('cannot be worked out at any larger k: one event moved or added gives another week that looks the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(2), fc.nat(15)), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 5, max: 12 }),
        (days, k) => {
          const view = viewOf({ days }, k);
          const changed = (i: number, by: number): number[] =>
            days.map((count, at) => (at === i ? count + by : count));
          shownDays({ days }, k).forEach((shown, i) => {
            if (shown !== null) return;
            const others = [-1, 1].flatMap((by) => [
              changed(i, by),
              ...days.map((_, j) =>
                changed(i, by).map((count, at) => (at === j ? count - by : count)),
              ),
            ]);
            const alike = others.filter(
              (other) =>
                other[i] !== days[i] &&
                other.every((count) => count >= 0) &&
                viewOf({ days: other }, k) === view,
            );
            expect(alike).not.toEqual([]);
          });
        },
      ),
      { numRuns: 1000 },
    );
  });
});
