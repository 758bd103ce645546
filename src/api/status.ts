import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from './context';

/** HTTP status of a stable code; codes that are not here are faults of the query: 400. */
const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PURPOSE_REQUIRED: 403,
  CASE_REQUIRED: 403,
  NOT_FOUND: 404,
  CONNECTOR_UNKNOWN: 404,
  RUN_IN_PROGRESS: 409,
  REMOVAL_CHANGED: 409,
  BATCH_REUSED: 409,
  QUARANTINE_THRESHOLD: 422,
  DATABASE_UNAVAILABLE: 503,
  INTERNAL: 500,
  INTERNAL_SERVER_ERROR: 500,
};

export function statusOf(code: unknown): number {
  return (typeof code === 'string' ? STATUS[code] : undefined) ?? 400;
}

/** Whether an answer holds nothing but nulls at its root: a refusal, whatever GraphQL calls it. */
function isEmpty(data: Readonly<Record<string, unknown>> | null | undefined): boolean {
  return (
    data === null || data === undefined || Object.values(data).every((value) => value === null)
  );
}

/**
 * Says in the HTTP status what the first error says by its code, where a resolver refused and nothing was disclosed.
 * Answers that hold a part of what was asked stay 200 (GraphQL over HTTP).
 */
export function statusPlugin(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ response }) {
          if (response.body.kind !== 'single') return Promise.resolve();
          const { data, errors } = response.body.singleResult;
          const first = errors?.[0];
          if (first !== undefined && isEmpty(data))
            response.http.status = statusOf(first.extensions?.['code']);
          return Promise.resolve();
        },
      }),
  };
}
