import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { ears, type EarsMethod } from '../../../src/trend/ears';

interface Reference {
  readonly observed: number[];
  readonly runs: {
    readonly method: EarsMethod;
    readonly baseline: number;
    readonly minSigma: number;
    /** Counted from 1. */
    readonly firstPeriod: number;
    readonly upper: number[];
    readonly alarms: number[];
  }[];
}
const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../../fixtures/trend/ears.json'), 'utf8'),
) as Reference;

const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 });
const methods = fc.constantFrom<EarsMethod>('C1', 'C2', 'C3');

describe('EARS', () => {
  it.each(reference.runs)(
    'gives the bounds and alarms of R surveillance for $method, baseline $baseline, minSigma $minSigma',
    ({ method, baseline, minSigma, firstPeriod, upper, alarms }) => {
      const { observed } = reference;
      const bounds = ears(method, observed, { baseline, minSigma, compat: 'R' });
      expect(bounds.findIndex((bound) => bound !== null) + 1).toBe(firstPeriod);
      const given = bounds.slice(firstPeriod - 1).map((bound) => bound?.upper ?? Number.NaN);
      expect(given).toHaveLength(upper.length);
      given.forEach((value, i) => {
        const wanted = upper[i] ?? Number.NaN;
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, wanted));
      });
      const found = observed.flatMap((count, t) =>
        count > (bounds[t]?.upper ?? Number.POSITIVE_INFINITY) ? [t + 1] : [],
      );
      expect(found).toEqual(alarms);
    },
  );

  it('makes C3 an alarm exactly when three periods together are above the threshold', () => {
    fc.assert(
      fc.property(counts, (series) => {
        const c2 = ears('C2', series);
        // The deviation, out of a bound of C2 that lies 3.09 of them above the mean.
        const above = (t: number): number | null => {
          const bound = c2[t];
          if (!bound) return null;
          const sigma = (bound.upper - bound.expected) / 3.090232306167813;
          return Math.max(0, ((series[t] ?? 0) - bound.expected) / sigma - 1);
        };
        ears('C3', series).forEach((bound, t) => {
          const parts = [above(t), above(t - 1), above(t - 2)];
          expect(bound === null).toBe(parts.includes(null));
          if (bound === null || (series[t] ?? 0) === 0) return;
          const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
          // At the threshold itself, rounding decides.
          if (Math.abs(sum - 1.959963984540054) > 1e-9)
            expect((series[t] ?? 0) > bound.upper).toBe(sum > 1.959963984540054);
        });
      }),
    );
  });

  it('never lets a period, or for C2 and C3 the two before it, move its expected count', () => {
    fc.assert(
      fc.property(counts, methods, fc.nat(), (series, method, other) => {
        const t = series.length - 1;
        const guard = method === 'C1' ? 0 : 2;
        const changed = series.map((count, i) => (i >= t - guard ? other : count));
        expect(ears(method, changed)[t]?.expected).toBe(ears(method, series)[t]?.expected);
      }),
    );
  });

  it('has no bound wherever the baseline holds an unknown count or reaches before the first', () => {
    fc.assert(
      fc.property(counts, fc.nat(39), (series, hole) => {
        const holed = series.map((count, i) => (i === hole ? null : count));
        ears('C2', holed).forEach((bound, t) => {
          const held = hole < series.length && hole >= t - 9 && hole <= t - 3;
          expect(bound === null).toBe(t < 9 || held);
        });
      }),
    );
  });

  it('keeps a quiet place from being alarmed by its first event', () => {
    const quiet = [...Array.from({ length: 9 }, () => 0), 1];
    expect(ears('C2', quiet).at(-1)).toEqual({ expected: 0, upper: 3.090232306167813 * 0.5 });
  });
});
