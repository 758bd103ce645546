import { creditCheckCharacter } from '../../../../src/domain/credit-code';
import { identityCheckCharacter } from '../../../../src/domain/identity-number';
import { refusal, value } from './support';

const BODY = '99010119900101001';
const NUMBER = BODY + identityCheckCharacter(BODY);
const wide = (text: string): string =>
  text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

describe('identity numbers', () => {
  it('are taken in every way of typing', () => {
    for (const raw of [
      NUMBER,
      ` ${NUMBER}\t`,
      wide(NUMBER),
      `${NUMBER.slice(0, 6)} ${NUMBER.slice(6, 14)}-${NUMBER.slice(14)}`,
    ])
      expect(value('identityNumber', raw)).toBe(NUMBER);
  });

  it('of 15 digits are brought to 18', () => {
    expect(value('identityNumber', NUMBER.slice(0, 6) + NUMBER.slice(8, 17))).toBe(NUMBER);
  });

  it('end in an upper-case X, however it was typed', () => {
    let serial = 0;
    let body = BODY;
    while (identityCheckCharacter(body) !== 'X')
      body = `99010119900101${String(++serial).padStart(3, '0')}`;
    for (const x of ['X', 'x', 'Ｘ', 'ｘ', 'Ⅹ', '×', '*'.replace('*', 'x')])
      expect(value('identityNumber', body + x)).toBe(`${body}X`);
  });

  it('are refused by the first thing that is wrong, without a digit of them', () => {
    const wrong = NUMBER.slice(0, 16) + String((Number(NUMBER[16]) + 1) % 10) + NUMBER.slice(17);
    expect(refusal('identityNumber', wrong).given).toMatch(/^18 characters .* check character/);
    expect(refusal('identityNumber', '99010119900231001X').given).toMatch(/birth date/);
    expect(refusal('identityNumber', NUMBER.slice(0, 17)).given).toMatch(/^17 characters .*length/);
  });

  it.each(['无', '不详', '000000000000000000', '111111111111111111', '-', 'NULL'])(
    'that only say %p are none',
    (raw) => {
      expect(value('identityNumber', raw)).toBeNull();
    },
  );
});

describe('other numbers', () => {
  const credit = '91990101MA0000001';
  it('credit codes: blanks and lower case do not matter, the check character does', () => {
    const code = credit + creditCheckCharacter(credit);
    expect(value('socialCreditCode', ` ${code.toLowerCase().slice(0, 8)} ${code.slice(8)}`)).toBe(
      code,
    );
    const other = credit + (code.endsWith('1') ? '2' : '1');
    expect(refusal('socialCreditCode', other).given).toMatch(/check character/);
  });

  it('division codes lose the zeros that pad them', () => {
    expect(value('divisionCode', '990106001000')).toBe('990106001');
    expect(value('divisionCode', '990106000000')).toBe('990106');
    expect(value('divisionCode', '990106001001')).toBe('990106001001');
    expect(value('divisionCode', '9901')).toBeUndefined();
  });

  it('grid codes have 20 digits', () => {
    expect(value('gridCode', '01000299010600100101')).toBe('01000299010600100101');
    expect(value('gridCode', '0100029901060010010')).toBeUndefined();
  });

  it.each([
    ['13800000000', '13800000000'],
    ['138 0000 0000', '13800000000'],
    ['+86-138-0000-0000', '13800000000'],
    ['008613800000000', '13800000000'],
    ['１３８００００００００', '13800000000'],
    ['010-88886666', '010-88886666'],
    ['(0571)8888666', '0571-8888666'],
    ['0571-88886666转12', '0571-88886666-12'],
    ['88886666', '88886666'],
    ['13800000000/13900000000', '13800000000'],
    ['13800000000、88886666', '13800000000'],
    ['400-800-1234', '4008001234'],
    ['12345', '12345'],
  ])('telephone number %p is %p', (raw, expected) => {
    expect(value('phone', raw)).toBe(expected);
  });

  it.each(['1380000000', '138000000001', 'abc', '1234'])(
    'telephone number %p is refused',
    (raw) => {
      expect(value('phone', raw)).toBeUndefined();
    },
  );
});

describe('numbers and amounts', () => {
  it.each([
    ['1,234', 1234],
    ['１２', 12],
    ['12.0', 12],
    [0, 0],
    ['0', 0],
    ['-5', -5],
    ['1e3', 1000],
  ])('integer %p is %p', (raw, expected) => {
    expect(value('integer', raw)).toBe(expected);
  });
  it.each(['12.5', '1,23', 'abc', '1 2 x', '9007199254740993'])('integer %p is refused', (raw) => {
    expect(value('integer', raw)).toBeUndefined();
  });
  it.each([
    ['¥1,234.50', 1234.5],
    ['860元', 860],
    ['.5', 0.5],
    ['-0.25', -0.25],
  ])('decimal %p is %p', (raw, expected) => {
    expect(value('decimal', raw)).toBe(expected);
  });
  it('positions at 0 are none, beyond the globe are refused', () => {
    expect(value('longitude', '0.0')).toBeNull();
    expect(value('longitude', '181')).toBeUndefined();
    expect(value('latitude', '-90')).toBe(-90);
  });
});
