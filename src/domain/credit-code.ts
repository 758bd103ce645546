/**
 * Unified social credit code (统一社会信用代码), GB 32100-2015: one character of registering department, one of category,
 * six digits of division, nine characters of organisation code (GB 11714) and a check character, MOD 31 over weights 3^i.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // no I O S V Z
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** Value of each UTF-16 unit in the alphabet, -1 outside it. */
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

export type CreditCodeFault = 'LENGTH' | 'CHARACTERS' | 'CHECKSUM';

export interface CreditCode {
  readonly code: string;
  /** Registering department (登记管理部门): 1 机构编制, 5 民政, 9 市场监管 … */
  readonly department: string;
  /** Category within that department (机构类别). */
  readonly category: string;
  /** Six digits: the division of the registering authority. */
  readonly division: string;
  /** Nine characters: the organisation code (主体标识码). */
  readonly organisationCode: string;
}

function value(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? -1;
}

/** Check character of a body of 17 characters of the alphabet. */
export function creditCheckCharacter(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += value(body, i) * (WEIGHTS[i] ?? 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** The first thing wrong with an upper-case code, or null when it is sound. */
export function creditCodeFault(text: string): CreditCodeFault | null {
  if (text.length !== 18) return 'LENGTH';
  for (let i = 0; i < 18; i++) {
    const v = value(text, i);
    if (v < 0 || (i >= 2 && i < 8 && v > 9)) return 'CHARACTERS';
  }
  return creditCheckCharacter(text) === text.charAt(17) ? null : 'CHECKSUM';
}

export function isCreditCode(text: string): boolean {
  return creditCodeFault(text) === null;
}

/** Takes a code apart; null when it is not sound. */
export function parseCreditCode(text: string): CreditCode | null {
  if (!isCreditCode(text)) return null;
  return {
    code: text,
    department: text.charAt(0),
    category: text.charAt(1),
    division: text.slice(2, 8),
    organisationCode: text.slice(8, 17),
  };
}
