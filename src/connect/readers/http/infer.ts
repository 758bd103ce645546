import type { DiscoveredField, DiscoveredStream, FieldType, RawValue } from '../../reader';
import { guessCursor } from '../guess-cursor';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

interface Seen {
  readonly types: Set<FieldType>;
  /** Rows that have a value there. */
  given: number;
}

/** What the rows of one page have: fields of rows, and those of objects within them under a dotted name. Nothing is remembered of what they say. */
export function inferStream(
  from: string,
  list: readonly RawValue[],
  total: number | null,
): DiscoveredStream {
  const seen = new Map<string, Seen>();
  const rows = list.filter(
    (row): row is { [key: string]: RawValue } =>
      row !== null && typeof row === 'object' && !Array.isArray(row),
  );
  for (const row of rows)
    for (const [name, value] of Object.entries(row)) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) {
        note(seen, name, value);
        continue;
      }
      for (const [inner, part] of Object.entries(value)) note(seen, `${name}.${inner}`, part);
    }
  const nested = [...seen.keys()].filter((name) => name.includes('.'));
  const fields: DiscoveredField[] = [...seen]
    // An object that is null in some rows has no type of its own beside its parts.
    .filter(([name, { types }]) => types.size > 0 || !nested.some((n) => n.startsWith(`${name}.`)))
    .map(([name, { types, given }]) => ({
      name,
      type: typeOf(types),
      nativeType: null,
      nullable: given < rows.length,
      comment: null,
    }));
  return { from, fields, key: [], cursor: guessCursor(fields), rows: total };
}

function note(seen: Map<string, Seen>, name: string, value: RawValue): void {
  const there = seen.get(name) ?? { types: new Set(), given: 0 };
  seen.set(name, there);
  if (value === null) return;
  there.given += 1;
  there.types.add(kindOf(value));
}

function kindOf(value: Exclude<RawValue, null>): FieldType {
  if (typeof value === 'object') return 'other';
  if (typeof value !== 'string') return typeof value === 'number' ? 'number' : 'boolean';
  return DATE.test(value) ? 'date' : DATE_TIME.test(value) ? 'dateTime' : 'string';
}

/** One type for all that was seen: what differs is text, except lists and objects, which are neither. */
function typeOf(types: ReadonlySet<FieldType>): FieldType {
  const [only] = types;
  if (types.size === 1 && only !== undefined) return only;
  return types.has('other') ? 'other' : 'string';
}
