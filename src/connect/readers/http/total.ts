import type { RawValue } from '../../reader';
import { valueAt } from '../value-at';

/** A number of rows that an answer tells, as a number or as text; null where it tells none. */
export function totalAt(body: RawValue, path: string | undefined): number | null {
  if (path === undefined) return null;
  const value = valueAt(body, path);
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const total = Number(value);
  return value !== '' && Number.isSafeInteger(total) && total >= 0 ? total : null;
}
