import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../config/logger';
import { isWangshuError, WangshuError } from '../domain/errors';
import { publicError } from './errors';
import { statusOf } from './status';

/** Sentences for what Fastify refuses before GraphQL sees it; its own messages are not for callers. */
const REFUSALS: Readonly<Record<number, readonly [code: string, sentence: string]>> = {
  400: [
    'BAD_REQUEST',
    'a body of JSON such as {"query": "{ me { name } }"} is required, what was given cannot be read',
  ],
  405: [
    'BAD_REQUEST',
    'the method POST is required: a query in an address would stand in the logs of every proxy on its way',
  ],
  413: [
    'QUERY_TOO_LARGE',
    'a body of at most 1 MB (a pushed batch: 32 MB) is required, a larger one is given',
  ],
  415: [
    'BAD_REQUEST',
    'the header content-type: application/json is required, another one is given',
  ],
};

interface Told {
  readonly status: number;
  readonly message: string;
  readonly code: string;
}

function tell(error: unknown, logger: Logger): Told {
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  const status = code === 'ERR_INVALID_URL' ? 400 : Number(statusCode ?? 500);
  const refused = isWangshuError(error)
    ? undefined
    : status < 500
      ? (REFUSALS[status] ?? REFUSALS[400])
      : undefined;
  if (refused !== undefined) return { status, code: refused[0], message: refused[1] };
  const { message, extensions } = publicError({ message: '' }, error, logger);
  const told = String(extensions?.['code']);
  return { status: statusOf(told), code: told, message };
}

/** Sends an error in the shape that GraphQL answers have, so that a caller reads one shape only. */
export function sendError(reply: FastifyReply, error: unknown, logger: Logger): FastifyReply {
  const { status, code, message } = tell(error, logger);
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="wangshu"');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

/** Handler of methods that the endpoint has not. */
export function refuseMethod(_request: FastifyRequest, reply: FastifyReply): never {
  void reply.header('allow', 'POST');
  throw Object.assign(new Error('method not allowed'), { statusCode: 405 });
}

/** Answers for whatever fails outside GraphQL: broken bodies, unknown paths, faults of the server itself. */
export function answerHttpErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
    sendError(reply, error, logger),
  );
  app.setNotFoundHandler((_request, reply) =>
    sendError(
      reply,
      new WangshuError(
        'NOT_FOUND',
        'a path of this hub is required (/graphql, /graphiql/, /healthz, /readyz), another one is given',
      ),
      logger,
    ),
  );
}
