import type { RawValue } from '../reader';

/** The value under a dotted path (`data.list`); an own key of the whole name goes first. Null where nothing is. */
export function valueAt(value: RawValue, path: string): RawValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  if (Object.hasOwn(value, path)) return value[path] ?? null;
  const cut = path.indexOf('.');
  if (cut < 0) return null;
  const head = path.slice(0, cut);
  return Object.hasOwn(value, head) ? valueAt(value[head] ?? null, path.slice(cut + 1)) : null;
}
