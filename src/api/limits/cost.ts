import {
  getNullableType,
  isCompositeType,
  isListType,
  getNamedType,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { WangshuError } from '../../domain/errors';
import { foldOperation } from './fold';
import { argumentOf, isConnection, pageSizeOf, type Variables } from './pages';
import { count } from './rule';
import type { Limits } from './settings';

/** What a list without pages is taken to hold (ancestors, steps of a timeline, members of a household). */
const SHORT_LIST = 10;

/** Parts of a connection, which hold what the connection has been charged for. */
const isPart = (name: string): boolean =>
  name === 'edges' || name === 'node' || name === 'pageInfo';

function objectsOf(
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  variables: Variables,
  limits: Limits,
): number {
  if (isConnection(definition.type)) return pageSizeOf(node, definition, variables, limits);
  if (!isListType(getNullableType(definition.type))) return 1;
  const ids = argumentOf(node, definition, 'ids', variables);
  if (!Array.isArray(ids)) return SHORT_LIST;
  if (ids.length > limits.pageSize) {
    throw new WangshuError(
      'BAD_USER_INPUT',
      `at most ${count(limits.pageSize)} ids are required in the field ${node.name.value}, ${count(ids.length)} are given`,
    );
  }
  return ids.length;
}

/**
 * The most objects that the answer to an operation can hold: along each path page sizes are multiplied, side by side they
 * are added; a field that two fragments select in one place counts twice. Page arguments are checked on the way.
 * WangshuError QUERY_TOO_COSTLY above the limit, BAD_USER_INPUT for page arguments that are out of range.
 */
export function checkCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  limits: Limits,
): number {
  const cost = foldOperation(schema, document, operation, {
    field(node, below, definition) {
      if (definition === null || !isCompositeType(getNamedType(definition.type))) return 0;
      // `node` of a connection has no argument, the root field `node(id)` has one.
      if (isPart(node.name.value) && definition.args.length === 0) return below;
      const objects = objectsOf(node, definition, variables, limits);
      return objects * (1 + below);
    },
    join: (left, right) => left + right,
  });
  if (cost > limits.cost) {
    throw new WangshuError(
      'QUERY_TOO_COSTLY',
      `a query that can return at most ${count(limits.cost)} objects is required, this one can return ${count(cost)} (page sizes multiply along a path); ask for smaller pages or fewer levels`,
    );
  }
  return cost;
}
