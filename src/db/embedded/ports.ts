import { createServer } from 'node:net';
import { errno } from './files';

/** Binds a port of 127.0.0.1 for a moment (0: any free one) and returns its number; undefined when it is taken. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (errno(error) === 'EADDRINUSE' || errno(error) === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' ? address?.port : undefined;
      server.close(() => {
        resolve(bound);
      });
    });
  });
}

/** The wished port of 127.0.0.1 when it is free, else any free one. It may be taken before it is used: be ready to ask again. */
export async function freePort(wished?: number): Promise<number> {
  const kept = wished === undefined ? undefined : await tryPort(wished);
  const port = kept ?? (await tryPort(0));
  if (port === undefined) throw new Error('a free port of 127.0.0.1 is required, there is none');
  return port;
}
