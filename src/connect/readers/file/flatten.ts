import type { RawValue } from '../../reader';

/** A row with names of nested objects joined by dots, as `from` of an item would name them; lists stay as they are. */
export function flatten(
  object: { readonly [key: string]: RawValue },
  path = '',
): Record<string, RawValue> {
  const entries = Object.entries(object).flatMap(([name, value]): [string, RawValue][] => {
    const here = `${path}${name}`;
    const nested = value !== null && typeof value === 'object' && !Array.isArray(value);
    return nested ? Object.entries(flatten(value, `${here}.`)) : [[here, value]];
  });
  return Object.fromEntries(entries);
}
