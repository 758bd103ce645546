import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import type { RawValue } from '../../reader';
import { protocol } from '../http/failure';

/** Asks for what the endpoint offers: the query of the GraphQL specification (October 2021, 4). */
export const INTROSPECTION = getIntrospectionQuery({ descriptions: true });

/** What an endpoint says of itself. Throws SOURCE_PROTOCOL where it does not hold together. */
export function schemaOf(data: { readonly [key: string]: RawValue }): GraphQLSchema {
  try {
    return buildClientSchema(data as unknown as IntrospectionQuery);
  } catch {
    // The library's message quotes the answer.
    throw protocol(
      'a schema that holds together is required of the endpoint, another is given; set introspection: false and name the types of arguments in types',
    );
  }
}

/** The field at the end of a path from the query type on; null where the endpoint has none. */
export function fieldAt(
  schema: GraphQLSchema,
  path: readonly string[],
): GraphQLField<unknown, unknown> | null {
  let type: GraphQLObjectType | null = schema.getQueryType() ?? null;
  let field: GraphQLField<unknown, unknown> | null = null;
  for (const name of path) {
    field = type?.getFields()[name] ?? null;
    if (field === null) return null;
    const inner = getNamedType(field.type);
    type = isObjectType(inner) ? inner : null;
  }
  return field;
}

const objectOf = (type: GraphQLOutputType | undefined): GraphQLObjectType | null => {
  if (type === undefined) return null;
  const named = getNamedType(type);
  return isObjectType(named) ? named : null;
};

/** The type of the rows within a field, by the names that lead to them (edges, node); null where they lead nowhere. */
export function rowTypeOf(
  field: GraphQLField<unknown, unknown>,
  names: readonly string[],
): GraphQLObjectType | null {
  let type = objectOf(field.type);
  for (const name of names) type = objectOf(type?.getFields()[name]?.type);
  return type;
}

/** How a root field lists rows: as a Relay connection, as a plain list; null: it lists none. */
export function listingOf(field: GraphQLField<unknown, unknown>): readonly string[] | null {
  if (isListType(getNullableType(field.type))) return objectOf(field.type) === null ? null : [];
  const fields = objectOf(field.type)?.getFields();
  if (fields?.['pageInfo'] === undefined) return null;
  for (const names of [['edges', 'node'], ['nodes']])
    if (rowTypeOf(field, names) !== null) return names;
  return null;
}

/** A value of a row. */
export interface Leaf {
  /** Dotted, from the row on. */
  readonly name: string;
  /** As the specification writes it: String!. */
  readonly type: string;
  readonly named: string;
  readonly isEnum: boolean;
  /** A list of values. */
  readonly isList: boolean;
  readonly nullable: boolean;
  readonly description: string | null;
}

/** So deep are objects within a row looked into. */
const DEPTH = 3;

/** Everything of a row that is a value, or a list of values; lists of rows within it are another stream's matter, fields that need arguments nobody's. */
export function leavesOf(row: GraphQLObjectType, prefix = '', depth = 1): Leaf[] {
  return Object.values(row.getFields()).flatMap((field) => {
    if (
      field.args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    )
      return [];
    const name = `${prefix}${field.name}`;
    const bare = getNullableType(field.type);
    const named = getNamedType(field.type);
    if (isLeafType(named))
      return [
        {
          name,
          type: String(field.type),
          named: named.name,
          isEnum: isEnumType(named),
          isList: isListType(bare),
          nullable: depth > 1 || !isNonNullType(field.type),
          description: field.description ?? null,
        },
      ];
    return isObjectType(bare) && depth < DEPTH ? leavesOf(bare, `${name}.`, depth + 1) : [];
  });
}
