import { value } from './support';

describe('dates', () => {
  it.each([
    ['20260305', '2026-03-05'],
    ['2026-3-5', '2026-03-05'],
    ['2026/03/05', '2026-03-05'],
    ['2026.3.5', '2026-03-05'],
    ['2026年3月5日', '2026-03-05'],
    ['2026 年 3 月 5 日', '2026-03-05'],
    ['２０２６－０３－０５', '2026-03-05'],
    ['二〇二六年三月十五日', '2026-03-15'],
    ['二零二六年十二月三十一日', '2026-12-31'],
    ['2026-03-05 23:59:59', '2026-03-05'],
    ['2026-03-05T00:00:00', '2026-03-05'],
    ['2026-03-04T16:00:00Z', '2026-03-05'],
    ['20260305235959', '2026-03-05'],
    ['46086', '2026-03-05'],
    [46086, '2026-03-05'],
    [46086.99, '2026-03-05'],
    [20260305, '2026-03-05'],
    ['2024-02-29', '2024-02-29'],
    ['1850-01-01', '1850-01-01'],
  ])('reads %p as %p', (raw, expected) => {
    expect(value('date', raw)).toBe(expected);
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '20260230',
    '2026-00-10',
    '2026-3',
    '26-03-05',
    '2026年3月',
    '202603',
    '三月五日',
    '1799-01-01',
    '2300-01-01',
    '2026-03-05 25:00',
    '2026-03-05 12:60:00',
    '3/5/2026',
    '2026-03-05x',
    '12',
  ])('refuses %p', (raw) => {
    expect(value('date', raw)).toBeUndefined();
  });

  it.each(['长期', '9999-12-31', '99991231', '0000-00-00', '无', '-'])(
    'takes %p for no date',
    (raw) => {
      expect(value('date', raw)).toBeNull();
    },
  );

  it('follows the order that the connector names', () => {
    expect(value('date', '05/03/2026', { format: 'DD/MM/YYYY' })).toBe('2026-03-05');
    expect(value('date', '3/5/2026', { format: 'MM/DD/YYYY' })).toBe('2026-03-05');
    expect(value('date', '2026-03-05', { format: 'DD/MM/YYYY' })).toBeUndefined();
    expect(value('date', '31/02/2026', { format: 'DD/MM/YYYY' })).toBeUndefined();
  });

  it('agrees with the spreadsheet on every day of a century', () => {
    for (let day = 25_569; day < 25_569 + 36_525; day += 13) {
      const iso = new Date((day - 25_569) * 86_400_000).toISOString().slice(0, 10);
      expect(value('date', day)).toBe(iso);
    }
  });
});

describe('times', () => {
  it.each([
    ['2026-03-05 09:30:00', '2026-03-05T01:30:00Z'],
    ['2026/3/5 9:30', '2026-03-05T01:30:00Z'],
    ['20260305093000', '2026-03-05T01:30:00Z'],
    ['2026年3月5日9时30分', '2026-03-05T01:30:00Z'],
    ['2026-03-05T09:30:00+08:00', '2026-03-05T01:30:00Z'],
    ['2026-03-05 09:30:00+08', '2026-03-05T01:30:00Z'],
    ['2026-03-05T01:30:00Z', '2026-03-05T01:30:00Z'],
    ['2026-03-05T01:30:00.250Z', '2026-03-05T01:30:00.250Z'],
    ['2026-03-05 24:00:00', '2026-03-05T16:00:00Z'],
    ['2026-03-05', '2026-03-04T16:00:00Z'],
    [1_772_674_200_000, '2026-03-05T01:30:00Z'],
    ['46086.395833333336', '2026-03-05T01:30:00Z'],
  ])('reads %p as %p in Shanghai', (raw, expected) => {
    expect(value('dateTime', raw)).toBe(expected);
  });

  it('knows the summer time that China kept from 1986 to 1991', () => {
    expect(value('dateTime', '1988-07-01 12:00:00')).toBe('1988-07-01T03:00:00Z');
    expect(value('dateTime', '1988-12-01 12:00:00')).toBe('1988-12-01T04:00:00Z');
  });

  it('follows the zone of the source, across its changes of clock', () => {
    const timeZone = 'America/Chicago';
    expect(value('dateTime', '2014-03-08 12:00', { timeZone })).toBe('2014-03-08T18:00:00Z');
    expect(value('dateTime', '2014-03-10 12:00', { timeZone })).toBe('2014-03-10T17:00:00Z');
    expect(value('dateTime', '2026-03-05', { timeZone })).toBe('2026-03-05T06:00:00Z');
    expect(value('date', '2026-03-05T03:00:00Z', { timeZone })).toBe('2026-03-04');
  });

  it('shows the wall clock again through the runtime, for every hour of a year with changes', () => {
    const timeZone = 'Europe/Berlin';
    const show = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    for (let hour = 0; hour < 8_760; hour += 5) {
      const wall = new Date(Date.UTC(2025, 0, 1, hour))
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ');
      if (wall.startsWith('2025-03-30 02')) continue; // an hour that never was
      expect(show.format(new Date(value('dateTime', wall, { timeZone }) as string))).toBe(wall);
    }
  });
});
