/** The ways one address is written. */
import { DIRT } from '../dirt';
import type { Random } from '../random';
import { DISTRICT } from '../world/words';
import { toChineseNumeral, toFullWidth } from './text';

/** A true address in parts; '' and 0 where a level does not exist. */
export interface AddressParts {
  readonly subdistrict: string;
  readonly community: string;
  readonly road: string;
  readonly number: number;
  readonly compound: string;
  readonly building: number;
  readonly unit: number;
  readonly room: number;
}

export const ADDRESS_FORMS = [
  'STANDARD',
  'NO_CITY',
  'NO_UPPER',
  'COMPOUND_ONLY',
  'DASHES',
  'OTHER_WORDS',
  'CHINESE_NUMERALS',
  'ROAD_ONLY',
  'HASHES',
  'WITH_COMMUNITY',
] as const;
export type AddressForm = (typeof ADDRESS_FORMS)[number];

/** Building, unit and room in one way of writing. */
interface Tail {
  readonly building: (n: number) => string;
  readonly unit: (n: number) => string;
  readonly room: (n: number) => string;
}

const PLAIN: Tail = { building: (n) => `${n}幢`, unit: (n) => `${n}单元`, room: (n) => `${n}室` };
const OTHER: Tail = { building: (n) => `${n}号楼`, unit: (n) => `${n}单元`, room: String };
const NUMERALS: Tail = {
  building: (n) => `${toChineseNumeral(n)}幢`,
  unit: (n) => `${toChineseNumeral(n)}单元`,
  room: (n) => `${n}室`,
};
const HASHES: Tail = {
  building: (n) => ` ${n}# `,
  unit: (n) => `${n}单元 `,
  room: (n) => `${n}室`,
};

function tail(a: AddressParts, words: Tail): string {
  return (
    (a.building > 0 ? words.building(a.building) : '') +
    (a.unit > 0 ? words.unit(a.unit) : '') +
    (a.room > 0 ? words.room(a.room) : '')
  );
}

function dashes(a: AddressParts): string {
  return [a.building, a.unit, a.room].filter((n) => n > 0).join('-');
}

const road = (a: AddressParts): string => `${a.road}${a.number}号`;

/** One form, exactly. Forms that need a compound fall back to road and number where there is none. */
export function formatAddress(a: AddressParts, form: AddressForm): string {
  const named = a.compound === '' ? road(a) : a.compound;
  switch (form) {
    case 'STANDARD':
      return `${DISTRICT.province}${DISTRICT.city}${DISTRICT.name}${a.subdistrict}${road(a)}${a.compound}${tail(a, PLAIN)}`;
    case 'NO_CITY':
      return `${DISTRICT.name}${a.subdistrict}${road(a)}${a.compound}${tail(a, PLAIN)}`;
    case 'NO_UPPER':
      return `${road(a)}${a.compound}${tail(a, PLAIN)}`;
    case 'COMPOUND_ONLY':
      return `${named}${tail(a, PLAIN)}`;
    case 'DASHES':
      return `${named}${dashes(a)}`;
    case 'OTHER_WORDS':
      return `${DISTRICT.name}${road(a)}${a.compound}${tail(a, OTHER)}`;
    case 'CHINESE_NUMERALS':
      return `${road(a)}${a.compound}${tail(a, NUMERALS)}`;
    case 'ROAD_ONLY':
      return `${a.subdistrict}${road(a)}${tail(a, PLAIN)}`;
    case 'HASHES':
      return `${named}${tail(a, HASHES)}`.trimEnd();
    case 'WITH_COMMUNITY':
      return `${DISTRICT.city}${DISTRICT.name}${a.subdistrict}${a.community}${road(a)}${a.compound}${tail(a, PLAIN)}`;
  }
}

export interface WrittenAddress {
  readonly text: string;
  readonly form: AddressForm;
}

const VAGUE = ['附近', '门口', '东侧', '北门外', '对面', '旁边'];

/** Draws a form by weight; some come with full-width digits, and, where `vague`, with 附近 and the like behind. */
export function writeAddress(
  random: Random,
  parts: AddressParts,
  weights: Float64Array,
  vague = false,
): WrittenAddress {
  const form = ADDRESS_FORMS[random.weighted(weights)] ?? 'STANDARD';
  let text = formatAddress(parts, form);
  if (random.chance(DIRT.fullWidthAddress)) text = toFullWidth(text);
  if (vague && random.chance(DIRT.vagueAddress)) text += random.pick(VAGUE);
  return { text, form };
}
