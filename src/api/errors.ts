import { randomBytes } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../config/logger';
import { isWangshuError, WangshuError } from '../domain/errors';
import { tooManyTokens } from './limits/tokens';
import { statusOf } from './status';

/** Codes of Apollo and graphql-js whose messages speak of the query alone, never of the hub. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** How drivers and the network say that the database is away (SQLSTATE class 08, 57P0x; libuv names). */
const AWAY = /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/;

/** A WangshuError on its way out before any resolver ran: with its code and its HTTP status. */
export function refusal(error: WangshuError): GraphQLError {
  const headers = new HeaderMap();
  if (error.code === 'UNAUTHENTICATED') headers.set('www-authenticate', 'Bearer realm="wangshu"');
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code, http: { status: statusOf(error.code), headers } },
  });
}

/** Goes down originalError and cause to the hub's own error, if there is one. */
function ownError(error: unknown): WangshuError | null {
  for (let at: unknown = error, steps = 0; at instanceof Error && steps < 8; steps += 1) {
    if (isWangshuError(at)) return at;
    at = at instanceof GraphQLError ? at.originalError : undefined;
  }
  return null;
}

function innermost(error: unknown): unknown {
  let at = error;
  for (
    let steps = 0;
    at instanceof GraphQLError && at.originalError !== undefined && steps < 8;
    steps += 1
  )
    at = at.originalError;
  return at;
}

/** graphql-js says by its message alone that the caller's argument was wrong at run time (a null variable in a required place). */
function isArgumentFault(error: unknown): error is GraphQLError {
  return (
    error instanceof GraphQLError &&
    error.originalError === undefined &&
    /^(Argument|Variable) "/.test(error.message)
  );
}

/** A failure of the hub: its kind goes to the log under a number, the caller gets the number. */
function internal(error: unknown, logger: Logger): WangshuError {
  const number = randomBytes(4).toString('hex');
  const inner = innermost(error);
  const code = (inner as { code?: unknown } | null)?.code;
  // SQLSTATE class 22: a value that no column can hold, such as a forged cursor or a day in the year 0.
  if (typeof code === 'string' && /^22...$/.test(code)) {
    return new WangshuError(
      'BAD_USER_INPUT',
      'values that a filter or a cursor of this hub can hold are required, one that it cannot hold is given; leave after, before or the filter out',
    );
  }
  logger.error({ number, err: inner }, 'a request failed inside the hub');
  if (typeof code === 'string' && AWAY.test(code)) {
    return new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the hub's database does not answer; try again in a minute (number in the log: ${number})`,
    );
  }
  return new WangshuError(
    'INTERNAL',
    `something failed inside the hub; its number in the log is ${number}`,
  );
}

/** An error in the shape callers get: message, where in the query, a stable code; nothing of SQL, files or stacks. */
export function publicError(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: Logger,
): GraphQLFormattedError {
  const place = {
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
  const own = tooManyTokens(formatted) ?? ownError(error);
  if (own === null && PUBLIC_CODES.has(formatted.extensions?.['code']))
    return {
      message: formatted.message,
      ...place,
      extensions: { code: formatted.extensions?.['code'] },
    };
  if (own === null && isArgumentFault(error))
    return { message: error.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  const told = own !== null && own.code !== 'INTERNAL' ? own : internal(error, logger);
  return { message: told.message, ...place, extensions: { code: told.code } };
}
