import { createHash } from 'node:crypto';
import { daysInMonth, isCalendarDate, isLeapYear, isoDate } from '../../../src/domain/calendar';
import {
  ADDRESS_LEVEL_TABLE,
  codeTable,
  ETHNICITY_TABLE,
  HOUSEHOLD_RELATION_TABLE,
  MARITAL_STATUS_TABLE,
  SEX_TABLE,
} from '../../../src/domain/codes';
import { ERROR_CODES, isWangshuError, WangshuError } from '../../../src/domain/errors';
import {
  contentHash,
  derivedId,
  isUuid,
  keyedId,
  nodeId,
  parseNodeId,
  streamNumber,
} from '../../../src/domain/ids';
import { applyMask } from '../../../src/domain/masks';
import { LINK_ROLES, NOUN_CODE, nounOf, NOUNS } from '../../../src/domain/nouns';
import { instantAt, offsetAt } from '../../../src/domain/time-zone';

describe('the calendar', () => {
  it('agrees with the runtime on every day of four centuries', () => {
    for (let year = 1800; year < 2200; year += 1)
      for (let month = 1; month <= 12; month += 1)
        expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
    expect([1900, 2000, 2024, 2026].map(isLeapYear)).toEqual([false, true, true, false]);
    expect(
      isCalendarDate(2026, 13, 1) || isCalendarDate(2026, 0, 1) || isCalendarDate(2026, 1, 0),
    ).toBe(false);
    expect(isoDate(26, 3, 5)).toBe('0026-03-05');
  });

  it('knows wall clocks: offsets, gaps and hours that come twice', () => {
    expect(offsetAt(Date.UTC(2026, 0, 1), 'Asia/Shanghai')).toBe(8 * 3_600_000);
    expect(instantAt(Date.UTC(2026, 0, 1, 8), 'Asia/Shanghai')).toBe(Date.UTC(2026, 0, 1));
    const berlin = (hour: number, minute = 0): number =>
      instantAt(Date.UTC(2025, 2, 30, hour, minute), 'Europe/Berlin');
    expect(berlin(3) - berlin(1, 59)).toBe(60_000);
    const twice = instantAt(Date.UTC(2025, 9, 26, 2, 30), 'Europe/Berlin');
    expect([Date.UTC(2025, 9, 26, 0, 30), Date.UTC(2025, 9, 26, 1, 30)]).toContain(twice);
    expect(instantAt(Date.UTC(2025, 9, 26, 2, 30), 'Europe/Berlin')).toBe(twice);
  });
});

describe('code tables', () => {
  it.each([
    [SEX_TABLE, 4, '9'],
    [MARITAL_STATUS_TABLE, 8, '90'],
    [ETHNICITY_TABLE, 56, '56'],
  ])('are whole', (table, size, last) => {
    expect(table.entries).toHaveLength(size);
    expect(table.byCode(last)).toBeDefined();
    for (const entry of table.entries)
      expect([table.byCode(entry.code), table.byText(entry.zh)]).toEqual([entry, entry]);
  });

  it('know the terms of the standards', () => {
    expect(ETHNICITY_TABLE.byCode('01')?.zh).toMatch(/^汉/);
    expect(ETHNICITY_TABLE.byCode('56')?.en).toBe('Jino');
    expect(MARITAL_STATUS_TABLE.byText('丧偶')?.code).toBe('30');
    expect(HOUSEHOLD_RELATION_TABLE.byText('户主')?.code).toBe('02');
    expect(ADDRESS_LEVEL_TABLE.byCode('42')?.zh).toBe('小区');
    expect(SEX_TABLE.byText('中')).toBeUndefined();
  });

  it('refuse a name that stands for two codes', () => {
    expect(() =>
      codeTable('X', [
        ['1', '甲', 'A'],
        ['2', '乙', 'B', '甲'],
      ]),
    ).toThrow(/twice/);
  });
});

describe('ids', () => {
  it('are halves of SHA-256 under the key: the same parts the same id, other parts or another key another', () => {
    const hex = createHash('sha256').update('key\0Resident\0n').digest('hex').slice(0, 32);
    expect(keyedId('key', 'Resident', 'n').replaceAll('-', '')).toBe(hex);
    const ids = [
      keyedId('k', 'a', 'b'),
      keyedId('k', 'ab'),
      keyedId('k', 'a\u0001b'),
      keyedId('K', 'a', 'b'),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(ids.every(isUuid)).toBe(true);
    expect(contentHash('{}')).toBe(contentHash('{}'));
    expect(derivedId(ids[0] ?? '', 'room:1')).not.toBe(derivedId(ids[0] ?? '', 'room:2'));
  });

  it('number streams alike in every hub', () => {
    expect(streamNumber('police', 'resident')).toBe(streamNumber('police', 'resident'));
    expect(streamNumber('police', 'resident')).not.toBe(streamNumber('police', 'residents'));
    for (const name of ['a', '𠮷', '']) expect(streamNumber(name, name)).toBeGreaterThan(0);
  });

  it('of nodes are read back, and nothing else is', () => {
    const id = nodeId('Resident', keyedId('k', 'x'));
    expect(nodeId(parseNodeId(id).type, parseNodeId(id).local)).toBe(id);
    for (const wrong of [
      '',
      'Resident',
      'Resident:',
      ':x',
      'Nix:1',
      'Resident:1',
      `Record:${'x'.repeat(201)}`,
      "Resident:' OR 1=1",
    ])
      expect(() => parseNodeId(wrong)).toThrow(WangshuError);
  });
});

describe('masks', () => {
  it.each([
    ['last4', '990101199001010019', '**************0019'],
    ['last4', '0019', '****'],
    ['first3last4', '13800000000', '138****0000'],
    ['surname', '王小明', '王**'],
    ['surname', '欧阳小明', '欧阳**'],
    ['surname', '阿依古丽·买买提', '阿依古丽·**'],
    ['surname', '王', '*'],
    ['street', '望源路12号锦绣花园3号楼2单元501室', '望源路12号***'],
    ['street', '锦绣花园3号楼501室', '锦绣花园***'],
    ['street', '不知何处', '***'],
    ['year', '1990-01-01', '1990'],
    ['digest', '任何内容', '***'],
    ['hidden', 'x', null],
    ['none', 'x', 'x'],
  ] as const)('%s shows of %p only %p', (mask, value, shown) => {
    expect(applyMask(mask, value)).toBe(shown);
  });
});

describe('nouns and errors', () => {
  it('nouns keep their numbers', () => {
    expect(NOUN_CODE).toEqual({ Resident: 1, Place: 2, Event: 3, Thing: 4, Organization: 5 });
    for (const noun of NOUNS) expect(nounOf(NOUN_CODE[noun])).toBe(noun);
    expect(() => nounOf(6)).toThrow(RangeError);
    expect(Object.keys(LINK_ROLES)).toContain('LIVES_AT');
  });

  it('errors carry a public code and a sentence', () => {
    const error = new WangshuError('NOT_FOUND', 'a thing is required, none is there', { cause: 1 });
    expect([
      isWangshuError(error),
      isWangshuError(new Error('x')),
      error.code,
      error.cause,
    ]).toEqual([true, false, 'NOT_FOUND', 1]);
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });
});
