import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {
  startEmbeddedServer,
  stopEmbeddedServer,
  type EmbeddedServer,
} from '../../../src/db/embedded';

/** Workers find the broker's address (with its secret) under this name. */
export const BROKER = 'WANGSHU_TEST_BROKER';

/** wangshu-test-<process>-<random>; under /var/lib/wangshu a hash follows. */
const FOLDER = /^wangshu-test-(\d+)-[0-9a-f]{8}(-[0-9a-f]{12})?$/;

export interface Broker {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Gives the workers one database server between them, started in Jest's main process at the first request: a run of unit tests alone
 * costs nothing, and the server lives exactly as long as the run, whichever worker asked first.
 */
export async function openBroker(): Promise<Broker> {
  let starting: Promise<EmbeddedServer> | undefined;
  const secret = `/${randomBytes(16).toString('hex')}`;
  const http = createServer((request, response) => {
    if (request.url !== secret) {
      response.writeHead(404).end();
      return;
    }
    starting ??= startTestServer();
    starting.then(
      (server) => response.end(server.adminUrl),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const port = await listen(http);
  return {
    address: `http://127.0.0.1:${String(port)}${secret}`,
    async close() {
      http.close();
      http.closeAllConnections();
      // A server that never came up has been reported by the tests that asked for it.
      const server = await starting?.catch(() => undefined);
      await server?.stop();
      if (server !== undefined) await rm(server.home, { recursive: true, force: true });
    },
  };
}

function listen(http: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', () => {
      // Jest shall be able to end even when teardown is never reached.
      http.unref();
      resolve((http.address() as AddressInfo).port);
    });
  });
}

async function startTestServer(): Promise<EmbeddedServer> {
  await sweep();
  const name = `wangshu-test-${String(process.pid)}-${randomBytes(4).toString('hex')}`;
  return startEmbeddedServer({ dataDir: path.join(os.tmpdir(), name), durable: false });
}

/** Stops and removes what runs left that were killed before their teardown. */
async function sweep(): Promise<void> {
  for (const folder of [os.tmpdir(), '/var/lib/wangshu']) {
    for (const name of await readdir(folder).catch(() => [])) {
      const owner = Number(FOLDER.exec(name)?.[1]);
      if (Number.isNaN(owner) || isAlive(owner)) continue;
      const home = path.join(folder, name);
      const user = process.getuid?.();
      if (user !== 0 && (await stat(home)).uid !== user) continue;
      await stopEmbeddedServer(home);
      await rm(home, { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
