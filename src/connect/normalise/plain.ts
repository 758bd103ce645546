import { folded, shapeOf, stated, textOf } from './text';
import { known, nothing, unreadable, type Normaliser } from './types';

/** Text as it came, without blanks around it; `maxLength` is the longest that is taken, in characters. */
const text = (name: 'string' | 'text'): Normaliser => ({
  name,
  whenInvalid: 'keep',
  normalise(raw, { maxLength }) {
    const value = textOf(raw)?.trim() ?? '';
    if (value === '') return nothing();
    if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength)
      return unreadable(`text of at most ${String(maxLength)} characters`, shapeOf(value));
    return known(value);
  },
});

export const string = text('string');
export const longText = text('text');

/** Digits in groups of three (1,234,567) or in one row. */
const NUMBER = /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$|^[-+]?\.\d+$/;
/** Currency around an amount: ¥ before, 元 behind. */
const CURRENCY = /^[¥￥]|元$/g;

function numberOf(value: string): number | null {
  const bare = value.replace(/\s/g, '');
  if (NUMBER.test(bare)) return Number(bare.replaceAll(',', ''));
  // 1e3 of a spreadsheet, 4.2E-05.
  return /^[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,3}$/.test(bare) ? Number(bare) : null;
}

/** 0 says something here, unlike in a code. */
function statedNumber(value: string | null): string | null {
  return value === '0' ? value : stated(value);
}

/** A whole number; `12.0` counts as one. */
export const integer: Normaliser = {
  name: 'integer',
  whenInvalid: 'quarantine',
  normalise(raw) {
    const value = statedNumber(folded(raw));
    if (value === null) return nothing();
    const number = numberOf(value);
    return number !== null && Number.isSafeInteger(number)
      ? known(number)
      : unreadable('a whole number', shapeOf(value));
  },
};

/** A decimal number; ¥ and 元 of amounts are dropped. */
export const decimal: Normaliser = {
  name: 'decimal',
  whenInvalid: 'quarantine',
  normalise(raw) {
    const value = statedNumber(folded(raw));
    if (value === null) return nothing();
    const number = numberOf(value.replace(CURRENCY, ''));
    return number !== null && Number.isFinite(number)
      ? known(number)
      : unreadable('a number', shapeOf(value));
  },
};

/** Decimal degrees. 0 is what sources write where they have no position: it counts as none. */
const degrees = (name: 'longitude' | 'latitude', limit: number): Normaliser => ({
  name,
  whenInvalid: 'keep',
  normalise(raw) {
    const value = stated(folded(raw));
    if (value === null) return nothing();
    const number = numberOf(value);
    if (number === 0) return nothing();
    return number !== null && Math.abs(number) <= limit
      ? known(number)
      : unreadable(`decimal degrees from -${String(limit)} to ${String(limit)}`, shapeOf(value));
  },
});

export const longitude = degrees('longitude', 180);
export const latitude = degrees('latitude', 90);
