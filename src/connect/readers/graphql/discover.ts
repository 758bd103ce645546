import type { GraphQLSchema } from 'graphql';
import type { DiscoveredField, DiscoveredStream, FieldType } from '../../reader';
import { guessCursor } from '../guess-cursor';
import { leavesOf, listingOf, rowTypeOf, type Leaf } from './schema';

/** Scalars of the specification; those of an endpoint's own go by their names. */
const TYPES: Readonly<Record<string, FieldType>> = {
  String: 'string',
  ID: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
};

function typeOf({ named, isEnum, isList }: Leaf): FieldType {
  if (isList) return 'other';
  const known = TYPES[named];
  if (known !== undefined || isEnum) return known ?? 'string';
  if (/date_?time|timestamp|instant/i.test(named)) return 'dateTime';
  if (/date$/i.test(named)) return 'date';
  if (/json|object|map|any/i.test(named)) return 'other';
  return /decimal|number|float|int|long/i.test(named) ? 'number' : 'string';
}

/** Root fields that list rows, by name. */
export function discoveredStreams(schema: GraphQLSchema): DiscoveredStream[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  return fields.flatMap((field) => {
    const names = listingOf(field);
    const row = names === null ? null : rowTypeOf(field, names);
    if (row === null) return [];
    const leaves = leavesOf(row);
    const found = leaves.map((leaf): DiscoveredField => ({
      name: leaf.name,
      type: typeOf(leaf),
      nativeType: leaf.type,
      nullable: leaf.nullable,
      comment: leaf.description,
    }));
    const key = leaves.filter(({ type }) => type === 'ID!').map(({ name }) => name);
    const own = key.filter((name) => !name.includes('.'));
    return [
      {
        from: field.name,
        fields: found,
        key: own.slice(0, 1),
        cursor: guessCursor(found),
        rows: null,
      },
    ];
  });
}
