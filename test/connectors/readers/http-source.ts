import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReader } from '../../../src/connect/readers';
import { httpSettings } from '../../../src/connect/readers/http/settings';
import type { Reader, StreamSource } from '../../../src/connect/reader';

export const TOKEN = 'a-token-that-nobody-may-see';
export const HTTP_STREAM: StreamSource = {
  name: 's',
  from: '/rows',
  key: ['bh'],
  cursor: 'gxsj',
  fields: ['bh', 'gxsj', 'a.b'],
};
export const ROWS = Array.from({ length: 8 }, (_, i) => ({
  bh: `n${String(i)}`,
  gxsj: `2026-01-0${String(i + 1)} 00:00:00`,
  a: { b: i },
  wxdj: 'SECRET',
}));
export const KEYS = ROWS.map(({ bh }) => bh);

export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
) => void;

export const BY_PAGE = {
  kind: 'page' as const,
  param: 'page',
  sizeParam: 'size',
  start: 1,
  total: 'data.total',
};
export const BY_NUMBER = { kind: 'page' as const, param: 'page', sizeParam: 'size', start: 1 };
export const BY_CURSOR = { kind: 'cursor' as const, param: 'after', next: 'data.next' };

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const since = (query: URLSearchParams): typeof ROWS =>
  ROWS.filter(({ gxsj }) => gxsj >= (query.get('since') ?? ''));

/** Answers pages by number, of at most `most` rows whatever is asked for. */
export const pageAnswer =
  (most = Infinity): Answer =>
  (_, response, query) => {
    const page = Number(query.get('page'));
    const size = Math.min(most, Number(query.get('size')));
    const rows = since(query);
    json(response, {
      data: { list: rows.slice((page - 1) * size, page * size), total: rows.length },
    });
  };

export const cursorAnswer: Answer = (_, response, query) => {
  const from = Number(query.get('after') ?? 0);
  const rows = since(query);
  const next = from + 3 < rows.length ? String(from + 3) : null;
  json(response, { data: { list: rows.slice(from, from + 3), next } });
};

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export interface HttpSource {
  readonly url: string;
  readonly asked: Asked[];
  answer: Answer;
  open(own?: object): Reader;
  close(): Promise<void>;
}

/** A real server on a free port of this machine, which answers as the test says. */
export async function httpSource(): Promise<HttpSource> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    asked.push({ path: pathname, query: searchParams, headers: request.headers });
    source.answer(request, response, searchParams);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api`;
  const source: HttpSource = {
    url,
    asked,
    answer: pageAnswer(),
    open: (own = {}) =>
      createReader(
        httpSettings.parse({
          kind: 'http',
          baseUrl: url,
          auth: { kind: 'bearer', token: TOKEN },
          paging: BY_PAGE,
          rows: 'data.list',
          since: 'since',
          pageSize: 500,
          timeoutMs: 500,
          retries: 2,
          ...own,
        }),
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return source;
}
