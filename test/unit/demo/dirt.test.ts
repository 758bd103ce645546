import { NAME_DIRT, NUMBER_DIRT } from '../../../src/demo/dirt';
import { ADDRESS_FORMS, formatAddress } from '../../../src/demo/dirty/address';
import { writeName } from '../../../src/demo/dirty/name';
import { toOld15, writeNumber } from '../../../src/demo/dirty/number';
import { toChineseNumeral, toFullWidth } from '../../../src/demo/dirty/text';
import { Random } from '../../../src/demo/random';
import { BROKEN_BYTE, csvRow, encodeBroken } from '../../../src/demo/sinks/csv';
import { breakDate } from '../../../src/demo/departments/write';
import { isIdentityNumber, upgradeIdentityNumber } from '../../../src/domain/identity-number';

const NUMBER = '990106197007213522';
const DRAWS = 40_000;

/** Four standard errors of a share. */
function near(rate: number): number {
  return 4 * Math.sqrt((rate * (1 - rate)) / DRAWS) + 1e-4;
}

describe('written numbers', () => {
  const random = new Random(1, 'test');
  const written = Array.from({ length: DRAWS }, () =>
    writeNumber(random, NUMBER, NUMBER_DIRT.relief),
  );
  const share = (state: string): number =>
    written.filter((each) => each.state === state).length / DRAWS;

  it('have the faults at the stated rates', () => {
    const { missing, mistyped, old15, fullWidth } = NUMBER_DIRT.relief;
    for (const [state, rate] of [
      ['MISSING', missing],
      ['MISTYPED', mistyped],
      ['OLD_15', old15],
      ['FULL_WIDTH', fullWidth],
    ] as const) {
      expect(Math.abs(share(state) - rate)).toBeLessThan(near(rate));
    }
  });

  it('never pass for sound when they were mistyped, and never leave the unassigned divisions', () => {
    const mistyped = written.filter(({ state }) => state === 'MISTYPED');
    expect(mistyped.length).toBeGreaterThan(100);
    for (const { text } of mistyped) {
      expect(isIdentityNumber(text)).toBe(false);
      expect(text).toMatch(/^99/);
    }
  });

  it('in their old form still lead to the number', () => {
    expect(upgradeIdentityNumber(toOld15('990106197007213522'))).toBe('990106197007213522');
  });
});

describe('written names', () => {
  it('have homophones and variants at the stated rates, where a name offers any', () => {
    const random = new Random(2, 'test');
    const states = Array.from(
      { length: DRAWS },
      () => writeName(random, '张伟', NAME_DIRT.hotline).state,
    );
    const share = states.filter((state) => state === 'HOMOPHONE').length / DRAWS;
    expect(Math.abs(share - NAME_DIRT.hotline.homophone)).toBeLessThan(
      near(NAME_DIRT.hotline.homophone),
    );
  });
});

describe('written addresses', () => {
  const parts = {
    subdistrict: '柳桥街道',
    community: '荷塘社区',
    road: '桃园路',
    number: 88,
    compound: '锦绣花园',
    building: 12,
    unit: 2,
    room: 501,
  };

  it('say one place in ten ways', () => {
    const texts = ADDRESS_FORMS.map((form) => formatAddress(parts, form));
    expect(new Set(texts).size).toBe(10);
    expect(texts).toEqual([
      '示范省澄江市澄湖区柳桥街道桃园路88号锦绣花园12幢2单元501室',
      '澄湖区柳桥街道桃园路88号锦绣花园12幢2单元501室',
      '桃园路88号锦绣花园12幢2单元501室',
      '锦绣花园12幢2单元501室',
      '锦绣花园12-2-501',
      '澄湖区桃园路88号锦绣花园12号楼2单元501',
      '桃园路88号锦绣花园十二幢二单元501室',
      '柳桥街道桃园路88号12幢2单元501室',
      '锦绣花园 12# 2单元 501室',
      '澄江市澄湖区柳桥街道荷塘社区桃园路88号锦绣花园12幢2单元501室',
    ]);
  });

  it('may be full-width or in Chinese numerals', () => {
    expect(toFullWidth('3幢A')).toBe('３幢Ａ');
    expect([3, 10, 12, 20, 25].map(toChineseNumeral)).toEqual([
      '三',
      '十',
      '十二',
      '二十',
      '二十五',
    ]);
  });
});

describe('broken rows', () => {
  it('carry a day that no calendar has, in whatever form', () => {
    expect(breakDate('20260312')).toBe('20260231');
    expect(breakDate('2026-03-12 08:00:00')).toBe('2026-02-31 08:00:00');
    expect(breakDate('20260312080000')).toBe('20260231080000');
  });

  it('carry a byte that no encoding allows', () => {
    const bytes = encodeBroken(csvRow(['1', `${BROKEN_BYTE}王`]), (text) => Buffer.from(text));
    expect(bytes).toEqual(
      Buffer.concat([Buffer.from('1,'), Buffer.of(0xff), Buffer.from('王\r\n')]),
    );
  });
});
