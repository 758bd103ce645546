import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { Kind, OperationTypeNode } from 'graphql';
import { appendAudit } from '../audit/append';
import { contentHash } from '../domain/ids';
import type { Logger } from '../config/logger';
import type { Context } from './context';
import { publicError } from './errors';
import { statusOf } from './status';

/** Codes that mean that the caller was refused; everything else that is an error is a failure. */
const DENIALS: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PURPOSE_REQUIRED',
  'CASE_REQUIRED',
]);

export type Outcome = 'DISCLOSED' | 'DENIED' | 'FAILED';

/** How an operation ended: whatever was disclosed makes it DISCLOSED, also beside errors. */
export function outcomeOf(disclosed: number, code: string | null): Outcome {
  if (disclosed > 0 || code === null) return 'DISCLOSED';
  return DENIALS.has(code) ? 'DENIED' : 'FAILED';
}

type Sending = GraphQLRequestContextWillSendResponse<Context>;

function firstCode({ response }: Sending): string | null {
  if (response.body.kind !== 'single') return null;
  const code = response.body.singleResult.errors?.[0]?.extensions?.['code'];
  return typeof code === 'string' ? code : null;
}

/** `query`, or the name of the deed. Operations that were refused for having no single deed are `mutation`. */
function actionOf({ operation }: Sending): string {
  if (operation === undefined) return 'query';
  const [only] = operation.selectionSet.selections;
  return operation.operation === OperationTypeNode.MUTATION && only?.kind === Kind.FIELD
    ? only.name.value.slice(0, 100)
    : operation.operation;
}

async function append(sending: Sending): Promise<void> {
  const { contextValue, operationName, source } = sending;
  const { reading, scope, disclosed } = contextValue;
  const errorCode = firstCode(sending);
  await appendAudit({
    db: reading.db,
    scope,
    action: actionOf(sending),
    operationName: operationName?.slice(0, 100) ?? null,
    // The text itself is not kept: it may hold an identity number.
    operationHash: source === undefined ? null : contentHash(source),
    disclosed: [...disclosed].sort(),
    outcome: outcomeOf(disclosed.size, errorCode),
    errorCode,
  });
}

/**
 * Writes one audit entry for each operation before its answer leaves. Where the entry cannot be written the answer is
 * taken back and an error goes out in its place: nothing is disclosed unlogged.
 */
export function auditPlugin(logger: Logger): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async willSendResponse(sending) {
          try {
            await append(sending);
          } catch (error) {
            const told = publicError({ message: '' }, error, logger);
            sending.response.body = { kind: 'single', singleResult: { errors: [told] } };
            sending.response.http.status = statusOf(told.extensions?.['code']);
          }
        },
      }),
  };
}
