import type { AddressInfo } from 'node:net';
import { WangshuError } from '../domain/errors';
import { buildApp, type AppOptions } from './app';

export interface ApiOptions extends AppOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where the port is taken: take any free one and say so, instead of failing. */
  readonly portFallback?: boolean;
}

export interface Api {
  /** Address of the server, without a path: http://127.0.0.1:4000 */
  readonly url: string;
  readonly port: number;
  /** Whether another port than the wanted one had to be taken. */
  readonly fellBack: boolean;
  close(): Promise<void>;
}

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${String(port)}`;
}

/**
 * Starts the API. WangshuError CONFIG_INVALID where the port is taken and no other may be. The caller closes it; it listens to
 * no signals.
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { app, close } = await buildApp(options);
  const { host, port, logger } = options;
  let fellBack = false;
  try {
    await app.listen({ host, port }).catch((error: unknown) => {
      if (!isTaken(error) || options.portFallback !== true) throw error;
      fellBack = true;
      return app.listen({ host, port: 0 });
    });
  } catch (error) {
    await close();
    if (!isTaken(error)) throw error;
    throw new WangshuError(
      'CONFIG_INVALID',
      `a free port is required for the API, ${String(port)} is taken; stop what listens there or set PORT`,
      { cause: error },
    );
  }
  const taken = (app.server.address() as AddressInfo).port;
  if (fellBack)
    logger.info({ wanted: port, taken }, 'the wanted port is taken, another one is used');
  return { url: urlOf(host, taken), port: taken, fellBack, close };
}
