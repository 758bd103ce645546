import { randomUUID } from 'node:crypto';
import { Pool, type ClientBase } from 'pg';
import type { Db } from '../db/pool';

/** Sessions of one piece of work, apart from all others, so that they can be ended without touching anything else. */
export interface OwnPool {
  readonly pool: Db;
  /** Their name (application_name), by which others may end them. */
  readonly sessions: string;
  /** Ends what the work is doing: its statements are ended at the server, its transactions are taken back. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Lets the server see that nobody is there any more. In the middle of a statement: what a worker that died was at does not go on
 * for its hour, with its locks; servers on other platforms than Linux and BSD refuse the setting, and there the statement ends in
 * its own time. Between two statements: a transaction whose process stands still gives its locks back after `idleMs`.
 */
async function noticeDeath(session: ClientBase, idleMs: number): Promise<void> {
  await session.query(`SET client_connection_check_interval TO '2s'`).catch(() => undefined);
  await session.query(`SET idle_in_transaction_session_timeout TO ${String(idleMs)}`);
}

export interface OwnPoolSettings {
  /** What the sessions are for, as pg_stat_activity shows it. */
  readonly work: 'stage' | 'source';
  /** At most so many at once. */
  readonly sessions: number;
  /** So long a transaction may wait for its process. */
  readonly idleMs: number;
}

export function openOwnPool(db: Db, { work, sessions, idleMs }: OwnPoolSettings): OwnPool {
  const { password } = db.options;
  const name = `wangshu ${work} ${randomUUID()}`;
  const pool = new Pool({
    ...db.options,
    // The pool keeps it from being enumerated.
    ...(password === undefined ? {} : { password }),
    max: sessions,
    application_name: name,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it, though its type does not say so
    onConnect: (session) => noticeDeath(session, idleMs),
  });
  pool.on('error', () => undefined);
  pool.on('connect', (session) => session.on('error', () => undefined));
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= pool.end());
  return {
    pool,
    sessions: name,
    async stop() {
      // First no new sessions: work of several statements must not go on with the next one.
      const closing = end();
      await db.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
        [name],
      );
      await closing;
    },
    async close() {
      await end();
    },
  };
}
