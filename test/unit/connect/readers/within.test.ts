import fc from 'fast-check';
import { compareCursors, isWithin } from '../../../../src/connect/readers/within';

const sign = (value: number): number => Math.sign(value);

describe('the order of two cursors', () => {
  it.each([
    ['9', '10', -1],
    ['007', '7', 0],
    ['-2', '-10', 1],
    ['1.50', '1.5', 0],
    ['-1.6', '-1.5', -1],
    ['9007199254740993', '9007199254740992', 1],
    ['0.10000000000000000556', '0.10000000000000000555', 1],
    ['v10', 'v9', -1],
    ['2026-03-01 08:00:00', '2026-03-01T08:00:00', 0],
    ['2026-03-01', '2026-03-01 00:00', 0],
    ['2026/03/01 08:00:00', '2026-03-01 08:00:01', -1],
    ['2026-03-01 08:00:00.5', '2026-03-01 08:00:00.50', 0],
    ['2026-03-01 08:00:00.123457', '2026-03-01 08:00:00.123456', 1],
    ['2026-03-01T00:00:00Z', '2026-03-01T08:00:00+0800', 0],
    ['2026-03-01T00:00:00-05:30', '2026-03-01T05:29:59Z', 1],
    // A clock without a zone is that of the source.
    ['2026-03-01 08:00:00', '2026-03-01T00:00:00Z', 0],
    ['20260301080000', '2026-03-01T00:00:01Z', -1],
    ['1772323200000', '2026-03-01 08:00:00', 0],
  ])('%s, %s: %p', (a, b, expected) => {
    expect(sign(compareCursors(a, b, 'Asia/Shanghai'))).toBe(expected);
    expect(sign(compareCursors(b, a, 'Asia/Shanghai')) + expected).toBe(0);
  });

  it('is that of numbers, however long they are', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        const expected = a < b ? -1 : a > b ? 1 : 0;
        return sign(compareCursors(String(a), String(b))) === expected;
      }),
    );
  });

  it('is that of instants, whatever the clocks', () => {
    const instants = fc.integer({ min: Date.UTC(2001, 10), max: Date.UTC(2099, 0) });
    const forms = [
      (ms: number) => new Date(ms).toISOString(),
      (ms: number) => `${new Date(ms + 19_800_000).toISOString().slice(0, 23)}+05:30`,
      (ms: number) => new Date(ms + 28_800_000).toISOString().slice(0, 23).replace('T', ' '),
      (ms: number) => new Date(ms + 28_800_000).toISOString().slice(0, 23).replace(/\D/g, ''),
      (ms: number) => String(ms),
    ];
    const form = fc.constantFrom(...forms);
    fc.assert(
      fc.property(instants, instants, form, form, (a, b, left, right) => {
        // Two numbers are compared as numbers: no source writes its cursor in two forms.
        fc.pre(left === right || !/^\d+$/.test(left(a)) || !/^\d+$/.test(right(b)));
        return sign(compareCursors(left(a), right(b))) === sign(a - b);
      }),
    );
  });
});

describe('a window', () => {
  const window = { since: '2026-03-01T00:00:00Z', until: '2026-03-02T00:00:00Z' };

  it.each([
    ['2026-03-01 08:00:00', true],
    ['2026-03-01 07:59:59', false],
    ['2026-03-02 07:59:59.999', true],
    ['2026-03-02 08:00:00', false],
    [1772323200000, true],
    [null, false],
    [['2026-03-01 08:00:00'], false],
  ])('that is said in UTC holds %p of Shanghai: %p', (cursor, expected) => {
    expect(isWithin(cursor, window, 'Asia/Shanghai')).toBe(expected);
  });
});
