import { inTransaction, type Db } from '../../db/pool';
import { readConditions, type AlertKind, type Facts, type Thresholds } from './conditions';

/** Held while conditions are written down; whoever comes meanwhile leaves it to the other. */
const LOCK = 727_013;

/**
 * Writes down what began and what ended since the last look. One row a condition: seen again it is the same. Returns how
 * many began and ended; null when another worker is at it.
 */
export async function recordAlerts(
  db: Db,
  limits: Thresholds,
): Promise<{ began: number; ended: number } | null> {
  return inTransaction(db, async (tx) => {
    const lock = await tx.query<{ got: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1::int, 0) AS got',
      [LOCK],
    );
    if (lock.rows[0]?.got !== true) return null;
    const present = JSON.stringify(await readConditions(tx, limits));
    const ended = await tx.query(
      `UPDATE alert a SET ended_at = now(), attempts = 0, next_try = now()
        WHERE a.ended_at IS NULL AND NOT EXISTS (
          SELECT FROM jsonb_to_recordset($1::jsonb) AS c (kind text, subject text) WHERE (c.kind, c.subject) = (a.kind, a.subject))`,
      [present],
    );
    const began = await tx.query(
      `INSERT INTO alert (id, kind, subject, facts)
       SELECT gen_random_uuid(), kind, subject, facts FROM jsonb_to_recordset($1::jsonb) AS c (kind text, subject text, facts jsonb)
       ON CONFLICT (kind, subject) WHERE ended_at IS NULL DO NOTHING`,
      [present],
    );
    return { began: began.rowCount ?? 0, ended: ended.rowCount ?? 0 };
  });
}

/** A word that is due: that a condition began, or that it is over. */
export interface Notice {
  readonly alert: string;
  readonly kind: AlertKind;
  readonly subject: string;
  readonly facts: Facts;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  /** Attempts so far, this one among them. */
  readonly attempts: number;
}

/** The first wait, in seconds; each is twice the one before, up to an hour. */
const FIRST_WAIT = 30;
const LONGEST_WAIT = 3_600;
/** About six hours. */
export const ATTEMPTS = 13;

/**
 * Takes notices that are due. Taking one sets the time of its next attempt, FIRST_WAIT ahead at least, so that no other worker
 * takes it meanwhile and a process that dies with it costs one attempt: take no more than can be told by then. A condition
 * that ended before anybody was told of it is not told.
 */
export async function takeNotices(db: Db, most: number): Promise<Notice[]> {
  const { rows } = await db.query<Notice>(
    `UPDATE alert SET attempts = attempts + 1,
            next_try = now() + make_interval(secs => least($2 * power(2, least(attempts, 12)), $3))
      WHERE id IN (
        SELECT id FROM alert
         WHERE next_try <= now()
           AND (begin_told_at IS NULL AND ended_at IS NULL
             OR begin_told_at IS NOT NULL AND ended_at IS NOT NULL AND end_told_at IS NULL)
         ORDER BY began_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
      RETURNING id AS alert, kind, subject, facts, began_at AS "beganAt", ended_at AS "endedAt", attempts`,
    [most, FIRST_WAIT, LONGEST_WAIT],
  );
  return rows.sort((one, other) => one.beganAt.getTime() - other.beganAt.getTime());
}

/** Gives back what was taken and not tried: it is due as before. */
export async function putBack(db: Db, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  await db.query(
    'UPDATE alert SET attempts = greatest(attempts - 1, 0), next_try = now() WHERE id = ANY ($1)',
    [notices.map(({ alert }) => alert)],
  );
}

/** Notes that a notice was delivered. */
export async function noteTold(db: Db, { alert, endedAt }: Notice): Promise<void> {
  await db.query(
    endedAt === null
      ? 'UPDATE alert SET begin_told_at = now(), undelivered = NULL, attempts = 0, next_try = now() WHERE id = $1'
      : 'UPDATE alert SET end_told_at = now(), undelivered = NULL WHERE id = $1',
    [alert],
  );
}

/**
 * Notes that a notice was refused again and again, and why. That a condition began is tried every hour as long as it lasts: one
 * that nobody heard of must not stay silent for good. `forGood`: it is not tried any more.
 */
export async function noteUndelivered(
  db: Db,
  { alert }: Notice,
  { why, forGood }: { readonly why: string; readonly forGood: boolean },
): Promise<void> {
  await db.query(
    `UPDATE alert SET undelivered = $2, next_try = CASE WHEN $3 THEN 'infinity' ELSE next_try END WHERE id = $1`,
    [alert, why, forGood],
  );
}
