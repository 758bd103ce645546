import { SEXES, type Sex } from '../../domain/codes';

/** Values through a mask may have lost the form that their GraphQL type asks for; what is left of them is then not shown. */

const SHOWN_DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** A date, or the year that a mask leaves of it. */
export function shownDate(value: unknown): string | null {
  return typeof value === 'string' && SHOWN_DATE.test(value) ? value : null;
}

export function shownSex(value: unknown): Sex | null {
  return SEXES.find((sex) => sex === value) ?? null;
}

/** Numbers in other systems; none where they are hidden. */
export function shownNumbers(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
