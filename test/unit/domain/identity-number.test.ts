import {
  identityCheckCharacter,
  identityFault,
  isIdentityNumber,
  parseIdentityNumber,
  upgradeIdentityNumber,
} from '../../../src/domain/identity-number';
import { Random } from '../../../src/demo/random';

/** ISO 7064 MOD 11-2 by its definition: the whole number, read as a polynomial in 2, is 1 modulo 11 (X counts ten). */
function satisfiesIso7064(number: string): boolean {
  let rest = 0;
  for (const character of number)
    rest = (rest * 2 + (character === 'X' ? 10 : Number(character))) % 11;
  return rest === 1;
}

function randomNumber(random: Random): string {
  const day = new Date(Date.UTC(random.between(1900, 2020), random.int(12), random.between(1, 28)));
  const body = `99${String(random.int(10_000)).padStart(4, '0')}${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(random.int(1_000)).padStart(3, '0')}`;
  return body + identityCheckCharacter(body);
}

describe('identity numbers (GB 11643)', () => {
  const random = new Random(1, 'identity');
  const numbers = Array.from({ length: 500 }, () => randomNumber(random));

  it('end in the check character of ISO 7064 MOD 11-2, whatever they hold', () => {
    for (const number of numbers) {
      expect(satisfiesIso7064(number)).toBe(true);
      expect(isIdentityNumber(number)).toBe(true);
    }
    expect(new Set(numbers.map((number) => number[17])).size).toBe(11);
  });

  it('are found wrong after any one digit mistyped, and any two neighbours exchanged', () => {
    for (const number of numbers.slice(0, 60)) {
      for (let at = 0; at < 18; at += 1) {
        for (const digit of '0123456789X') {
          if (digit === number[at]) continue;
          expect(isIdentityNumber(number.slice(0, at) + digit + number.slice(at + 1))).toBe(false);
        }
        const [a = '', b = ''] = [number[at], number[at + 1]];
        if (at < 17 && a !== b)
          expect(isIdentityNumber(number.slice(0, at) + b + a + number.slice(at + 2))).toBe(false);
      }
    }
  });

  it('tell the first thing that is wrong', () => {
    const [number = ''] = numbers;
    expect(identityFault(number.slice(1))).toBe('LENGTH');
    expect(identityFault(`A${number.slice(1)}`)).toBe('CHARACTERS');
    expect(identityFault(`0${number.slice(1)}`)).toBe('CHARACTERS');
    expect(identityFault(number.slice(0, 17) + 'x')).toBe('CHARACTERS');
    for (const birth of ['19900230', '19901301', '19900100', '18491231', '21000101', '19000229'])
      expect(identityFault(number.slice(0, 6) + birth + number.slice(14))).toBe('BIRTH_DATE');
    expect(identityFault(number)).toBeNull();
  });

  it('say division, birth date and sex', () => {
    const body = (serial: string): string => `99010120000229${serial}`;
    const of = (serial: string) =>
      parseIdentityNumber(body(serial) + identityCheckCharacter(body(serial)));
    expect(of('001')).toMatchObject({ division: '990101', birthDate: '2000-02-29', sex: 'MALE' });
    expect(of('002')).toMatchObject({ sex: 'FEMALE' });
    expect(parseIdentityNumber('1')).toBeNull();
  });

  it('of 15 digits become 18: century 19, and the check character', () => {
    for (const number of numbers) {
      if (!number.startsWith('19', 6)) continue;
      expect(upgradeIdentityNumber(number.slice(0, 6) + number.slice(8, 17))).toBe(number);
    }
    for (const wrong of [
      '',
      '99010190010100',
      '9901019001010011',
      '990101900230001',
      '99010190010100X',
    ])
      expect(upgradeIdentityNumber(wrong)).toBeNull();
  });
});
