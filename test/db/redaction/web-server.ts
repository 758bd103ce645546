import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { NAME, PERSON, SECRET } from './planted';

interface Said {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ways to answer, by path; `said` is everything that the caller told, and more. */
const ANSWERS: Readonly<Record<string, (said: string, query: URLSearchParams) => Said>> = {
  '/status': (said) => ({ status: 500, body: { message: said } }),
  '/page': (said) => ({
    status: 200,
    body: `<html>${said}</html>`,
    headers: { 'content-type': 'text/html' },
  }),
  '/word': (said) => ({ status: 200, body: { code: 500, message: said, data: [] } }),
  '/graphql': (said) => ({ status: 200, body: { errors: [{ message: said }], data: null } }),
  '/denied': (said) => ({ status: 401, body: { message: said } }),
  '/shape': (said) => ({ status: 200, body: { code: 0, data: said } }),
  '/away': () => ({
    status: 302,
    body: '',
    headers: { location: `http://elsewhere.invalid/login?token=${SECRET}&for=${SECRET}` },
  }),
  // What an issuer may say of a client that it does not know.
  '/token/refused': (said) => ({
    status: 401,
    body: { error: 'invalid_client', error_description: said, client_secret: SECRET },
  }),
  '/token/odd': (said) => ({ status: 400, body: { error: `${SECRET} ${said}` } }),
  '/token/page': (said) => ({ status: 200, body: `${said} ${SECRET}` }),
  '/token/given': () => ({ status: 200, body: { access_token: SECRET, token_type: 'Bearer' } }),
  '/linked': (said, query) => linked(query, 'token', said),
  '/renamed': (said, query) => linked(query, 'sig', said),
};

/** Two pages, of which the second never comes; the link to it repeats the secret under this name. */
function linked(query: URLSearchParams, name: string, said: string): Said {
  if (query.has('page')) return { status: 500, body: said };
  return {
    status: 200,
    body: { code: 0, data: [{ bh: '1', xm: NAME }] },
    headers: { link: `<?page=2&${name}=${SECRET}>; rel="next"` },
  };
}

async function answer(request: IncomingMessage): Promise<Said> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
  const told = [JSON.stringify(request.headers), request.url, await text(request)];
  const said = `${told.join(' ')} ${PERSON} ${SECRET}`;
  return ANSWERS[pathname]?.(said, searchParams) ?? { status: 404, body: said };
}

/** A web server that gives away what it is asked with, in every way there is. */
export async function webServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, headers }) => {
      response
        .writeHead(status, `no ${SECRET}`, {
          ...{ 'content-type': 'application/json', 'x-debug': SECRET },
          ...(status === 401 ? { 'www-authenticate': `Bearer realm="${SECRET}"` } : {}),
          ...headers,
        })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
