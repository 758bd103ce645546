import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WangshuError } from '../../domain/errors';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsSource {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** How long a request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function mayRead({ headers }: IncomingMessage, token: string | null): boolean {
  if (token === null) return true;
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function say(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    })
    .end(text);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { source, token }: { source: MetricsSource; token: string | null },
): Promise<void> {
  if (request.url?.split('?')[0] !== '/metrics') return say(response, 404, 'see /metrics\n');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return say(response, 405, 'GET is required\n', { allow: 'GET, HEAD' });
  if (!mayRead(request, token))
    return say(response, 401, 'the token of METRICS_TOKEN is required\n', {
      'www-authenticate': 'Bearer realm="wangshu metrics"',
    });
  const text = await source.metrics();
  say(response, 200, text, { 'content-type': source.contentType });
}

/**
 * Serves /metrics on an address of its own, never on the API's: who may read the graph and who may read counts are
 * different people behind different walls. `token`: required as `Authorization: Bearer …`; null: none.
 * WangshuError CONFIG_INVALID where the address cannot be listened on.
 */
export async function serveMetrics(options: {
  readonly source: MetricsSource;
  readonly host: string;
  readonly port: number;
  readonly token: string | null;
  readonly onFault: (error: unknown) => void;
}): Promise<MetricsServer> {
  const { host, port, onFault } = options;
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      onFault(error);
      if (!response.headersSent) say(response, 500, 'the metrics could not be read\n');
    });
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a free address is required for the metrics, port ${String(port)} of METRICS_HOST cannot be listened on; set METRICS_PORT to another (serve and worker each need their own)`,
      { cause },
    );
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
