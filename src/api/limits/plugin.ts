import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, Kind, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { isWangshuError, WangshuError } from '../../domain/errors';
import type { Context } from '../context';
import { refusal } from '../errors';
import { checkCost } from './cost';
import { checkText } from './text';
import type { Limits } from './settings';

function refused(error: unknown): Error {
  if (isWangshuError(error)) return refusal(error);
  return error instanceof Error
    ? error
    : new Error('a limit could not be checked', { cause: error });
}

/**
 * The one deed of a mutation; null for a query. One deed an operation: what the audit entry says is then what was done, and
 * aliases cannot do a thing a thousand times. WangshuError BAD_USER_INPUT for anything else.
 */
export function deedOf({ operation, selectionSet }: OperationDefinitionNode): string | null {
  if (operation === OperationTypeNode.QUERY) return null;
  if (operation !== OperationTypeNode.MUTATION)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `a query or a mutation is required, a ${operation} is given; ask for plan again to see how far it is`,
    );
  const [only, ...others] = selectionSet.selections;
  if (only?.kind === Kind.FIELD && others.length === 0) return only.name.value;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `one field is required in a mutation, so that the audit log says what was done, ${String(selectionSet.selections.length)} fields or fragments are given; send one operation for each`,
  );
}

/**
 * Checks what depends on variables: page sizes and cost. Variables that cannot be coerced are left to the executor,
 * which refuses them before any resolver runs.
 */
export function limitsPlugin(limits: Limits): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, operation, request }) {
          // A document without the operation that was named: Apollo refuses it by itself.
          if (operation === undefined) return Promise.resolve();
          try {
            deedOf(operation);
            const definitions = operation.variableDefinitions ?? [];
            const { coerced } = getVariableValues(schema, definitions, request.variables ?? {});
            if (coerced === undefined) return Promise.resolve();
            checkText(document, coerced);
            checkCost(schema, document, operation, coerced, limits);
            return Promise.resolve();
          } catch (error) {
            return Promise.reject(refused(error));
          }
        },
      }),
  };
}
