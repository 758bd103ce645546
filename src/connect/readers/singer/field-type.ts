import type { FieldType, RawValue } from '../../reader';

interface Schema {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
}

/** The types of a property (JSON Schema), those of its alternatives counted in. */
function typesOf(schema: Schema): string[] {
  const own = Array.isArray(schema.type) ? schema.type : [schema.type];
  const types = [
    ...own.filter((type): type is string => typeof type === 'string'),
    ...alternatives(schema).flatMap(typesOf),
  ];
  return [...new Set(types)];
}

function alternatives({ anyOf, oneOf }: Schema): Schema[] {
  return [anyOf, oneOf]
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter((each): each is Schema => each !== null && typeof each === 'object');
}

function formatOf(schema: Schema): string | null {
  if (typeof schema.format === 'string') return schema.format;
  for (const other of alternatives(schema)) {
    const format = formatOf(other);
    if (format !== null) return format;
  }
  return null;
}

export const isNullable = (schema: Schema): boolean => typesOf(schema).includes('null');

/** What a property's type is called, as drift reports show it: `string date-time`, `integer|string`. */
export function typeText(schema: Schema): string {
  const types = typesOf(schema).filter((type) => type !== 'null');
  const format = formatOf(schema);
  return `${types.sort().join('|') || 'any'}${format === null ? '' : ` ${format}`}`;
}

export function fieldTypeOf(schema: Schema): FieldType {
  const types = typesOf(schema).filter((type) => type !== 'null');
  const format = formatOf(schema);
  if (types.includes('string')) {
    if (format === 'date-time') return 'dateTime';
    if (format === 'date') return 'date';
    return format === 'singer.decimal' ? 'number' : types.length === 1 ? 'string' : 'other';
  }
  if (types.length > 0 && types.every((type) => type === 'integer' || type === 'number'))
    return 'number';
  return types.length === 1 && types[0] === 'boolean' ? 'boolean' : 'other';
}

/** Names and types of the properties of a SCHEMA message. */
export function propertyTypes(schema: Record<string, RawValue>): Record<string, string> {
  const { properties } = schema;
  if (properties === null || typeof properties !== 'object' || Array.isArray(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, each]) => [
      name,
      typeText((each ?? {}) as Schema),
    ]),
  );
}
