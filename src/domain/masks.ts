/**
 * Masks of the catalogue (脱敏方式). Pure: text in, text out; null stays null. The mask's name is in connector.yaml,
 * who sees through it is decided in access/.
 */
export const MASK_NAMES = [
  'none',
  'hidden',
  'last4',
  'first3last4',
  'surname',
  'street',
  'year',
  'digest',
] as const;
export type MaskName = (typeof MASK_NAMES)[number];

const characters = (text: string): string[] => Array.from(text);

function keepEnds(text: string, head: number, tail: number): string {
  const all = characters(text);
  if (all.length <= head + tail) return '*'.repeat(all.length);
  return [
    ...all.slice(0, head),
    '*'.repeat(all.length - head - tail),
    ...all.slice(all.length - tail),
  ].join('');
}

/** Compound surnames keep both characters: 欧阳** rather than 欧***. */
const COMPOUND_SURNAMES =
  /^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|万俟|司徒|端木|夏侯)/u;

function keepSurname(text: string): string {
  const dot = text.indexOf('·');
  if (dot > 0) return `${text.slice(0, dot)}·**`;
  const keep = COMPOUND_SURNAMES.test(text) && characters(text).length > 2 ? 2 : 1;
  const all = characters(text);
  return all.length <= 1 ? '*' : all.slice(0, keep).join('') + '*'.repeat(all.length - keep);
}

/** Cuts an address behind the street number or compound: building, unit and room are what finds a door. */
function keepStreet(text: string): string {
  const cut =
    /^(.*?(?:小区|花园|花苑|家园|新村|公寓|苑|城|府|庭|里|弄|巷|路|街|大道)(?:\d+(?:-\d+)?号(?!楼)(?:院)?)?)/u.exec(
      text,
    );
  if (cut?.[1] === undefined) return '***';
  // A compound or street number alone names no door.
  return cut[1].length < text.length ? `${cut[1]}***` : text;
}

/** Shows `value` through a mask. Numbers and booleans are either shown or hidden. */
export function applyMask(mask: MaskName, value: string): string | null {
  switch (mask) {
    case 'none':
      return value;
    case 'hidden':
      return null;
    case 'last4':
      return keepEnds(value, 0, 4);
    case 'first3last4':
      return keepEnds(value, 3, 4);
    case 'surname':
      return keepSurname(value);
    case 'street':
      return keepStreet(value);
    case 'year':
      return value.slice(0, 4);
    case 'digest':
      return '***';
  }
}
