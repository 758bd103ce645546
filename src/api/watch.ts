import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Kind, OperationTypeNode } from 'graphql';
import type { Context } from './context';

/** A request that was answered, as it may be counted and traced: names of the hub's own, never what a caller wrote. */
export interface AnsweredRequest {
  readonly method: string;
  /** Pattern of the address. */
  readonly route: string;
  readonly status: number;
  /** `query`, `mutation` or its deed, `push`; null: it came no further than its door. */
  readonly operation: string | null;
  /** Stable code of the first error; null: none. */
  readonly code: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly seconds: number;
  /** Header `traceparent` as given. */
  readonly traceparent: unknown;
}

export type WatchRequests = (request: AnsweredRequest) => void;

interface Operation {
  readonly name: string;
  readonly code: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of its GraphQL operation, once there is one. */
    operation?: Context;
  }
}

/** Codes of answers that were refused at the door, before there was an operation. */
const AT_THE_DOOR: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'QUERY_TOO_LARGE',
  503: 'DATABASE_UNAVAILABLE',
};

function doorCode(status: number): string | null {
  if (status < 400) return null;
  return AT_THE_DOOR[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL');
}

/**
 * Tells of every request to the API's own doors (/graphql, /push), when its answer has left. `plugin` belongs into Apollo
 * Server, `listen` to the application; health checks and pages are not told.
 */
export function requestWatch(tell: WatchRequests): {
  plugin: ApolloServerPlugin<Context>;
  listen: (app: FastifyInstance) => void;
} {
  const operations = new WeakMap<Context, Operation>();
  const plugin: ApolloServerPlugin<Context> = {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ contextValue, operation, response }) {
          const code =
            response.body.kind === 'single'
              ? response.body.singleResult.errors?.[0]?.extensions?.['code']
              : undefined;
          const [only] = operation?.selectionSet.selections ?? [];
          const deed =
            operation?.operation === OperationTypeNode.MUTATION && only?.kind === Kind.FIELD
              ? only.name.value
              : (operation?.operation ?? 'query');
          operations.set(contextValue, {
            name: deed,
            code: typeof code === 'string' ? code : null,
          });
          return Promise.resolve();
        },
      }),
  };
  const started = new WeakMap<FastifyRequest, { at: number; tick: number }>();
  return {
    plugin,
    listen(app) {
      app.addHook('onRequest', (request, _reply, done) => {
        started.set(request, { at: Date.now(), tick: performance.now() });
        done();
      });
      app.addHook('onResponse', (request, reply, done) => {
        const route = request.routeOptions.url;
        const begun = started.get(request);
        if (begun !== undefined && route !== undefined && /^\/(graphql|push\/.*)$/.test(route)) {
          const { operation } = request;
          const known = operation === undefined ? undefined : operations.get(operation);
          const name = known?.name ?? (route.startsWith('/push/') ? 'push' : null);
          tell({
            ...{ method: request.method, route, status: reply.statusCode, operation: name },
            code: known === undefined ? doorCode(reply.statusCode) : known.code,
            ...{ startedAt: begun.at, seconds: (performance.now() - begun.tick) / 1000 },
            traceparent: request.headers['traceparent'],
          });
        }
        done();
      });
    },
  };
}
