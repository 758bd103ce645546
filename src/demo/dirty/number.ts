/** An identity number as a department writes it. */
import type { NumberDirt } from '../dirt';
import type { Random } from '../random';
import { toFullWidth } from './text';

/** What became of the number; only VALID ones pass the checksum as they stand. */
export type NumberState = 'VALID' | 'MISSING' | 'MISTYPED' | 'OLD_15' | 'FULL_WIDTH' | 'LOWER_X';

export interface WrittenNumber {
  readonly text: string;
  readonly state: NumberState;
}

export function writeNumber(random: Random, number: string, dirt: NumberDirt): WrittenNumber {
  let roll = random.unit();
  if ((roll -= dirt.missing) < 0) return { text: '', state: 'MISSING' };
  if ((roll -= dirt.mistyped) < 0) return { text: mistype(random, number), state: 'MISTYPED' };
  const born = Number(number.slice(6, 10));
  if ((roll -= dirt.old15) < 0 && born < 1980) return { text: toOld15(number), state: 'OLD_15' };
  if (roll >= 0 && (roll -= dirt.fullWidth) < 0) {
    return { text: toFullWidth(number), state: 'FULL_WIDTH' };
  }
  if (number.endsWith('X') && random.chance(dirt.lowerX)) {
    return { text: number.toLowerCase(), state: 'LOWER_X' };
  }
  return { text: number, state: 'VALID' };
}

/** One digit after the division changed: MOD 11-2 catches every such slip, and the number still begins with 99. */
function mistype(random: Random, number: string): string {
  const at = random.between(6, 16);
  const digit = (Number(number.charAt(at)) + random.between(1, 9)) % 10;
  return number.slice(0, at) + String(digit) + number.slice(at + 1);
}

/** The form before 1999: two-digit year, no check character. */
export function toOld15(number: string): string {
  return number.slice(0, 6) + number.slice(8, 17);
}
