import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { WangshuError } from '../domain/errors';

/** A query that GraphiQL opens as a tab when it starts. `variables` is JSON text or an object. */
export interface ConsoleSample {
  name: string;
  query: string;
  variables?: Readonly<Record<string, unknown>> | string | null;
}

/** A role of the made-up district. Its token lies open on the page, so give this in demo mode only. */
export interface ConsoleDemoRole {
  role: string;
  label: string;
  token: string;
  purpose: string;
}

export interface ConsoleOptions {
  /** Absolute path of the built page, `dist/graphiql`. It may be missing: the page then says how to build it. */
  folder: string;
  /** Path of the GraphQL endpoint on this same server, for example `/graphql`. */
  endpoint: string;
  samples?: readonly ConsoleSample[];
  demo?: readonly ConsoleDemoRole[];
}

/** The command that builds the page; named on the page that is shown while it is missing. */
export const CONSOLE_BUILD_COMMAND = 'npm run build:console';

/**
 * Own origin only: on these networks nothing else answers, and with a token on the page nothing else may. Monaco
 * writes style elements (hence 'unsafe-inline' for styles, never for scripts) and may start workers from a blob.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = '/graphiql/';

/**
 * Serves GraphiQL at `/graphiql/` and sends `/` there. Beside the page stand `config.json` (the endpoint), `samples.json`
 * and `demo.json`; the last two answer 404 when not given.
 *
 * @throws WangshuError CONFIG_INVALID when the endpoint is not a path on this server: the page's content security policy would
 *   refuse any other, and only the browser's console would say so.
 */
export async function registerConsole(
  app: FastifyInstance,
  options: ConsoleOptions,
): Promise<void> {
  if (!/^\/(?![/\\])[\w./~-]*$/.test(options.endpoint)) {
    throw new WangshuError(
      'CONFIG_INVALID',
      'The endpoint of GraphiQL must be a path on this server that begins with one slash, such as /graphql; ' +
        'what was given is not. Give the path alone, without scheme, host or query.',
    );
  }
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => secure(reply));
    addRedirects(scope);
    addJson(scope, options);
    await addPage(scope, options.folder);
  });
}

function secure(reply: FastifyReply): void {
  reply.headers({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}

/** Relative, so that they also hold behind a gateway that mounts the hub under a path of its own. */
function addRedirects(scope: FastifyInstance): void {
  for (const path of ['/', '/graphiql']) {
    scope.get(path, (_request, reply) => reply.redirect('graphiql/', 302));
  }
}

function addJson(scope: FastifyInstance, { endpoint, samples, demo }: ConsoleOptions): void {
  const config = { endpoint, samples: samples !== undefined, demo: demo !== undefined };
  const files = { 'config.json': config, 'samples.json': samples, 'demo.json': demo };
  for (const [name, content] of Object.entries(files)) {
    scope.get(`${PAGE}${name}`, (_request, reply) => {
      // demo.json holds tokens, and all three change when the hub is started anew.
      reply.header('cache-control', 'no-store');
      if (content !== undefined) return reply.send(content);
      return reply.code(404).send({
        code: 'NOT_FOUND',
        message: `This hub was started without ${name}; GraphiQL works without it.`,
      });
    });
  }
}

async function addPage(scope: FastifyInstance, folder: string): Promise<void> {
  const index = join(folder, 'index.html');
  await scope.register(async (page) => {
    // Looked up at each request: one may build the page while the hub runs.
    page.addHook('onRequest', async (request, reply) => {
      const path = request.url.split('?', 1)[0];
      if ((path === PAGE || path === `${PAGE}index.html`) && !existsSync(index)) {
        return reply
          .code(503)
          .header('cache-control', 'no-store')
          .type('text/html; charset=utf-8')
          .send(MISSING_PAGE);
      }
    });
    await page.register(fastifyStatic, {
      root: folder,
      prefix: PAGE,
      decorateReply: false,
      dotfiles: 'ignore',
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, path) => {
        // Vite puts a hash of the content into the names under assets/, and nowhere else.
        const hashed = /[\\/]assets[\\/][^\\/]+$/.test(path);
        response.setHeader(
          'cache-control',
          hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
        response.setHeader('vary', 'accept-encoding');
      },
    });
  });
}

const MISSING_PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>网枢 Wangshu</title>
<style>
body { max-width: 40rem; margin: 15vh auto 0; padding: 0 1.5rem; font: 16px/1.7 system-ui, sans-serif; }
code { padding: .15em .45em; border: 1px solid #8886; border-radius: 6px; }
</style>
</head>
<body>
<h1>网枢 Wangshu</h1>
<p>GraphiQL 页面尚未构建。请在网枢的目录中运行 <code>${CONSOLE_BUILD_COMMAND}</code>，然后刷新此页。GraphQL 接口不受影响。</p>
<p lang="en">The GraphiQL page has not been built yet. Run <code>${CONSOLE_BUILD_COMMAND}</code> in the folder of
Wangshu, then reload this page. The GraphQL endpoint works without it.</p>
</body>
</html>
`;
