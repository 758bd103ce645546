import { durationSeconds, isAhead, stepBack } from '../../../src/connect/readers/overlap';

describe('stepping back behind a cursor', () => {
  it.each([
    ['2026-03-01 00:05:00', 'PT10M', '2026-02-28 23:55:00'],
    ['2026-03-01T00:05:00.123+08:00', 'PT10M', '2026-02-28T23:55:00+08:00'],
    ['2026-03-01 00:05:00.123456+08', 'PT10M', '2026-02-28 23:55:00+08'],
    ['2026-03-01T00:05Z', 'PT10M', '2026-02-28T23:55:00Z'],
    ['2026-03-01', 'P1D', '2026-02-28 00:00:00'],
    ['2026-01-01 00:00:00', 'P1W', '2025-12-25 00:00:00'],
    ['2026-01-01 00:00:00', '60', '2025-12-31 23:59:00'],
    ['12345', 'PT10M', '11345'],
    ['12345', '45', '12300'],
    ['900719925474099312', '2', '900719925474099310'],
    ['1772323500000', '600000', '1772322900000'],
  ])('takes %s, %s earlier, in the form it came in: %s', (cursor, overlap, expected) => {
    expect(stepBack(cursor, overlap)).toBe(expected);
  });

  it.each([
    'v1.2',
    '440106199001010011000',
    '',
    '0000-00-00 00:00:00',
    '2026-13-45',
    'infinity',
    '-infinity',
  ])('leaves what is no moment as it is: %j', (cursor) => {
    expect(stepBack(cursor, 'PT10M')).toBe(cursor);
  });

  it('leaves every cursor as it is where no overlap is asked for', () => {
    expect(stepBack('2026-03-01 00:05:00.123456', undefined)).toBe('2026-03-01 00:05:00.123456');
  });

  it('knows the length of a duration', () => {
    expect(['PT10M', 'P1DT2H', 'P1W', 'PT30S'].map(durationSeconds)).toEqual([
      600, 93_600, 604_800, 30,
    ]);
  });

  it('tells a slip into the future from a clock that goes ahead or hangs in another zone', () => {
    const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    expect([at(-400), at(0), at(1), '12345', 'v9', '-infinity'].filter(isAhead)).toEqual([]);
    expect([at(3), '9999-12-31', '9999-12-31 00:00:00', 'infinity'].filter(isAhead)).toHaveLength(
      4,
    );
  });
});
