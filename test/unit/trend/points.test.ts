import fc from 'fast-check';
import { dayNumber, dayText, mondayOf } from '../../../src/trend/days';
import { trendPoints, type Asked, type DailyCounts } from '../../../src/trend/points';

const MONDAY = dayNumber('2026-01-05');

const weekly = (totals: readonly number[]): DailyCounts => ({
  start: MONDAY,
  counts: totals.flatMap((total) => [total, 0, 0, 0, 0, 0, 0]),
  knownFrom: MONDAY,
});
const asked = (daily: DailyCounts, changes: Partial<Asked> = {}): Asked => ({
  grain: 'WEEK',
  first: daily.start,
  last: mondayOf(daily.start + daily.counts.length - 1),
  today: daily.start + daily.counts.length,
  k: null,
  ...changes,
});

const QUIET = [20, 21, 19, 20, 22, 18, 20, 21, 20];

describe('points of a trend', () => {
  it('say NORMAL within the bound and ALARM above it', () => {
    const daily = weekly([...QUIET, 20, 60]);
    const points = trendPoints(daily, asked(daily));
    expect(points.slice(-2).map(({ count, status }) => [count, status])).toEqual([
      [20, 'NORMAL'],
      [60, 'ALARM'],
    ]);
    expect(points.at(-2)).toMatchObject({ start: '2026-03-09', end: '2026-03-15', expected: 20 });
  });

  it('say INSUFFICIENT_HISTORY until baseline and guard band are known whole', () => {
    const daily = weekly([...QUIET, 20, 20]);
    const first = (knownFrom: number | null): number =>
      trendPoints({ ...daily, knownFrom }, asked(daily)).findIndex(
        ({ status }) => status !== 'INSUFFICIENT_HISTORY',
      );
    expect(first(MONDAY)).toBe(9);
    // Known from a Tuesday on: that week is not known whole.
    expect(first(MONDAY + 1)).toBe(10);
    expect(first(null)).toBe(-1);
  });

  it('mark the period that is not over and do not judge it', () => {
    const daily = weekly([...QUIET, 20, 900]);
    const [last, before] = trendPoints(
      daily,
      asked(daily, { today: MONDAY + 10 * 7 + 6 }),
    ).reverse();
    expect(last).toMatchObject({ status: 'INCOMPLETE', incomplete: true, count: 900 });
    expect(before).toMatchObject({ status: 'NORMAL', incomplete: false });
  });

  it('hold back small counts with everything that was computed from them', () => {
    const daily = weekly([20, 20, 5, ...QUIET, 20, 20, 0]);
    const points = trendPoints(daily, asked(daily, { k: 10 }));
    expect(points[2]).toEqual({
      start: '2026-01-19',
      end: '2026-01-25',
      count: null,
      expected: null,
      upper: null,
      status: 'SUPPRESSED',
      incomplete: false,
    });
    // The third week is in the baselines of the sixth to the twelfth after it.
    expect(points.map(({ expected }) => expected === null)).toEqual(
      points.map((_, i) => i < 9 || i <= 11),
    );
    expect(points.slice(9, 12).map(({ status }) => status)).toEqual(
      Array.from({ length: 3 }, () => 'INSUFFICIENT_HISTORY'),
    );
    expect(points.at(-1)).toMatchObject({ count: 0, status: 'NORMAL' });
  });

  it('say the same of any two histories that differ only in what is held back', () => {
    const total = fc.oneof(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 10, max: 60 }),
      fc.constant(0),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(total, fc.integer({ min: 1, max: 9 })), { minLength: 10, maxLength: 30 }),
        (weeks) => {
          const one = weekly(weeks.map(([count]) => count));
          const other = weekly(
            weeks.map(([count, instead]) => (count > 0 && count < 10 ? instead : count)),
          );
          expect(trendPoints(other, asked(other, { k: 10 }))).toEqual(
            trendPoints(one, asked(one, { k: 10 })),
          );
        },
      ),
    );
  });

  it('say the same of days wherever the range that is asked for begins and ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: 30, maxLength: 30 }),
        fc.integer({ min: 0, max: 20 }),
        fc.nat(9),
        (counts, from, length) => {
          const daily = { start: MONDAY, counts, knownFrom: MONDAY };
          const days = { grain: 'DAY', k: 10, last: MONDAY + 29 } as const;
          const whole = trendPoints(daily, asked(daily, days));
          const part = trendPoints(
            daily,
            asked(daily, { ...days, first: MONDAY + from, last: MONDAY + from + length }),
          );
          expect(part).toEqual(whole.slice(from, from + length + 1));
        },
      ),
    );
  });
});

describe('days', () => {
  it('are counted from 1970, before it too, and weeks begin on Monday', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400_000, max: 400_000 }), (day) => {
        const monday = mondayOf(day);
        expect(dayNumber(dayText(day))).toBe(day);
        expect(new Date(`${dayText(monday)}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(day - monday).toBeGreaterThanOrEqual(0);
        expect(day - monday).toBeLessThan(7);
      }),
    );
  });

  it.each(['2026-02-29', '2026-2-1', '', '2026-02-01T00:00'])('refuse %j', (text) => {
    expect(() => dayNumber(text)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }) as Error,
    );
  });
});
