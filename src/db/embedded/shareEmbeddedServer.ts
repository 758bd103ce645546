import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { WangshuError } from '../../domain/errors';
import type { EmbeddedServer, EmbeddedServerOptions } from './server';
import { isPassing } from './session';
import { startEmbeddedServer } from './startEmbeddedServer';
import { stopEmbeddedServer } from './stopEmbeddedServer';

/** Held shared, in the database `postgres`, by every process that needs the server; exclusively by the one that stops it. */
const SEAT = 727_020;
const ATTEMPTS = 100;

/** A session that says "somebody is here"; null when the server goes down meanwhile. */
async function takeSeat(adminUrl: string): Promise<Client | null> {
  const seat = new Client({ connectionString: adminUrl, ssl: false, keepAlive: true });
  // A server that goes down says so by an event too, which would end the process.
  seat.on('error', () => undefined);
  try {
    await seat.connect();
    // Waits while somebody is stopping the server, and is then sent away with it.
    await seat.query('SELECT pg_advisory_lock_shared($1, 0)', [SEAT]);
    return seat;
  } catch (error) {
    await seat.end().catch(() => undefined);
    if (isPassing(error)) return null;
    throw error;
  }
}

/** Gives the seat up; true where it was the last one, and the server is now this process's to stop. */
async function isLast(seat: Client): Promise<boolean> {
  try {
    await seat.query('SELECT pg_advisory_unlock_shared($1, 0)', [SEAT]);
    const { rows } = await seat.query<{ last: boolean }>(
      'SELECT pg_try_advisory_lock($1, 0) AS last',
      [SEAT],
    );
    return rows[0]?.last === true;
  } catch (error) {
    // The server went down without us: there is nothing left to stop.
    if (isPassing(error)) return false;
    throw error;
  }
}

/**
 * The embedded server for one of several processes on a folder: whoever comes first starts it, whoever goes last stops it.
 * Only a crash of the one that started it takes it away from the others.
 */
export async function shareEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const server = await startEmbeddedServer(options);
    const seat = await takeSeat(server.adminUrl);
    if (seat === null) {
      await sleep(100);
      continue;
    }
    const stop = async (): Promise<void> => {
      if (!(await isLast(seat))) await server.leave();
      else if (server.startedHere) await server.stop();
      else await stopEmbeddedServer(options.dataDir);
      await seat.end().catch(() => undefined);
    };
    let stopping: Promise<void> | undefined;
    return { ...server, stop: () => (stopping ??= stop()) };
  }
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    'an embedded database that stays up is required, others stop it again and again; try again when they are done',
  );
}
