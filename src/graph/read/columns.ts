import type { Noun } from '../../domain/nouns';

/**
 * What each noun's table gives out, and under which attribute its provenance stands. `attribute` null: structure, which
 * is always shown (ids, levels, stages, category, numbers that systems gave to things and events).
 */
export interface Column {
  readonly column: string;
  readonly name: string;
  readonly attribute: string | null;
}

export const TABLE: Readonly<Record<Noun, string>> = {
  Resident: 'resident',
  Place: 'place',
  Event: 'event',
  Thing: 'thing',
  Organization: 'organization',
};

const camel = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const structure = (...columns: string[]): Column[] =>
  columns.map((column) => ({ column, name: camel(column), attribute: null }));
const values = (...columns: string[]): Column[] =>
  columns.map((column) => ({ column, name: camel(column), attribute: camel(column) }));
const renamed = (column: string, attribute: string): Column => ({
  column,
  name: camel(column),
  attribute,
});

export const COLUMNS: Readonly<Record<Noun, readonly Column[]>> = {
  Resident: [
    ...structure('id', 'identified', 'area_id'),
    ...values('identity_number', 'name', 'sex', 'birth_date', 'ethnicity', 'marital_status'),
    ...values('phone', 'household_relation'),
    renamed('household_id', 'household'),
    renamed('residence_id', 'residence'),
  ],
  Place: [
    ...structure('id', 'level', 'parent_id', 'base_id', 'building_id', 'unit_id', 'area_id'),
    ...values('name', 'code', 'address', 'doorplate', 'longitude', 'latitude', 'population'),
  ],
  Event: [
    ...structure('id', 'category', 'stage', 'stage_at', 'closed_at', 'occurred_at', 'reported_at'),
    ...structure('numbers', 'place_id', 'area_id', 'timeline'),
    ...values('title', 'description', 'department', 'outcome', 'satisfaction'),
    ...values('longitude', 'latitude'),
  ],
  Thing: [
    ...structure('id', 'numbers', 'place_id', 'area_id'),
    ...values('name', 'kind', 'status', 'longitude', 'latitude'),
  ],
  Organization: [
    ...structure('id', 'identified', 'place_id', 'area_id'),
    ...values('credit_code', 'name', 'kind', 'status', 'business_scope', 'phone'),
    ...values('established_on', 'longitude', 'latitude'),
  ],
};

/** Select list of a noun: every column under its public name, and the provenance. */
export function selectList(noun: Noun, alias: string): string {
  const columns = COLUMNS[noun].map(({ column, name }) => `${alias}.${column} AS "${name}"`);
  return [...columns, `${alias}.provenance`].join(', ');
}
