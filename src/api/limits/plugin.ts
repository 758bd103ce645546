import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
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

/** graphql-js would refuse it without a code, once execution has begun. */
function readOnly({ operation }: OperationDefinitionNode): Error {
  return refusal(
    new WangshuError(
      'BAD_USER_INPUT',
      `a query is required, since this API reads only, a ${operation} is given`,
    ),
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
          if (operation.operation !== OperationTypeNode.QUERY)
            return Promise.reject(readOnly(operation));
          const definitions = operation.variableDefinitions ?? [];
          const { coerced } = getVariableValues(schema, definitions, request.variables ?? {});
          if (coerced === undefined) return Promise.resolve();
          try {
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
