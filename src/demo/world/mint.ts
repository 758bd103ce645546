/** Mints identity numbers, credit codes and phones: valid in form, impossible in fact. */
import { compactDay, type Day } from '../clock';
import { creditCheck, identityCheck, organisationCode } from '../digits';
import type { Random } from '../random';

/** The unassigned division of people who arrive after the district was made; nobody else has it. */
export const ARRIVAL_DIVISION = '990999';

export class Minter {
  private readonly takenNumbers = new Set<number>();
  private readonly takenCodes = new Set<number>();

  /**
   * A GB 11643 number nobody else has: division, birth date, sequence (odd male, even female), check character.
   * @param origin position of the division; keeps the memory of taken numbers to one number each
   */
  identityNumber(random: Random, division: string, origin: number, birth: Day, sex: 1 | 2): string {
    for (;;) {
      const sequence = random.int(499) * 2 + (sex === 1 ? 1 : 2);
      const key = (origin * 100_000 + birth + 50_000) * 1_000 + sequence;
      if (this.takenNumbers.has(key)) continue;
      this.takenNumbers.add(key);
      const body = division + compactDay(birth) + String(sequence).padStart(3, '0');
      return body + identityCheck(body);
    }
  }

  /** A GB 32100 code nobody else has. `category` is 1 enterprise, 2 individual business, 3 farmers' cooperative. */
  creditCode(random: Random, division: string, category: '1' | '2' | '3'): string {
    for (;;) {
      const body = random.int(100_000_000);
      if (this.takenCodes.has(body)) continue;
      this.takenCodes.add(body);
      const organisation = organisationCode(String(body).padStart(8, '0'));
      const start = `9${category}${division}${organisation}`;
      return start + creditCheck(start);
    }
  }

  /** A GB 32100 code of a public body (事业单位: registered by department 1, category 2) that nobody else has. */
  publicBodyCode(random: Random, division: string): string {
    for (;;) {
      const body = random.int(100_000_000);
      if (this.takenCodes.has(body)) continue;
      this.takenCodes.add(body);
      const start = `12${division}${organisationCode(String(body).padStart(8, '0'))}`;
      return start + creditCheck(start);
    }
  }

  /** Eleven digits that begin with 100, which no operator hands out. */
  phone(random: Random): string {
    return `100${String(random.int(100_000_000)).padStart(8, '0')}`;
  }
}
