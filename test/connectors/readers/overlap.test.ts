import {
  durationSeconds,
  isAhead,
  startBehind,
  stepBack,
} from '../../../src/connect/readers/overlap';
import type { StreamSource } from '../../../src/connect/reader';

const STREAM: StreamSource = { name: 's', from: 't', key: ['k'], cursor: 'c', fields: ['k', 'c'] };

describe('stepping back behind a cursor', () => {
  it.each([
    ['2026-03-01 00:05:00', 'PT10M', '2026-02-28 23:55:00'],
    ['2026-03-01T00:05:00.123+08:00', 'PT10M', '2026-02-28T23:55:00.123+08:00'],
    ['2026-03-01 00:05:00.123456+08', 'PT10M', '2026-02-28 23:55:00.123456+08'],
    ['2026-03-01T00:05:00.5Z', 'PT10M', '2026-02-28T23:55:00.5Z'],
    ['2026-03-01T00:05Z', 'PT10M', '2026-02-28T23:55Z'],
    ['2026-03-01 00:05', 'PT30S', '2026-03-01 00:04'],
    ['2026-03-01', 'P1D', '2026-02-28'],
    ['2026-03-01', 'PT10M', '2026-02-28'],
    ['2026-01-01 00:00:00', 'P1W', '2025-12-25 00:00:00'],
    ['2026-01-01 00:00:00', '60', '2025-12-31 23:59:00'],
    ['2026/03/05 10:10:10', 'PT30M', '2026/03/05 09:40:10'],
    ['2026.03.05', 'P1D', '2026.03.04'],
    ['2026年03月05日 10时10分10秒', 'PT30M', '2026年03月05日 09时40分10秒'],
    ['20260305100000', 'PT30M', '20260305093000'],
    ['202603051000', 'PT30M', '202603050930'],
    ['20260305100000123', 'PT30M', '20260305093000123'],
    ['20260301', 'PT10M', '20260228'],
    ['1772323500', 'PT30M', '1772321700'],
    ['1772323500123', 'PT30M', '1772321700123'],
    ['1772323500.25', 'PT30M', '1772321700.25'],
  ])('takes the moment %s, %s earlier, in the form it came in: %s', (cursor, overlap, expected) => {
    expect(stepBack(cursor, overlap)).toBe(expected);
  });

  it.each([
    ['12345', 'PT10M', '11345'],
    ['12345', '45', '12300'],
    ['12345.50', '45', '12300.50'],
    ['0000012345', 'PT10M', '0000011345'],
    ['900719925474099312', '2', '900719925474099310'],
    ['18446744073709551615', '5', '18446744073709551610'],
    ['1772323500000', '600000', '1772322900000'],
    ['20260305100000', '50', '20260305099950'],
    // No day, no time of day, no year that a row speaks of: numbers that look like one.
    ['20261305', 'PT10M', '20260305'],
    ['20260305246000', 'PT10M', '20260305245000'],
    ['99999999', 'PT10M', '99998999'],
    ['9772323500', 'PT10M', '9772322500'],
  ])('takes the number %s, %s less: %s', (cursor, overlap, expected) => {
    expect(stepBack(cursor, overlap)).toBe(expected);
  });

  it('steps back far enough for both, where a column of numbers may hold days or a counter', () => {
    expect(stepBack('20260305', 'PT10M', { order: 'number' })).toBe('20259305');
    expect(stepBack('20260305', 'P1Y', { order: 'number' })).toBe('20250304');
    // Seconds since 1970, or the number of a row of a large table.
    expect(stepBack('1772323500', 'PT1S')).toBe('1772322500');
  });

  it('keeps the length of numbers that are compared as text', () => {
    expect(stepBack('10500', 'PT10M', { order: 'text' })).toBe('09500');
    expect(stepBack('500', 'PT10M', { order: 'text' })).toBe('000');
  });

  it.each([
    ['2026-03-05 10:10:10', '2026-03-05 08:10:10'],
    ['2026/03/05 10:10:10', '2026/03/05 08:10:10'],
    ['20260305101010', '20260305081010'],
    ['1772323500', '1772316300'],
    ['12345', '11345'],
  ])('takes %s back to a transaction that was open for longer than the overlap', (cursor, back) => {
    expect(stepBack(cursor, 'PT10M', { held: 7_200 })).toBe(back);
  });

  it.each([
    ['Europe/Berlin', '2026-10-25 02:30:00', '2026-10-25 01:20:00'],
    ['Europe/Berlin', '20261025023000', '20261025012000'],
    // The zone is said, or has no summer time.
    ['Europe/Berlin', '2026-10-25 02:30:00+02:00', '2026-10-25 02:20:00+02:00'],
    ['Asia/Shanghai', '2026-10-25 02:30:00', '2026-10-25 02:20:00'],
  ])(
    'steps back by the hour that clocks of %s are put back, too: %s',
    (timeZone, cursor, expected) => {
      expect(stepBack(cursor, 'PT10M', { timeZone })).toBe(expected);
    },
  );

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

  it('takes a day that is none for the last one before it', () => {
    expect(stepBack('2026-02-30 00:10:00', 'PT10M')).toBe('2026-02-28 00:00:00');
    expect(stepBack('2026-05-00', 'P1D')).toBe('2026-04-29');
  });

  it('leaves every cursor as it is where no overlap is asked for', () => {
    for (const cursor of ['2026-03-01 00:05:00.123456', '20260305100000', '1772323500000', '5'])
      expect(stepBack(cursor, undefined)).toBe(cursor);
  });

  it('refuses to begin right at a cursor behind which nobody knows to step back, unless that is asked for', () => {
    const begin = (overlap: string, highest: string) => () =>
      startBehind({ ...STREAM, overlap }, highest);
    for (const text of ['v1.2', '5/3/2026 10:10', '2026-3-5', 'Thu, 05 Mar 2026'])
      for (const overlap of ['PT10M', '5000'])
        expect(begin(overlap, text)).toThrow(/is required of s: .*2026\/03\/05.*overlap: PT0S/);
    expect(begin('PT0S', 'v1.2')()).toBe('v1.2');
    expect(begin('0', 'v1.2')()).toBe('v1.2');
    expect(startBehind(STREAM, 'v1.2')).toBe('v1.2');
  });

  it('knows the length of a duration', () => {
    expect(['PT10M', 'P1DT2H', 'P1W', 'PT30S'].map(durationSeconds)).toEqual([
      600, 93_600, 604_800, 30,
    ]);
  });

  it('tells a slip into the future from a clock that goes ahead or hangs in another zone', () => {
    const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const digits = (days: number): string => at(days).slice(0, 19).replace(/\D/g, '');
    const ms = (days: number): string => String(Date.now() + days * 86_400_000);
    const usual = [at(-400), at(0), at(1), digits(1), ms(1), '12345', 'v9', '-infinity'];
    expect(usual.filter(isAhead)).toEqual([]);
    // Numbers of rows as often as moments: a day and five digits, a table of four thousand million rows.
    expect(['2026030512345', '4000000000', '1999999999999999999'].filter(isAhead)).toEqual([]);
    const slips = [
      ...[at(3), '9999-12-31', '9999-12-31 00:00:00', 'infinity', '9999/12/31 00:00:00'],
      ...[digits(3), '99991231', '99991231235959', ms(3), '253402271999000', '253402300799'],
    ];
    expect(slips.filter((cursor) => !isAhead(cursor))).toEqual([]);
  });
});
