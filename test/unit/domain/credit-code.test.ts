import {
  creditCheckCharacter,
  creditCodeFault,
  isCreditCode,
  parseCreditCode,
} from '../../../src/domain/credit-code';
import { Random } from '../../../src/demo/random';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015 by its definition: the sum of values times 3^(i-1), check character included with weight 1, is 0 modulo 31. */
function satisfiesStandard(code: string): boolean {
  const sum = [...code].reduce((total, character, i) => {
    const weight = i === 17 ? 1n : 3n ** BigInt(i);
    return total + BigInt(ALPHABET.indexOf(character)) * weight;
  }, 0n);
  return sum % 31n === 0n;
}

describe('unified social credit codes (GB 32100)', () => {
  const random = new Random(2, 'credit');
  const codes = Array.from({ length: 300 }, () => {
    const body = `9199${String(random.int(10_000)).padStart(4, '0')}${Array.from({ length: 9 }, () => random.pick([...ALPHABET])).join('')}`;
    return body + creditCheckCharacter(body);
  });

  it('carry the check character of the standard', () => {
    for (const code of codes)
      expect([isCreditCode(code), satisfiesStandard(code)]).toEqual([true, true]);
  });

  it('are found wrong after any one character mistyped', () => {
    for (const code of codes.slice(0, 40))
      for (let at = 0; at < 18; at += 1)
        for (const character of ALPHABET)
          if (character !== code[at])
            expect(isCreditCode(code.slice(0, at) + character + code.slice(at + 1))).toBe(false);
  });

  it('never hold I, O, S, V, Z, nor letters in the division', () => {
    const [code = ''] = codes;
    for (const letter of 'IOSVZ')
      expect(creditCodeFault(code.slice(0, 12) + letter + code.slice(13))).toBe('CHARACTERS');
    expect(creditCodeFault(`91A${code.slice(3)}`)).toBe('CHARACTERS');
    expect(creditCodeFault(code.toLowerCase().replace(/\d/g, 'a'))).toBe('CHARACTERS');
    expect(creditCodeFault(code.slice(1))).toBe('LENGTH');
  });

  it('are taken apart', () => {
    const [code = ''] = codes;
    expect(parseCreditCode(code)).toEqual({
      code,
      department: '9',
      category: '1',
      division: code.slice(2, 8),
      organisationCode: code.slice(8, 17),
    });
    expect(parseCreditCode('x')).toBeNull();
  });
});
