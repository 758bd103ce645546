import type { Queryable } from '../../db/pool';
import { JUDGED_KINDS, LATEST_NIGHT, NOT_ITS_OWN } from '../judged';

/** What the hub's tables say of its nights, as metrics need it: names of the catalogue, counts and times alone. */
export interface HubState {
  readonly sources: readonly SourceState[];
  readonly streams: readonly StreamState[];
  readonly runs: readonly RunDurations[];
  readonly plan: PlanState | null;
  readonly nights: NightsState;
  readonly alerts: readonly { readonly kind: string; readonly open: number }[];
  /** Conditions that last and whose notice was refused again and again. */
  readonly undelivered: number;
  /** Notices given up, of conditions that are over; only grows. */
  readonly givenUp: number;
  readonly workers: number;
}

/** A source of the present catalogue. Times are seconds since 1970; ages are seconds before the statement. */
export interface SourceState {
  readonly connector: string;
  /** Of its reads and pushes, as is lastStatus. */
  readonly lastSuccess: number | null;
  /** Age of the oldest of its streams' data. */
  readonly dataAge: number | null;
  readonly lastStatus: string | null;
}

/** A stream of the present catalogue, with sums over every run there was: read = landed + unchanged + quarantined + deleted. */
export interface StreamState {
  readonly connector: string;
  readonly stream: string;
  readonly read: number;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
  readonly removed: number;
  /** Rows in quarantine now. */
  readonly open: number;
  /** Whether a removal waits for a steward's word, and how many rows it is about. */
  readonly removals: number;
  readonly vanished: number;
}

/**
 * Reads of the source that ended, by how long they took: `within[i]` of them at most BUCKETS[i] seconds. What was pushed is not among
 * them: the pushes of a day are one row, whose end moves.
 */
export interface RunDurations {
  readonly connector: string;
  readonly status: string;
  readonly count: number;
  readonly seconds: number;
  readonly within: readonly number[];
}

/** Of the latest plan, whoever asked for it. */
export interface PlanState {
  readonly status: string;
  readonly startedAt: number;
  readonly seconds: number;
}

/** Of nightly plans alone: what somebody asks for by day neither hides a night nor stands for one. */
export interface NightsState {
  /** How the latest that ended by itself ended, or the best retry of it; null: none did yet. */
  readonly status: string | null;
  /** Beginning of the latest. */
  readonly startedAt: number | null;
  /** End of the latest that read every source. */
  readonly lastSuccess: number | null;
}

/** Upper bounds of a run's duration, in seconds: from a file of a moment to a night. */
export const BUCKETS: readonly number[] = [
  1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800,
];

/** Presence of workers: an advisory lock that each holds as long as it lives (src/jobs/locks). */
const WORKER_LOCK = 727_011;

const within = BUCKETS.map((bound) => `count(*) FILTER (WHERE seconds <= ${String(bound)})`);

