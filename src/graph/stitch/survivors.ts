/**
 * Survivorship, written once: an attribute's value is the one of the most trusted stream, then the latest observation,
 * then the smallest record key; it is taken only where known. Its provenance is the record that gave it.
 */
export const BELIEF = 'm.rank, m.observed_at DESC NULLS LAST, m.stream_id, m.key, m.name';

/** How a record is named in provenance: stream, key, mention. */
export const REFERENCE = `m.stream_id || ':' || m.key || ':' || m.name`;

export interface Column {
  /** Column of the entity table. */
  readonly column: string;
  /** Attribute in mention.attrs, which is also its name in provenance. */
  readonly attribute: string;
  /** SQL type to cast the text to; absent: text. */
  readonly type?: string;
}

const known = (attribute: string): string => `m.attrs->>'${attribute}'`;

/** One aggregate a column: the believed value. */
export function valueSql({ column, attribute, type }: Column): string {
  return `first_known(${known(attribute)} ORDER BY ${BELIEF})${type === undefined ? '' : `::${type}`} AS ${column}`;
}

/** The provenance object of the believed values. */
export function provenanceSql(columns: readonly Column[]): string {
  const entries = columns.map(
    ({ attribute }) =>
      `'${attribute}', first_known(CASE WHEN ${known(attribute)} IS NOT NULL THEN ${REFERENCE} END ORDER BY ${BELIEF})`,
  );
  return `jsonb_strip_nulls(jsonb_build_object(${entries.join(', ')}))`;
}

/** `SET … WHERE something differs` of an upsert: a row that comes out the same is not written. */
export function updateDifferent(table: string, columns: readonly string[]): string {
  const set = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  const before = columns.map((column) => `${table}.${column}`).join(', ');
  const after = columns.map((column) => `excluded.${column}`).join(', ');
  return `DO UPDATE SET ${set}, updated_at = now() WHERE (${before}) IS DISTINCT FROM (${after})`;
}
