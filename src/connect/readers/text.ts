import type { RawValue } from '../reader';

/** A raw value as a cursor or a key is compared: its text, lists and objects as JSON, null as nothing. */
export function textOf(value: RawValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
