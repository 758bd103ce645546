import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Time in which a client that speaks first would have spoken. */
const FIRST_WORD_MS = 500;

/** A refusal in HTTP that repeats what it was told; to a client of any other protocol it is nonsense. */
function refuse(socket: Socket): void {
  let heard = '';
  const say = (): void => {
    const head = `HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ${String(Buffer.byteLength(heard))}\r\n\r\n`;
    socket.end(`${head}${heard}`);
  };
  let timer = setTimeout(say, FIRST_WORD_MS);
  socket.on('data', (data) => {
    heard += data.toString('latin1');
    clearTimeout(timer);
    timer = setTimeout(say, 20);
  });
  socket.on('close', () => {
    clearTimeout(timer);
  });
}

/** A server of this machine that takes every call and says nothing, or refuses it with an echo. */
export async function listenAs(what: 'silent' | 'echo'): Promise<Listener> {
  const calls = new Set<Socket>();
  const server = createServer((socket) => {
    calls.add(socket);
    // Callers go when they have heard enough.
    socket.on('error', () => undefined);
    if (what === 'echo') refuse(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      for (const call of calls) call.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