/** Every part in one statement, so that one scrape is one moment. $1: kinds of runs that a source is judged by; $2: codes it is not. */
const STATEMENT = `
WITH RECURSIVE sums AS (
  SELECT stream_id, sum(rows_read) AS read, sum(landed) AS landed, sum(unchanged) AS unchanged,
         sum(quarantined) AS quarantined, sum(deleted) AS deleted, sum(removed) AS removed
    FROM sync_run_stream GROUP BY stream_id
), held AS (
  SELECT stream_id, count(*) AS open FROM quarantine WHERE status = 'OPEN' GROUP BY stream_id
), asked AS (
  SELECT stream_id, count(*) AS removals, sum(vanished) AS vanished FROM removal WHERE status = 'WAITING' GROUP BY stream_id
), streams AS (
  SELECT s.connector, s.name AS stream, coalesce(read, 0) AS read, coalesce(landed, 0) AS landed,
         coalesce(unchanged, 0) AS unchanged, coalesce(quarantined, 0) AS quarantined, coalesce(deleted, 0) AS deleted,
         coalesce(removed, 0) AS removed, coalesce(open, 0) AS open, coalesce(removals, 0) AS removals,
         coalesce(vanished, 0) AS vanished
    FROM stream s LEFT JOIN sums ON sums.stream_id = s.id LEFT JOIN held ON held.stream_id = s.id
    LEFT JOIN asked ON asked.stream_id = s.id
   WHERE NOT s.retired
   ORDER BY s.connector, s.name
), sources AS (
  SELECT c.id AS connector,
         (SELECT extract(epoch FROM max(g.finished_at)) FROM sync_run g
           WHERE g.connector = c.id AND g.status = 'SUCCEEDED' AND g.kind = ANY ($1)) AS "lastSuccess",
         (SELECT extract(epoch FROM now() - min(t.data_as_of)) FROM stream t
           WHERE t.connector = c.id AND NOT t.retired) AS "dataAge",
         (SELECT r.status FROM sync_run r
           WHERE r.connector = c.id AND r.kind = ANY ($1) AND NOT (r.status = 'FAILED' AND coalesce(r.error_code, '') = ANY ($2))
           ORDER BY r.started_at DESC, r.id DESC LIMIT 1) AS "lastStatus"
    FROM connector c WHERE EXISTS (SELECT FROM stream t WHERE t.connector = c.id AND NOT t.retired) ORDER BY c.id
), runs AS (
  SELECT connector, status, count(*) AS count, sum(seconds) AS seconds, json_build_array(${within.join(', ')}) AS within
    FROM (SELECT connector, status, extract(epoch FROM finished_at - started_at) AS seconds
            FROM sync_run JOIN sources USING (connector)
           WHERE finished_at IS NOT NULL AND kind IN ('READ', 'BACKFILL')) ended
   GROUP BY connector, status ORDER BY connector, status
), plan AS (
  SELECT status, extract(epoch FROM started_at) AS "startedAt",
         extract(epoch FROM coalesce(finished_at, now()) - started_at) AS seconds
    FROM plan_run ORDER BY started_at DESC, id DESC LIMIT 1
),${LATEST_NIGHT}, nights AS (
  SELECT (SELECT status FROM night) AS status, extract(epoch FROM max(started_at)) AS "startedAt",
         extract(epoch FROM max(finished_at) FILTER (WHERE status = 'SUCCEEDED')) AS "lastSuccess"
    FROM plan_run WHERE slot IS NOT NULL
), alerts AS (
  SELECT kind, count(*) AS open FROM alert WHERE ended_at IS NULL GROUP BY kind ORDER BY kind
)
SELECT json_build_object(
  'sources', coalesce((SELECT json_agg(sources) FROM sources), '[]'),
  'streams', coalesce((SELECT json_agg(streams) FROM streams), '[]'),
  'runs', coalesce((SELECT json_agg(runs) FROM runs), '[]'),
  'plan', (SELECT to_json(plan) FROM plan),
  'nights', (SELECT to_json(nights) FROM nights),
  'alerts', coalesce((SELECT json_agg(alerts) FROM alerts), '[]'),
  'undelivered', (SELECT count(*) FROM alert WHERE undelivered IS NOT NULL AND ended_at IS NULL),
  'givenUp', (SELECT count(*) FROM alert WHERE undelivered IS NOT NULL AND ended_at IS NOT NULL),
  'workers', (SELECT count(*) FROM pg_locks
               WHERE locktype = 'advisory' AND granted AND classid = ${String(WORKER_LOCK)}::oid AND objid = 0 AND objsubid = 2
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
) AS state`;

/** Reads the state of a hub; one statement. */
export async function readState(db: Queryable): Promise<HubState> {
  const { rows } = await db.query<{ state: HubState }>(STATEMENT, [JUDGED_KINDS, NOT_ITS_OWN]);
  const [row] = rows;
  if (row === undefined) throw new Error('one row of state is required, none came');
  return row.state;
}
