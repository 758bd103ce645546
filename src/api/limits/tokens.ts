import type { GraphQLFormattedError } from 'graphql';
import { WangshuError } from '../../domain/errors';
import { count } from './rule';

/**
 * graphql-js stops its parser at `maxTokens` and reports a syntax error; nothing but the message tells it from others
 * ("Document contains more that 2000 tokens. Parsing aborted."). A test holds this to the installed version.
 */
export function tooManyTokens(error: GraphQLFormattedError): WangshuError | null {
  const most = /contains more tha[nt] (\d+) tokens/.exec(error.message)?.[1];
  if (most === undefined) return null;
  return new WangshuError(
    'QUERY_TOO_LARGE',
    `a query of at most ${count(Number(most))} tokens is required, a longer one is given; send several queries, and values as variables`,
  );
}
