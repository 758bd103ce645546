import { creditCodeFault, type CreditCodeFault } from '../../domain/credit-code';
import { parseDivisionCode, parseGridCode } from '../../domain/division-code';
import {
  identityFault,
  upgradeIdentityNumber,
  type IdentityFault,
} from '../../domain/identity-number';
import type { RawValue } from '../reader';
import { folded, shapeOf, stated } from './text';
import { known, nothing, unreadable, type Normalised, type Normaliser } from './types';

/** Numbers are written with blanks, hyphens and dots between their groups. */
function bare(raw: RawValue): string | null {
  const text = stated(folded(raw));
  if (text === null) return null;
  const value = text.replace(/[\s\-‐-―·._]/g, '').toUpperCase();
  // A row of one digit is what is typed where the number is not known.
  return value === '' || /^(\d)\1*$/.test(value) ? null : value;
}

const IDENTITY_FAULTS: Readonly<Record<IdentityFault, string>> = {
  LENGTH: 'another length',
  CHARACTERS: 'a character that cannot stand there',
  BIRTH_DATE: 'a birth date that does not exist',
  CHECKSUM: 'a check character that does not fit',
};

/** Resident identity number, GB 11643: 18 characters; numbers of 15 digits are brought to 18. */
export const identityNumber: Normaliser = {
  name: 'identityNumber',
  whenInvalid: 'quarantine',
  normalise(raw) {
    const value = bare(raw)?.replace(/×$/, 'X') ?? null;
    if (value === null) return nothing();
    if (value.length === 15) {
      const upgraded = upgradeIdentityNumber(value);
      if (upgraded !== null) return known(upgraded);
    }
    const fault = identityFault(value);
    if (fault === null) return known(value);
    return unreadable(
      'an identity number (GB 11643: 18 characters with a right check character, or 15 digits)',
      `${shapeOf(value)} with ${IDENTITY_FAULTS[fault]}`,
    );
  },
};

const CREDIT_FAULTS: Readonly<Record<CreditCodeFault, string>> = {
  LENGTH: 'another length',
  CHARACTERS: 'a character that cannot stand there',
  CHECKSUM: 'a check character that does not fit',
};

/** Unified social credit code, GB 32100-2015: 18 characters. */
export const socialCreditCode: Normaliser = {
  name: 'socialCreditCode',
  whenInvalid: 'quarantine',
  normalise(raw) {
    const value = bare(raw);
    if (value === null) return nothing();
    const fault = creditCodeFault(value);
    if (fault === null) return known(value);
    return unreadable(
      'a unified social credit code (GB 32100: 18 characters with a right check character)',
      `${shapeOf(value)} with ${CREDIT_FAULTS[fault]}`,
    );
  },
};

/** Division code, GB/T 2260 and GB/T 10114: 6, 9 or 12 digits; zeros that pad a higher level are dropped. */
export const divisionCode: Normaliser = {
  name: 'divisionCode',
  whenInvalid: 'quarantine',
  normalise(raw) {
    const value = bare(raw);
    if (value === null) return nothing();
    const division = parseDivisionCode(value);
    return division === null
      ? unreadable('a division code of 6, 9 or 12 digits', shapeOf(value))
      : known(division.code);
  },
};

/** Grid code, CJ/T 349-2010: 20 digits. */
export const gridCode: Normaliser = {
  name: 'gridCode',
  whenInvalid: 'quarantine',
  normalise(raw) {
    const value = bare(raw);
    if (value === null) return nothing();
    const grid = parseGridCode(value);
    return grid === null
      ? unreadable('a grid code of 20 digits', shapeOf(value))
      : known(grid.code);
  },
};

/** The code on a doorplate: letters and digits, as the district's register writes it. */
export const doorplate: Normaliser = {
  name: 'doorplate',
  whenInvalid: 'keep',
  normalise(raw) {
    const value = bare(raw);
    if (value === null) return nothing();
    return /^[0-9A-Z]{3,40}$/.test(value)
      ? known(value)
      : unreadable('a doorplate code of 3 to 40 letters and digits', shapeOf(value));
  },
};

const MOBILE = /^1\d{10}$/;
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$/;
const LOCAL = /^[2-9]\d{6,7}$/;
const SERVICE = /^(?:[48]00\d{7}|1\d{2}|1\d{4}|9\d{4})$/;

/** One number without blanks, +86 and brackets; the extension apart. */
function onePhone(text: string): string | null {
  const [, main = '', extension] =
    /^(.*?)(?:(?:转|分机|ext\.?|#|,)\s*(\d{1,6}))?$/i.exec(text) ?? [];
  const digits = main
    .replace(/[\s\-‐-―().]/g, '')
    .replace(/^(?:\+|00)?86(?=1\d{10}$|0?\d{9,11}$)/, '');
  const tail = extension === undefined ? '' : `-${extension}`;
  if (MOBILE.test(digits)) return digits;
  const landline = LANDLINE.exec(digits);
  if (landline !== null) return `${landline[1] ?? ''}-${landline[2] ?? ''}${tail}`;
  return LOCAL.test(digits) || SERVICE.test(digits) ? digits + tail : null;
}

function firstPhone(text: string): Normalised {
  for (const part of text.split(/[;、/]|,(?=\s*[01])/)) {
    const phone = onePhone(part.trim());
    if (phone !== null) return known(phone);
  }
  return unreadable('a telephone number', shapeOf(text));
}

/** Telephone number: 11 digits of a mobile, area-number of a landline (010-88886666-12). Of several the first. */
export const phone: Normaliser = {
  name: 'phone',
  whenInvalid: 'keep',
  normalise(raw) {
    const text = stated(folded(raw));
    if (text === null || /^(\d)\1*$/.test(text)) return nothing();
    return firstPhone(text);
  },
};
