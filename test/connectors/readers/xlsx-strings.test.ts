import { SharedStrings } from '../../../src/connect/readers/file/xlsx-strings';

const FAULT = { code: 'ROW_MALFORMED', message: 'm' } as const;

describe('texts that the cells of a workbook share', () => {
  it('are found by their number, whatever their length and however many they are', () => {
    const strings = new SharedStrings();
    const texts = Array.from({ length: 150_000 }, (_, i) =>
      i % 7 === 0 ? '' : `名𠮷${String(i)}`,
    );
    texts[70_000] = 'x'.repeat(6_000_000);
    for (const text of texts) strings.add(text, 'x');
    texts.forEach((text, i) => {
      if (strings.get(i) !== text)
        throw new Error(`the text ${String(i)} is required, another is given`);
    });
    expect(strings.lengthOf(70_000)).toBe(6_000_000);
    for (const none of [-1, 1.5, Number.NaN, texts.length])
      expect([strings.get(none), strings.lengthOf(none)]).toEqual([null, null]);
  });

  it('keep the faults of those that cannot be read in their places', () => {
    const strings = new SharedStrings();
    strings.add('a', 'x');
    strings.addFault(FAULT, 'x');
    strings.addFault({ ...FAULT, code: 'VALUE_TOO_LONG' }, 'x');
    strings.add('b', 'x');
    expect([0, 1, 2, 3].map((i) => strings.lengthOf(i))).toEqual([
      1,
      FAULT,
      { ...FAULT, code: 'VALUE_TOO_LONG' },
      1,
    ]);
    expect([strings.get(1), strings.get(3)]).toEqual([null, 'b']);
  });

  it.each([
    ['long ones', (strings: SharedStrings) => strings.add('x'.repeat(1 << 18), '台账.xlsx')],
    ['empty ones', (strings: SharedStrings) => strings.add('', '台账.xlsx')],
    ['faults', (strings: SharedStrings) => strings.addFault(FAULT, '台账.xlsx')],
  ])('have an end to what they take in memory: %s', (_, add) => {
    const strings = new SharedStrings(1 << 20);
    const many = (): void => {
      for (let i = 0; i < 1 << 20; i += 1) add(strings);
    };
    expect(many).toThrow(
      'a workbook whose texts have 1 MiB at most is required, 台账.xlsx has more; have it sent as CSV',
    );
  });
});
