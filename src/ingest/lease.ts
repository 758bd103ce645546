import { inTransaction, type Db, type Queryable, type Tx } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';

/**
 * The right to write for a source. It is counted in epochs: whoever takes it gets the next one, and every transaction that
 * writes for a run first proves that its epoch is still the latest (`fenced`). The proof locks the lease's row to the end of
 * the transaction, so that a take-over waits for a page that is being committed and a page never follows a take-over.
 * A worker that stood still (a paused machine, a long swap) and wakes up can therefore write nothing.
 * Idea: M. Kleppmann, "How to do distributed locking" (2016), fencing tokens.
 */
export interface Lease {
  readonly connector: string;
  readonly runId: Uuid;
  readonly epoch: number;
}

/** A lease that gave no sign of life for so long is stale: its holder may be ended. */
export const LEASE_MS = 60_000;
const BEAT_MS = LEASE_MS / 4;

/** Who works under a lease, so that it can be ended when it stands still. */
export interface Holder {
  /** Session that holds the source's lock. */
  readonly pid: number;
  /** Name (application_name) of the sessions that write for the run. */
  readonly sessions: string;
}

/** Takes the source for a run. `holder` null: nobody waits for a lock of this run. */
export async function takeLease(
  tx: Queryable,
  { connector, runId, holder }: { connector: string; runId: Uuid; holder: Holder | null },
): Promise<Lease> {
  const { rows } = await tx.query<{ epoch: number }>(
    `INSERT INTO source_lease (connector, epoch, run_id, backend_pid, sessions) VALUES ($1, 1, $2, $3, $4)
     ON CONFLICT (connector) DO UPDATE
       SET epoch = source_lease.epoch + 1, run_id = excluded.run_id, backend_pid = excluded.backend_pid, sessions = excluded.sessions
     RETURNING epoch`,
    [connector, runId, holder?.pid ?? null, holder?.sessions ?? null],
  );
  const lease = { connector, runId, epoch: rows[0]?.epoch ?? 0 };
  await tx.query(
    `INSERT INTO source_beat (connector, epoch, beaten_at) VALUES ($1, $2, now())
     ON CONFLICT (connector) DO UPDATE SET epoch = excluded.epoch, beaten_at = now()`,
    [connector, lease.epoch],
  );
  return lease;
}

async function proveLease(tx: Queryable, { connector, epoch }: Lease): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'ingest-lease',
    text: 'SELECT FROM source_lease WHERE connector = $1 AND epoch = $2 FOR UPDATE',
    values: [connector, epoch],
  });
  if (rowCount === 1) return;
  throw new WangshuError(
    'LEASE_LOST',
    `${connector}: the right to write for this source is required, a later run has taken it; nothing of this page was written, the later run goes on`,
  );
}

/**
 * One transaction of a run; WangshuError LEASE_LOST, and nothing written, when the run no longer has the source. It does not wait
 * for the disk: rows and checkpoint are lost together, if the server crashes in that moment, and read again. The end of the
 * run, which is written as usual, is on disk only when all that came before it is.
 */
export function fenced<T>(db: Db, lease: Lease, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, async (tx) => {
    await tx.query('SET LOCAL synchronous_commit TO off');
    await proveLease(tx, lease);
    return work(tx);
  });
}

/** One sign of life; it waits for no page. Of a lease that was lost it changes nothing. */
export async function beat(db: Queryable, { connector, epoch }: Lease): Promise<void> {
  await db.query({
    name: 'ingest-beat',
    text: 'UPDATE source_beat SET beaten_at = now() WHERE connector = $1 AND epoch = $2',
    values: [connector, epoch],
  });
}

/**
 * Says "still alive", whatever the run waits for: a slow source, or a page that the database works on for long. A process
 * that stands still does not say it.
 */
export function beatLease(db: Db, lease: Lease): { stop: () => void } {
  const timer = setInterval(() => {
    // A beat that fails is only a beat: the next page proves the lease, or fails for the same reason.
    beat(db, lease).catch(() => undefined);
  }, BEAT_MS);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
    },
  };
}

/** Who is behind a lease whose run gave no sign of life for LEASE_MS; null: nobody, or it is alive. */
export async function staleLease(db: Queryable, connector: string): Promise<Holder | null> {
  const { rows } = await db.query<Holder>(
    `SELECT l.backend_pid AS pid, coalesce(l.sessions, '') AS sessions
       FROM source_lease l JOIN source_beat b USING (connector, epoch)
       JOIN sync_run s ON s.id = l.run_id AND s.status = 'RUNNING'
      WHERE l.connector = $1 AND l.backend_pid IS NOT NULL AND b.beaten_at < now() - make_interval(secs => $2)`,
    [connector, LEASE_MS / 1000],
  );
  return rows[0] ?? null;
}
