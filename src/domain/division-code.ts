/**
 * Division codes: GB/T 2260 (six digits, province to county) and GB/T 10114 (three more for the township level), and the
 * three digits that statistics and civil affairs add for the community. Codes are read by their form: whether one is
 * assigned today is a question for the district's own area list.
 */
export type DivisionLevel = 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP' | 'COMMUNITY';

/** What the second part says (GB/T 10114). */
export type TownshipKind = 'SUBDISTRICT' | 'TOWN' | 'TOWNSHIP' | 'ENTERPRISE' | 'OTHER';
/** What the third part says. */
export type CommunityKind = 'RESIDENTS_COMMITTEE' | 'VILLAGERS_COMMITTEE' | 'OTHER';

export interface DivisionCode {
  /** Shortest form: 6, 9 or 12 digits, without the groups of zeros that pad a higher level to 9 or 12. */
  readonly code: string;
  readonly level: DivisionLevel;
  /** First six digits. */
  readonly county: string;
  /** First nine digits, where there are that many. */
  readonly township: string | null;
  readonly townshipKind: TownshipKind | null;
  readonly communityKind: CommunityKind | null;
  /** The code one level up within the code itself; null for six digits. */
  readonly parent: string | null;
}

const FORM = /^[1-9]\d{5}(?:\d{3}(?:\d{3})?)?$/;

/** 001–099 街道, 100–199 镇, 200–399 乡, 400–599 政企合一; the rest is not laid down. */
export function townshipKind(part: number): TownshipKind {
  if (part >= 1 && part < 100) return 'SUBDISTRICT';
  if (part >= 100 && part < 200) return 'TOWN';
  if (part >= 200 && part < 400) return 'TOWNSHIP';
  if (part >= 400 && part < 600) return 'ENTERPRISE';
  return 'OTHER';
}

/** 001–199 居委会, 200–399 村委会; the rest is not laid down. */
export function communityKind(part: number): CommunityKind {
  if (part >= 1 && part < 200) return 'RESIDENTS_COMMITTEE';
  if (part >= 200 && part < 400) return 'VILLAGERS_COMMITTEE';
  return 'OTHER';
}

/** 12 digits `990106001000` are the township `990106001`; `990106000000` the county `990106`. */
function withoutPadding(digits: string): string | null {
  let code = digits;
  if (code.length === 12 && code.endsWith('000')) code = code.slice(0, 9);
  if (code.length === 9 && code.endsWith('000')) code = code.slice(0, 6);
  // A community of no township is not a code.
  return code.length === 12 && code.slice(6, 9) === '000' ? null : code;
}

function levelOf(code: string): DivisionLevel {
  if (code.length === 12) return 'COMMUNITY';
  if (code.length === 9) return 'TOWNSHIP';
  if (code.endsWith('0000')) return 'PROVINCE';
  return code.endsWith('00') ? 'CITY' : 'COUNTY';
}

/** Reads 6, 9 or 12 digits; null when they are not a division code. */
export function parseDivisionCode(digits: string): DivisionCode | null {
  if (!FORM.test(digits)) return null;
  const code = withoutPadding(digits);
  if (code === null) return null;
  return {
    code,
    level: levelOf(code),
    county: code.slice(0, 6),
    township: code.length > 6 ? code.slice(0, 9) : null,
    townshipKind: code.length > 6 ? townshipKind(Number(code.slice(6, 9))) : null,
    communityKind: code.length > 9 ? communityKind(Number(code.slice(9))) : null,
    parent: code.length > 6 ? code.slice(0, -3) : null,
  };
}

/** Grid code of CJ/T 349-2010: 1–6 object, 7–12 division, 13–15 subdistrict, 16–18 community, 19–20 sequence. */
export interface GridCode {
  readonly code: string;
  readonly object: string;
  /** The community's 12-digit division code. */
  readonly community: string;
  readonly sequence: string;
}

/** Reads 20 digits; null when they are not a grid code. */
export function parseGridCode(digits: string): GridCode | null {
  if (!/^\d{20}$/.test(digits) || digits.charAt(6) === '0') return null;
  return {
    code: digits,
    object: digits.slice(0, 6),
    community: digits.slice(6, 18),
    sequence: digits.slice(18),
  };
}
