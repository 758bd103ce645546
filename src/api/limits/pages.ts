import {
  getNamedType,
  isObjectType,
  Kind,
  valueFromAST,
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
} from 'graphql';
import { WangshuError } from '../../domain/errors';
import { count } from './rule';
import type { Limits } from './settings';

/** Values of an operation's variables, coerced. */
export type Variables = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/** Whether a field yields a page (Relay): an object that has pageInfo. */
export function isConnection(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isObjectType(named) && named.getFields()['pageInfo'] !== undefined;
}

/** Value of one argument: literal or variable; undefined where it is absent, null or (left to graphql-js) of a wrong type. */
export function argumentOf(
  node: FieldNode,
  definition: Field,
  name: string,
  variables: Variables,
): unknown {
  const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
  const type = definition.args.find((argument) => argument.name === name)?.type;
  if (given === undefined || type === undefined || given.kind === Kind.NULL) return undefined;
  return valueFromAST(given, type, variables) ?? undefined;
}

function refuse(node: FieldNode, required: string, given: string): never {
  throw new WangshuError(
    'BAD_USER_INPUT',
    `${required} is required in the field ${node.name.value}, ${given} is given`,
  );
}

/**
 * Size of the page that a connection field asks for. WangshuError BAD_USER_INPUT for sizes out of range and for page
 * arguments that contradict each other.
 */
export function pageSizeOf(
  node: FieldNode,
  definition: Field,
  variables: Variables,
  limits: Limits,
): number {
  const [first, last, after, before] = (['first', 'last', 'after', 'before'] as const).map((name) =>
    argumentOf(node, definition, name, variables),
  );
  if (first !== undefined && last !== undefined) refuse(node, 'first or last', 'both');
  if (after !== undefined && before !== undefined) refuse(node, 'after or before', 'both');
  if (last !== undefined && after !== undefined)
    refuse(node, 'first with after', 'last with after');
  if (last === undefined && before !== undefined)
    refuse(node, 'last with before', 'before without last');
  const size = first ?? last ?? limits.defaultPageSize;
  if (typeof size !== 'number' || size < 1 || size > limits.pageSize)
    refuse(node, `a page of 1 to ${count(limits.pageSize)}`, count(Number(size)));
  return size;
}
