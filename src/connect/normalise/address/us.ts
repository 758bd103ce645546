import type { AddressParts } from './parts';

/** Street types at the end of a street's name. Departments leave them out or differ in them, so they name nothing here. */
const TYPES = new Set(
  'ST STREET AVE AV AVENUE BLVD BOULEVARD RD ROAD DR DRIVE PL PLACE CT COURT PKWY PARKWAY TER TERRACE HWY HIGHWAY LN LANE WAY PLZ PLAZA SQ SQUARE EXPY'.split(
    ' ',
  ),
);
const NUMBER = /^(\d\S*(?:(?:\s+-\s*|-\s+)\d\S*)?)\s+(.+)$/;

/**
 * Takes an American street address apart: house number (a range stays a range), direction and name without street type; what
 * stands behind the type (1ST FL, # 2, BSMT) is the room.
 */
export function parseUsAddress(text: string): AddressParts | null {
  const tidied = text
    .toUpperCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[.,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (tidied === '') return null;
  const match = NUMBER.exec(tidied);
  if (match === null) return { text: tidied };
  const [, number = '', street = ''] = match;
  const words = street.split(' ');
  // A type may begin a name (ST LOUIS AVE): the first word behind the direction never ends it.
  const first = /^[NSEW]$/.test(words[0] ?? '') ? 2 : 1;
  const end = words.findIndex((word, index) => index >= first && TYPES.has(word));
  const name = (end < 0 ? words : words.slice(0, end)).join(' ');
  const room =
    end < 0
      ? ''
      : words
          .slice(end + 1)
          .join(' ')
          .replace(/[#/:|]/g, ' ')
          .trim();
  return {
    road: name,
    number: number.replace(/\s/g, ''),
    ...(room === '' ? {} : { room }),
  };
}
