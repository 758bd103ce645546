import fc from 'fast-check';
import { durationSeconds, stepBack } from '../../../../src/connect/readers/overlap';
import { compareCursors } from '../../../../src/connect/readers/within';

const two = (value: number): string => String(value).padStart(2, '0');

/** Parts of a moment (milliseconds since 1970) on the clock of UTC. */
function partsOf(ms: number) {
  const at = new Date(ms);
  const day = [String(at.getUTCFullYear()), two(at.getUTCMonth() + 1), two(at.getUTCDate())];
  const time = [two(at.getUTCHours()), two(at.getUTCMinutes()), two(at.getUTCSeconds())];
  return { day, time, fraction: String(at.getUTCMilliseconds()).padStart(3, '0') };
}

/** How sources write a moment; all of one form sort as text, cut to what the form can say. */
const FORMS: Record<string, (ms: number) => string> = {
  'time stamps': (ms) => `${partsOf(ms).day.join('-')} ${partsOf(ms).time.join(':')}`,
  'time stamps with milliseconds, Z': (ms) => new Date(ms).toISOString(),
  'time stamps of a zone': (ms) =>
    `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 23)}+08:00`,
  'time stamps to the minute': (ms) =>
    `${partsOf(ms).day.join('-')}T${partsOf(ms).time.slice(0, 2).join(':')}`,
  days: (ms) => partsOf(ms).day.join('-'),
  slashes: (ms) => `${partsOf(ms).day.join('/')} ${partsOf(ms).time.join(':')}`,
  'days with slashes': (ms) => partsOf(ms).day.join('/'),
  characters: (ms) => {
    const { day, time } = partsOf(ms);
    return `${String(day[0])}年${String(day[1])}月${String(day[2])}日 ${time.join(':')}`;
  },
  '14 digits': (ms) => [...partsOf(ms).day, ...partsOf(ms).time].join(''),
  '17 digits': (ms) => [...partsOf(ms).day, ...partsOf(ms).time, partsOf(ms).fraction].join(''),
  '12 digits': (ms) => [...partsOf(ms).day, ...partsOf(ms).time.slice(0, 2)].join(''),
  '8 digits': (ms) => partsOf(ms).day.join(''),
  'seconds since 1970': (ms) => String(Math.floor(ms / 1000)),
  'milliseconds since 1970': (ms) => String(ms),
};

const instants = fc.integer({
  min: Date.parse('2002-01-01T00:00:00Z'),
  max: Date.parse('2099-12-31T00:00:00Z'),
});
const durations = fc
  .record({
    D: fc.nat(60),
    H: fc.nat(50),
    M: fc.nat(200),
    S: fc.nat(5_000),
  })
  .filter(({ D, H, M, S }) => D + H + M + S > 0)
  .map(
    ({ D, H, M, S }) => `P${String(D)}DT${String(H)}H${String(M)}M${String(S)}S` as `P${string}`,
  );

describe.each(Object.entries(FORMS))('a cursor of %s', (_, write) => {
  const orders = [undefined, 'text', /^\d+$/.test(write(0)) ? 'number' : 'text'] as const;

  it('stepped back by any duration is no later than the moment so much earlier, as the source itself compares', () => {
    fc.assert(
      fc.property(instants, durations, (ms, overlap) => {
        const wanted = write(ms - durationSeconds(overlap) * 1000);
        for (const order of orders) {
          const stepped = stepBack(write(ms), overlap, { order });
          if (order !== 'number' && stepped > wanted) return false;
          if (compareCursors(stepped, wanted, 'UTC') > 0) return false;
          if (order !== 'number' && stepped.length !== wanted.length) return false;
        }
        return true;
      }),
    );
  });

  it('is stepped back by a transaction that was open for longer, whatever the overlap', () => {
    fc.assert(
      fc.property(
        instants,
        durations,
        fc.integer({ min: 1, max: 200_000 }),
        (ms, overlap, held) => {
          const wanted = write(ms - held * 1000);
          return [overlap, 'PT0S', '0', undefined].every(
            (own) => stepBack(write(ms), own, { held }) <= wanted,
          );
        },
      ),
    );
  });
});

/** Forms that name no zone. */
const LOCAL = Object.entries(FORMS).filter(([name]) => !/1970|zone|Z/.test(name));

describe.each(LOCAL)('a cursor of %s on a clock that is put back', (_, write) => {
  // Summer time ends in Berlin on 2026-10-25 at 01:00 UTC: two hours before, one hour behind.
  const berlin = (ms: number): string =>
    write(ms + (ms < Date.parse('2026-10-25T01:00:00Z') ? 2 : 1) * 3_600_000);
  const around = fc.integer({
    min: Date.parse('2026-10-24T22:00:00Z'),
    max: Date.parse('2026-10-25T04:00:00Z'),
  });

  it('loses no row that is late by no more than the overlap, nor one that is written afterwards', () => {
    fc.assert(
      fc.property(around, fc.integer({ min: 1, max: 7_200 }), fc.nat(7_200), (ms, back, later) => {
        const stepped = stepBack(berlin(ms), `PT${String(back)}S`, { timeZone: 'Europe/Berlin' });
        return [ms - back * 1000, ms + later * 1000].every((row) => stepped <= berlin(row));
      }),
    );
  });
});

describe('numbers', () => {
  it('are stepped back as numbers and as text of one length', () => {
    fc.assert(
      fc.property(fc.bigInt(1_000n, 10n ** 18n), fc.nat(1_000_000), (number, steps) => {
        const stepped = BigInt(stepBack(String(number), String(steps)));
        const text = stepBack(String(number), String(steps), { order: 'text' });
        const wanted = number - BigInt(steps);
        return (
          stepped <= wanted && text <= String(wanted < 0n ? 0n : wanted).padStart(text.length, '0')
        );
      }),
    );
  });
});
