import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Db } from '../db/pool';

/** Sessions of one stage, apart from all others, so that they can be ended without touching anything else. */
export interface StagePool {
  readonly pool: Db;
  /** Ends what the stage is doing: its statement is cancelled at the server, its transaction is taken back. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const SESSIONS = 4;

export function openStagePool(db: Db): StagePool {
  const { password } = db.options;
  const name = `wangshu stage ${randomUUID()}`;
  const pool = new Pool({
    ...db.options,
    // The pool keeps it from being enumerated.
    ...(password === undefined ? {} : { password }),
    max: SESSIONS,
    application_name: name,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (session) => session.on('error', () => undefined));
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= pool.end());
  return {
    pool,
    async stop() {
      // First no new sessions: a stage of several statements must not go on with the next one.
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
