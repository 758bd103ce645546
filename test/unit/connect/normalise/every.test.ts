import { NORMALISER_NAMES, normaliserFor } from '../../../../src/connect/normalise';
import type { RawValue } from '../../../../src/connect/reader';
import { Random } from '../../../../src/demo/random';
import { refusal, value } from './support';

const ODD: RawValue[] = [
  '',
  ' ',
  '\u3000',
  '\u200b',
  '\ufeff',
  '\u0000',
  '𠮷野',
  '\ud800',
  'a'.repeat(10_000),
  '1'.repeat(10_000),
  '-1'.repeat(5_000),
  '一'.repeat(10_000),
  '号楼'.repeat(5_000),
  '路1号'.repeat(3_000),
  '区'.repeat(10_000),
  `${'市'.repeat(5_000)}1`,
  0,
  -0,
  NaN,
  Infinity,
  1e308,
  true,
  false,
  [],
  [1, [2]],
  {},
  { a: { b: null } },
];

describe.each(NORMALISER_NAMES)('normaliser %s', (name) => {
  it('takes nothing for nothing', () => {
    for (const raw of [null, '', '  ', '\u3000\u3000', '\t\n']) expect(value(name, raw)).toBeNull();
  });

  it('answers any value at once, and never throws', () => {
    const began = performance.now();
    for (const raw of ODD)
      expect(normaliserFor(name)?.normalise(raw, {}).ok).toEqual(expect.any(Boolean));
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('tells the shape of what it refuses, never a piece of it', () => {
    const random = new Random(7, name);
    for (let i = 0; i < 300; i++) {
      const raw = Array.from({ length: random.between(4, 24) }, () =>
        random.pick([...'0123456789XYZabc王李张号楼路区市-/. ']),
      ).join('');
      const result = normaliserFor(name)?.normalise(raw, { values: { A: 'a' } });
      if (result === undefined || result.ok) continue;
      expect(result.given).not.toContain(raw.trim());
      for (const piece of raw.match(/[\p{L}\d]{4,}/gu) ?? [])
        expect(result.given).not.toContain(piece);
    }
  });

  it('makes the same of its own result', () => {
    const samples: Readonly<Record<string, RawValue>> = {
      string: ' a ',
      text: ' b\n',
      integer: '1,234',
      decimal: '¥1,234.50元',
      date: '2026年3月5日',
      dateTime: '20260305093000',
      identityNumber: '990101800101001',
      socialCreditCode: '919901010000000000',
      personName: '王　小 明',
      organizationName: '云 东(集团)公司',
      divisionCode: '990106001000',
      gridCode: '01000299010600100101',
      doorplate: 'mp-0003',
      phone: '+86 138-0000-0000',
      sex: '男',
      maritalStatus: '离异',
      ethnicity: '壮族',
      householdRelation: '配偶',
      longitude: '122.5',
      latitude: '33.5',
      code: 'x',
    };
    const raw = samples[name];
    if (raw === undefined) return expect(name).toBe('address');
    const once = value(name, raw);
    if (once === undefined) return expect(name).toBe('socialCreditCode');
    expect(value(name, once as RawValue)).toEqual(once);
  });
});

describe('normalisers', () => {
  it('say what was required and the shape of what was given', () => {
    expect(refusal('date', '2026-02-30')).toEqual({
      required: 'a date that exists (YYYY-MM-DD, YYYYMMDD, YYYY年M月D日 …)',
      given: '10 characters (digits, other characters)',
    });
  });

  it('are none for a name nobody knows', () => {
    expect(normaliserFor('eval')).toBeUndefined();
    expect(normaliserFor('constructor')).toBeUndefined();
  });
});
