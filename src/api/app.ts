import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import { auditPlugin } from './audit-plugin';
import { authenticate, contextOf, type CallerOptions } from './caller';
import { registerConsole, type ConsoleOptions } from './console';
import type { Context } from './context';
import { publicError } from './errors';
import { registerHealth } from './health';
import { answerHttpErrors, refuseMethod, sendError } from './http-errors';
import { DEFAULT_LIMITS, limitRules, limitsPlugin, type Limits } from './limits';
import { registerPush } from './push';
import { buildSchema } from './schema';
import { statusPlugin } from './status';
import { requestWatch, type WatchRequests } from './watch';

export const ENDPOINT = '/graphql';
const BODY_LIMIT = 1_048_576;
/** How long the whole of a request may take to arrive; answers may take longer. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface AppOptions extends CallerOptions {
  /** GraphiQL; absent: no page. */
  readonly console?: Omit<ConsoleOptions, 'endpoint'>;
  readonly limits?: Partial<Limits>;
  /** Told of every request to the API that was answered. */
  readonly watch?: WatchRequests;
}

function apolloOf(
  options: AppOptions,
  limits: Limits,
  watch: ReturnType<typeof requestWatch> | null,
): ApolloServer<Context> {
  const { logger } = options;
  return new ApolloServer<Context>({
    schema: buildSchema(options.catalogue),
    introspection: true,
    // No operation runs without an Authorization header, which no page of another origin can send unasked.
    csrfPrevention: { requestHeaders: ['authorization'] },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: limitRules(limits),
    formatError: (formatted, error) => publicError(formatted, error, logger),
    logger: quiet(options),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      limitsPlugin(limits),
      statusPlugin(),
      auditPlugin(logger),
      ...(watch === null ? [] : [watch.plugin]),
    ],
  });
}

/** Apollo's own messages may quote a request: only that there was one is kept. */
function quiet({ logger }: AppOptions): {
  debug(): void;
  info(): void;
  warn(): void;
  error(): void;
} {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => logger.warn('Apollo Server gave a warning'),
    error: () => logger.error('Apollo Server reported an error'),
  };
}

/** The hub's HTTP application, not listening yet; `close` of the answer stops Apollo and Fastify. */
export async function buildApp(
  options: AppOptions,
): Promise<{ app: FastifyInstance; close: () => Promise<void> }> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const watch = options.watch === undefined ? null : requestWatch(options.watch);
  const apollo = apolloOf(options, limits, watch);
  await apollo.start();
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    // A request that drips in byte by byte holds nothing for long.
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 2 * REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // What Fastify refuses before it looks for a route, such as an address that cannot be decoded.
    frameworkErrors: (error, _request, reply) => {
      sendError(reply, error, options.logger);
    },
  });
  // Fastify reads plain text by itself; GraphQL is spoken in JSON only.
  app.removeContentTypeParser('text/plain');
  answerHttpErrors(app, options.logger);
  watch?.listen(app);
  registerHealth(app, options.db);
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: ENDPOINT,
    handler: refuseMethod,
  });
  app.route({
    method: 'POST',
    url: ENDPOINT,
    // Before the body is read: a stranger can make the hub neither parse nor keep anything.
    onRequest: async (request, reply) => {
      void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      await authenticate(request, options);
    },
    handler: fastifyApolloHandler(apollo, {
      context: async (request) => (request.operation = await contextOf(request, options)),
    }),
  });
  registerPush(app, options);
  if (options.console !== undefined)
    await registerConsole(app, { ...options.console, endpoint: ENDPOINT });
  return {
    app,
    async close() {
      await app.close();
      await apollo.stop();
    },
  };
}
