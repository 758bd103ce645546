import type { ErrorCode } from '../domain/errors';

/**
 * By what a source is judged, wherever it is: health, alerts and metrics. A replay reads the quarantine and a backfill a part of
 * long ago: neither says how the source is now.
 */
export const JUDGED_KINDS: readonly string[] = ['READ', 'PUSH'];

/**
 * Failures that say nothing of the source: it was stopped, its worker died, another run of it was under way, the hub's own
 * database was gone or full.
 */
export const NOT_ITS_OWN: readonly ErrorCode[] = [
  'RUN_CANCELLED',
  'LEASE_LOST',
  'RUN_IN_PROGRESS',
  'DATABASE_UNAVAILABLE',
];

/**
 * Parts of a statement (WITH RECURSIVE): `night` is the latest nightly plan that ended by itself, with its status, or the better one
 * of a plan that tried it again. What somebody asked for beside it, and what a person stopped, says nothing of the nights.
 */
export const LATEST_NIGHT = `
ended_night AS (
  SELECT id, status FROM plan_run WHERE slot IS NOT NULL AND status IN ('SUCCEEDED', 'PARTIAL', 'FAILED')
   ORDER BY finished_at DESC, id DESC LIMIT 1
), tried AS (
  SELECT id, status FROM ended_night UNION SELECT p.id, p.status FROM plan_run p JOIN tried ON p.retry_of = tried.id
), night AS (
  SELECT id, CASE WHEN EXISTS (SELECT FROM tried WHERE status = 'SUCCEEDED') THEN 'SUCCEEDED'
                  WHEN EXISTS (SELECT FROM tried WHERE status = 'PARTIAL') THEN 'PARTIAL' ELSE status END AS status
    FROM ended_night
)`;
