import { setTimeout as sleep } from 'node:timers/promises';
import { streamNumber } from '../domain/ids';
import type { Db, Tx } from '../db/pool';

/**
 * Locks that die with their process: PostgreSQL advisory locks of a session. A RUNNING row whose lock is free belongs to
 * nobody; a worker is alive as long as its lock is held. Needs real sessions (no pooler in transaction mode between).
 */
export const LOCK = {
  /** A source is being read; one holder. */
  source: 727_010,
  /** A worker is alive; shared. */
  worker: 727_011,
  /** Schedules are being registered; one holder, for one transaction. */
  schedule: 727_012,
} as const;

/** The second half of a source's lock. */
export function sourceLock(connector: string): number {
  return streamNumber(connector, '');
}

const POLL_MS = 250;

async function tryLock(session: Tx, kind: number, key: number): Promise<boolean> {
  const { rows } = await session.query<{ got: boolean }>(
    'SELECT pg_try_advisory_lock($1::int, $2::int) AS got',
    [kind, key],
  );
  return rows[0]?.got === true;
}

/**
 * Runs `work` while one session holds a lock. With `wait`, waits for the lock until the signal ends it; else returns
 * `undefined` at once when another session has it. When the session is lost, `work` is told by its signal.
 */
export async function withLock<T>(
  db: Db,
  lock: { kind: number; key: number; wait: boolean; signal?: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const lost = new AbortController();
  const signal =
    lock.signal === undefined ? lost.signal : AbortSignal.any([lock.signal, lost.signal]);
  const session = await db.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
    lost.abort(error);
  };
  session.on('error', onError);
  try {
    while (!(await tryLock(session, lock.kind, lock.key))) {
      if (!lock.wait) return undefined;
      await sleep(POLL_MS, undefined, { signal });
    }
    try {
      return await work(signal);
    } finally {
      if (broken === undefined) {
        await session
          .query('SELECT pg_advisory_unlock($1::int, $2::int)', [lock.kind, lock.key])
          .catch(onError);
      }
    }
  } finally {
    session.off('error', onError);
    // A session that may still hold the lock is closed, not given back.
    session.release(broken);
  }
}

export interface Presence {
  end(): Promise<void>;
}

/** Says "a worker is alive" until it is ended or its process dies; says it again when the session was lost. */
export async function announceWorker(db: Db): Promise<Presence> {
  const ended = new AbortController();
  const begin = async (): Promise<Tx> => {
    const session = await db.connect();
    await session.query('SELECT pg_advisory_lock_shared($1::int, 0)', [LOCK.worker]);
    session.once('error', (error) => {
      session.release(error);
      current = ended.signal.aborted ? Promise.resolve(null) : again();
    });
    return session;
  };
  const again = async (): Promise<Tx | null> => {
    while (!ended.signal.aborted) {
      const session = await begin().catch(() => null);
      if (session !== null) return session;
      await sleep(1_000, undefined, { signal: ended.signal }).catch(() => undefined);
    }
    return null;
  };
  let current: Promise<Tx | null> = begin();
  await current;
  return {
    async end() {
      ended.abort();
      const session = await current;
      session?.removeAllListeners('error');
      session?.on('error', () => undefined);
      session?.release(true);
    },
  };
}

/** How many workers of this database are alive, here and elsewhere. */
export async function workersAlive(db: Pick<Db, 'query'>): Promise<number> {
  const { rows } = await db.query<{ alive: number }>(
    `SELECT count(*) AS alive FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND classid = $1::int::oid AND objid = 0 AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK.worker],
  );
  return rows[0]?.alive ?? 0;
}
