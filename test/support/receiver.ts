import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP server on loopback that keeps what it is sent: a collector, a lineage store, a group robot. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What it answers from now on; null: it takes requests and never answers. */
  answer(how: Answer | null | ((received: Received) => Answer)): void;
  /** Waits until so many requests came. */
  until(count: number, limitMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function testReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let how: Answer | null | ((received: Received) => Answer) = { status: 200, body: '{}' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      const entry = { path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(entry);
      const said = typeof how === 'function' ? how(entry) : how;
      if (said === null) return;
      response
        .writeHead(said.status, { 'content-type': 'application/json', ...said.headers })
        .end(said.body ?? '{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    received,
    answer(next) {
      how = next;
    },
    async until(count, limitMs = 5_000) {
      const deadline = performance.now() + limitMs;
      while (received.length < count) {
        if (performance.now() > deadline)
          throw new Error(
            `${String(count)} requests are required, ${String(received.length)} came`,
          );
        await sleep(10);
      }
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
