import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { streamNumber } from '../domain/ids';
import type { Db } from '../db/pool';
import type { Holder } from '../ingest/lease';

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
const AGAIN_MS = 1_000;

/**
 * A session outside the pool. A lock is held while work goes on through the pool: holders that took its last sessions
 * would wait for ever, each for a session that the others keep.
 */
async function openSession(db: Db, onLost: (error: Error) => void): Promise<Client> {
  const { password } = db.options;
  const session = new Client({
    ...db.options,
    // The pool keeps it from being enumerated.
    ...(password === undefined ? {} : { password }),
    keepAlive: true,
  });
  session.on('error', onLost);
  await session.connect();
  return session;
}

async function tryLock(session: Client, kind: number, key: number): Promise<boolean> {
  const { rows } = await session.query<{ got: boolean }>(
    'SELECT pg_try_advisory_lock($1::int, $2::int) AS got',
    [kind, key],
  );
  return rows[0]?.got === true;
}

export interface Lock {
  readonly kind: number;
  readonly key: number;
  /** Tries for so long, and gives up when another session still has it; default: once. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  /** Says which holder, if any, stands still and may be ended; asked where the lock is not free. */
  readonly stale?: () => Promise<Holder | null>;
}

/** What `work` may know of the session that holds the lock. */
export interface Held {
  /** Aborted when the caller's signal is, or when the session is lost. */
  readonly signal: AbortSignal;
  readonly pid: number;
}

/**
 * Ends all sessions of a holder that stands still: a process that wakes up then finds its lock gone, and the transaction in the
 * middle of which it stopped keeps no row from whoever comes next.
 */
async function endStale(session: Client, stale: NonNullable<Lock['stale']>): Promise<void> {
  const holder = await stale();
  if (holder === null) return;
  await session.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 OR application_name = $2',
    [holder.pid, holder.sessions],
  );
}

/** Runs `work` while one session holds a lock; undefined, and nothing done, where another holds it. */
export async function withLock<T>(
  db: Db,
  lock: Lock,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  const lost = new AbortController();
  const signal =
    lock.signal === undefined ? lost.signal : AbortSignal.any([lock.signal, lost.signal]);
  const session = await openSession(db, (error) => {
    lost.abort(error);
  });
  try {
    const until = Date.now() + (lock.waitMs ?? 0);
    for (let looked = false; !(await tryLock(session, lock.kind, lock.key)); looked = true) {
      if (lock.stale !== undefined && !looked) await endStale(session, lock.stale);
      if (Date.now() >= until) return undefined;
      await sleep(POLL_MS, undefined, { signal });
    }
    const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return await work({ signal, pid: rows[0]?.pid ?? 0 });
  } finally {
    // The lock ends with its session.
    await session.end().catch(() => undefined);
  }
}

export interface Presence {
  end(): Promise<void>;
}

/** Says "a worker is alive" until it is ended or its process dies; says it again when the session was lost. */
export async function announceWorker(db: Db): Promise<Presence> {
  const ended = new AbortController();
  const begin = async (): Promise<Client> => {
    const session = await openSession(db, () => {
      if (session !== current) return;
      current = null;
      if (!ended.signal.aborted) again = announceAgain();
    });
    await session.query('SELECT pg_advisory_lock_shared($1::int, 0)', [LOCK.worker]);
    return session;
  };
  const announceAgain = async (): Promise<void> => {
    while (!ended.signal.aborted && current === null) {
      await sleep(AGAIN_MS, undefined, { signal: ended.signal }).catch(() => undefined);
      if (!ended.signal.aborted) current = await begin().catch(() => null);
    }
  };
  let current: Client | null = null;
  let again: Promise<void> = Promise.resolve();
  current = await begin();
  return {
    async end() {
      ended.abort();
      await again;
      await current?.end().catch(() => undefined);
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
