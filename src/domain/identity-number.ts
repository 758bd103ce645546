/**
 * Resident identity number (公民身份号码), GB 11643: six digits of division, eight of birth date, three of sequence (odd:
 * male, even: female) and a check character by ISO 7064 MOD 11-2. Whether the division was ever assigned is not asked:
 * divisions are renamed and merged, numbers stay.
 */
import { isCalendarDate, isoDate } from './calendar';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
/** The oldest year of birth a living person's number may carry, with room; the newest any issued in this century. */
const FIRST_YEAR = 1850;
const LAST_YEAR = 2099;
const ZERO = 48;

export type IdentityFault = 'LENGTH' | 'CHARACTERS' | 'BIRTH_DATE' | 'CHECKSUM';

export interface IdentityNumber {
  /** 18 characters; the last may be an upper-case X. */
  readonly number: string;
  /** First six digits: where the number was issued. */
  readonly division: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: 'MALE' | 'FEMALE';
}

function digitsOnly(text: string, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

function birthDateExists(text: string): boolean {
  const year = Number(text.slice(6, 10));
  return (
    year >= FIRST_YEAR &&
    year <= LAST_YEAR &&
    isCalendarDate(year, Number(text.slice(10, 12)), Number(text.slice(12, 14)))
  );
}

/** Check character (0–9 or X) of a body of 17 digits. ISO 7064 MOD 11-2 over the weights of GB 11643. */
export function identityCheckCharacter(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - ZERO) * (WEIGHTS[i] ?? 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** The first thing wrong with an 18-character number (upper-case X), or null when it is sound. */
export function identityFault(text: string): IdentityFault | null {
  if (text.length !== 18) return 'LENGTH';
  if (!digitsOnly(text, 17) || text.charCodeAt(0) === ZERO) return 'CHARACTERS';
  const last = text.charCodeAt(17);
  if (last !== 88 && (last < ZERO || last > ZERO + 9)) return 'CHARACTERS';
  if (!birthDateExists(text)) return 'BIRTH_DATE';
  return identityCheckCharacter(text) === text.charAt(17) ? null : 'CHECKSUM';
}

/** Whether `text` is a sound number of 18 characters with an upper-case X, if any. */
export function isIdentityNumber(text: string): boolean {
  return identityFault(text) === null;
}

/**
 * The 18-character form of an old number of 15 digits: century 19 put before the two-digit year, check character
 * appended. Null when it is not 15 digits or its birth date does not exist. An old number has no check of its own, so
 * a slip in it goes unseen.
 */
export function upgradeIdentityNumber(old: string): string | null {
  if (old.length !== 15 || !digitsOnly(old, 15) || old.charCodeAt(0) === ZERO) return null;
  const body = `${old.slice(0, 6)}19${old.slice(6)}`;
  return birthDateExists(body) ? body + identityCheckCharacter(body) : null;
}

/** Takes an 18-character number apart; null when it is not sound. */
export function parseIdentityNumber(text: string): IdentityNumber | null {
  if (!isIdentityNumber(text)) return null;
  return {
    number: text,
    division: text.slice(0, 6),
    birthDate: isoDate(
      Number(text.slice(6, 10)),
      Number(text.slice(10, 12)),
      Number(text.slice(12, 14)),
    ),
    sex: (text.charCodeAt(16) - ZERO) % 2 === 1 ? 'MALE' : 'FEMALE',
  };
}
