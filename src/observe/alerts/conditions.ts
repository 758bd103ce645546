import type { Queryable } from '../../db/pool';
import { JUDGED_KINDS, LATEST_NIGHT, NOT_ITS_OWN } from '../judged';

export const ALERT_KINDS = [
  'SOURCE_FAILED',
  'SOURCE_LATE',
  'QUARANTINE_THRESHOLD',
  'REMOVAL_WAITING',
  'PLAN_FAILED',
  'PLAN_MISSED',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Ids, counts, codes, times, and titles of the catalogue. */
export type Facts = Readonly<Record<string, string | number | null>>;

/** Something that is wrong now. */
export interface Condition {
  readonly kind: AlertKind;
  /** connector, connector/stream, or plan. */
  readonly subject: string;
  readonly facts: Facts;
}

export interface Thresholds {
  /** Sources of the catalogue; others are no longer read, and nobody waits for them. */
  readonly connectors: readonly string[];
  readonly quarantine: { readonly rows: number; readonly share: number };
  /** The latest time a night should have begun and had time to; null: none yet. */
  readonly lastNight: Date | null;
}

/** Failures that have an alert of their own. */
const OWN_ALERT = ['QUARANTINE_THRESHOLD', 'SOURCE_SHRUNK'];
/** Rows that a run must have read before a share of them means anything. */
const ENOUGH_ROWS = 100;

const STATEMENT = `
WITH RECURSIVE source AS (
  SELECT c.id AS connector, c.spec #>> '{title,zh}' AS zh, c.spec #>> '{title,en}' AS en, c.loaded_at,
         coalesce(c.spec ->> 'freshWithin', 'PT26H')::interval AS fresh_within,
         (SELECT min(coalesce(t.data_as_of, 'epoch')) FROM stream t
           WHERE t.connector = c.id AND NOT t.retired) AS data_as_of,
         run.id AS run_id, run.status, run.error_code, sums.read, sums.quarantined, held.open
    FROM connector c
    LEFT JOIN LATERAL (
      SELECT * FROM sync_run r
       WHERE r.connector = c.id AND r.kind = ANY ($7)
         AND (r.status = 'SUCCEEDED' OR r.status = 'FAILED' AND NOT coalesce(r.error_code, '') = ANY ($2))
       ORDER BY r.started_at DESC, r.id DESC LIMIT 1) run ON true
   CROSS JOIN LATERAL (
      SELECT coalesce(sum(rows_read), 0) AS read, coalesce(sum(quarantined), 0) AS quarantined
        FROM sync_run_stream r JOIN stream t ON t.id = r.stream_id WHERE r.run_id = run.id AND NOT t.retired) sums
   CROSS JOIN LATERAL (
      SELECT count(*) AS open FROM quarantine q JOIN stream t ON t.id = q.stream_id
       WHERE t.connector = c.id AND NOT t.retired AND q.status = 'OPEN') held
   WHERE c.id = ANY ($1)
),${LATEST_NIGHT}
SELECT 'SOURCE_FAILED' AS kind, connector AS subject,
       jsonb_build_object('connector', connector, 'zh', zh, 'en', en, 'run', run_id, 'code', coalesce(error_code, 'INTERNAL')) AS facts
  FROM source WHERE status = 'FAILED' AND NOT coalesce(error_code, '') = ANY ($3)
UNION ALL
SELECT 'SOURCE_LATE', connector,
       jsonb_build_object('connector', connector, 'zh', zh, 'en', en,
         'hours', CASE WHEN data_as_of > 'epoch' THEN floor(extract(epoch FROM now() - data_as_of) / 3600) END,
         'limitHours', extract(epoch FROM fresh_within) / 3600)
  FROM source
 WHERE data_as_of IS NOT NULL AND CASE WHEN data_as_of > 'epoch' THEN data_as_of ELSE loaded_at END < now() - fresh_within
UNION ALL
SELECT 'QUARANTINE_THRESHOLD', connector,
       jsonb_build_object('connector', connector, 'zh', zh, 'en', en, 'run', run_id, 'open', open, 'read', read, 'quarantined', quarantined)
  FROM source
 WHERE open >= $4 OR error_code = 'QUARANTINE_THRESHOLD' OR read >= ${String(ENOUGH_ROWS)} AND quarantined >= $5::float8 * read
UNION ALL
SELECT 'REMOVAL_WAITING', s.connector || '/' || s.name,
       jsonb_build_object('connector', s.connector, 'zh', c.zh, 'en', c.en, 'stream', s.name, 'removal', r.id, 'why', r.why,
         'held', r.held, 'vanished', r.vanished)
  FROM removal r JOIN stream s ON s.id = r.stream_id JOIN source c ON c.connector = s.connector
 WHERE r.status = 'WAITING' AND NOT s.retired
UNION ALL
SELECT 'PLAN_FAILED', 'plan', jsonb_build_object('plan', id) FROM night WHERE status = 'FAILED'
UNION ALL
SELECT 'PLAN_MISSED', 'plan', jsonb_build_object('slot', to_char($6::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
 WHERE NOT EXISTS (SELECT FROM plan_run WHERE slot >= $6::timestamptz)
   AND (EXISTS (SELECT FROM connector WHERE loaded_at < $6::timestamptz) OR EXISTS (SELECT FROM plan_run WHERE started_at < $6::timestamptz))
 ORDER BY kind, subject`;

/**
 * Everything that is wrong now, by what the hub's tables say; one statement. Of a source only the streams that the catalogue
 * has now: nobody waits for those it had.
 */
export async function readConditions(db: Queryable, limits: Thresholds): Promise<Condition[]> {
  const { connectors, quarantine, lastNight } = limits;
  const { rows } = await db.query<Condition>(STATEMENT, [
    connectors,
    NOT_ITS_OWN,
    OWN_ALERT,
    quarantine.rows,
    quarantine.share,
    lastNight,
    JUDGED_KINDS,
  ]);
  return rows;
}
