import { randomUUID } from 'node:crypto';
import type { Stream } from '../connect/connector';
import type { Tx } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { removeRecords } from './remove-records';

/**
 * What a complete snapshot says is gone. It is believed only where it is not empty, misses no more than `maxRemoval` of the
 * rows held, and had no row whose key could not be read (such a row may be one of those that seem to be gone). Otherwise
 * nothing is removed, and the removal waits for a steward's word (`decideRemoval`).
 */
export interface Vanished {
  readonly removed: number;
  /** A removal that waits; null: none. */
  readonly waiting: WaitingRemoval | null;
}

export interface WaitingRemoval {
  readonly id: Uuid;
  readonly why: 'EMPTY' | 'SHRUNK' | 'UNREADABLE';
  readonly held: number;
  readonly vanished: number;
}

interface Seen {
  /** Rows the hub holds that are not deleted. */
  held: number;
  /** Of them, those that the snapshot has. */
  seen: number;
  /** Of them, those that it lacks, without those that a steward said to keep. */
  vanished: number;
  keyless: number;
}

/** Live records that the snapshot lacks and that no steward said to keep; $1 is the stream. */
const GONE = `
  SELECT r.key FROM record r
   WHERE r.stream_id = $1 AND r.deleted_at IS NULL
     AND NOT EXISTS (SELECT FROM snapshot_seen s WHERE s.stream_id = $1 AND s.key = r.key)
     AND NOT EXISTS (SELECT FROM removal_key k JOIN removal m ON m.id = k.removal_id AND m.status = 'KEPT'
                      WHERE k.stream_id = $1 AND k.key = r.key)`;

export async function removeVanished(tx: Tx, stream: Stream, runId: Uuid): Promise<Vanished> {
  // A key that is there again is no longer a matter to decide.
  await tx.query(
    `DELETE FROM removal_key k USING snapshot_seen s
      WHERE k.stream_id = $1 AND s.stream_id = $1 AND s.key = k.key`,
    [stream.id],
  );
  const found = await lookAt(tx, stream);
  const why = distrust(found, stream.spec.maxRemoval);
  if (why !== null)
    return { removed: 0, waiting: await noteRemoval(tx, stream, { runId, why, found }) };
  await closeWaiting(tx, stream);
  if (found.vanished === 0) return { removed: 0, waiting: null };
  return { removed: await removeRecords(tx, stream.id, GONE, [stream.id]), waiting: null };
}

async function lookAt(tx: Tx, { id }: Stream): Promise<Seen> {
  const counted = await tx.query<Omit<Seen, 'vanished'>>(
    `SELECT count(*) AS held, count(s.key) AS seen, (SELECT keyless FROM stream WHERE id = $1) AS keyless
       FROM record r LEFT JOIN snapshot_seen s ON s.stream_id = r.stream_id AND s.key = r.key
      WHERE r.stream_id = $1 AND r.deleted_at IS NULL`,
    [id],
  );
  const counts = counted.rows[0] ?? { held: 0, seen: 0, keyless: 0 };
  if (counts.held === counts.seen) return { ...counts, vanished: 0 };
  const gone = await tx.query<{ vanished: number }>(
    `SELECT count(*) AS vanished FROM (${GONE}) gone`,
    [id],
  );
  return { ...counts, vanished: gone.rows[0]?.vanished ?? 0 };
}

function distrust(
  { held, seen, vanished, keyless }: Seen,
  maxRemoval: number,
): WaitingRemoval['why'] | null {
  if (vanished === 0) return null;
  if (seen === 0) return 'EMPTY';
  if (vanished > held * maxRemoval) return 'SHRUNK';
  return keyless > 0 ? 'UNREADABLE' : null;
}

async function closeWaiting(tx: Tx, { id }: Stream): Promise<void> {
  await tx.query(
    `WITH gone AS (UPDATE removal SET status = 'GONE', decided_at = now() WHERE stream_id = $1 AND status = 'WAITING' RETURNING id)
     DELETE FROM removal_key WHERE stream_id = $1 AND removal_id IN (SELECT id FROM gone)`,
    [id],
  );
}

/**
 * Writes down what seems to be gone. A night that misses the same rows, or fewer, is the same matter; one that misses others
 * is a new one, so that a steward's word is never taken for more than was shown.
 */
async function noteRemoval(
  tx: Tx,
  stream: Stream,
  {
    runId,
    why,
    found: { held, vanished },
  }: { runId: Uuid; why: WaitingRemoval['why']; found: Seen },
): Promise<WaitingRemoval> {
  const same = await tx.query<{ id: Uuid }>(
    `UPDATE removal m SET held = $2, vanished = $3, why = $4
      WHERE m.stream_id = $1 AND m.status = 'WAITING'
        AND NOT EXISTS (SELECT FROM (${GONE}) gone
                         WHERE NOT EXISTS (SELECT FROM removal_key k WHERE k.removal_id = m.id AND k.stream_id = $1 AND k.key = gone.key))
      RETURNING m.id`,
    [stream.id, held, vanished, why],
  );
  const [known] = same.rows;
  if (known !== undefined) return { id: known.id, why, held, vanished };
  await closeWaiting(tx, stream);
  const id = randomUUID();
  await tx.query(
    `INSERT INTO removal (id, stream_id, why, held, vanished, run_id) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, stream.id, why, held, vanished, runId],
  );
  await tx.query(
    `INSERT INTO removal_key (stream_id, key, removal_id) SELECT $1, key, $2 FROM (${GONE}) gone
     ON CONFLICT (stream_id, key) DO UPDATE SET removal_id = excluded.removal_id`,
    [stream.id, id],
  );
  return { id, why, held, vanished };
}

/** Why the run that found it does not count as a good one. Rows that could not be read are told by themselves. */
export function shrunkError(
  stream: Stream,
  { id, why, held, vanished }: WaitingRemoval,
): WangshuError {
  const required =
    why === 'EMPTY'
      ? 'a snapshot with rows is required, an empty one is given'
      : `at most ${String(stream.spec.maxRemoval * 100)} % of rows may vanish in one snapshot`;
  return new WangshuError(
    'SOURCE_SHRUNK',
    `${stream.connector}.${stream.name}: ${required}, ${String(vanished)} of ${String(held)} are gone; nothing was removed. Look at the source, then say what is to become of them: wangshu removals remove|keep ${id}`,
  );
}

export async function clearSeen(tx: Tx, stream: Stream): Promise<void> {
  await tx.query('DELETE FROM snapshot_seen WHERE stream_id = $1', [stream.id]);
}
