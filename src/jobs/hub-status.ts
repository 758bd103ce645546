import type { Queryable } from '../db/pool';
import { JUDGED_KINDS, NOT_ITS_OWN } from '../observe/judged';
import type { Failure } from './safe-error';

/**
 * OK: its last run was good. LATE: the last good one is longer ago than the connector's freshWithin. FAILING: its last run
 * failed. QUARANTINE: read, but rows of it wait. NEVER: not read yet. The worst of those that hold.
 */
export type Health = 'OK' | 'LATE' | 'FAILING' | 'QUARANTINE' | 'NEVER';

/** How one source stands, from the hub's own tables; none of its data. */
export interface SourceStatus {
  readonly connector: string;
  readonly zh: string;
  readonly en: string;
  /** End of its last good run; null: never read. */
  readonly lastSuccess: Date | null;
  /** Its data are as the source had them then, by the oldest of its streams; null: never read. */
  readonly dataAsOf: Date | null;
  readonly health: Health;
  readonly lastStatus: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | null;
  readonly lastStartedAt: Date | null;
  readonly error: Failure | null;
  /** Rows that wait in quarantine. */
  readonly quarantined: number;
  /** No stream of it is in the catalogue any more: nobody reads it, and nobody waits for it. */
  readonly retired: boolean;
}

type Row = Omit<SourceStatus, 'error'> & { code: Failure['code'] | null; message: string | null };

/** Every source that was ever registered, by id; of each the streams that the catalogue has now. */
export async function readSources(db: Queryable): Promise<SourceStatus[]> {
  const { rows } = await db.query<Row>(
    `SELECT c.id AS connector, c.spec #>> '{title,zh}' AS zh, c.spec #>> '{title,en}' AS en,
            good.at AS "lastSuccess", coalesce(fresh.at, good.at) AS "dataAsOf",
            last.status AS "lastStatus", last.started_at AS "lastStartedAt", last.error_code AS code, last.error_message AS message,
            CASE WHEN ended.status = 'FAILED' THEN 'FAILING'
                 WHEN good.at IS NULL THEN 'NEVER'
                 WHEN good.at < now() - (c.spec ->> 'freshWithin')::interval THEN 'LATE'
                 WHEN waiting.n > 0 THEN 'QUARANTINE' ELSE 'OK' END AS health,
            waiting.n AS quarantined, fresh.streams = 0 AS retired
       FROM connector c
       LEFT JOIN LATERAL (SELECT * FROM sync_run r WHERE r.connector = c.id ORDER BY r.started_at DESC, r.id DESC LIMIT 1) last ON true
       LEFT JOIN LATERAL (SELECT status FROM sync_run r WHERE r.connector = c.id AND r.status IN ('SUCCEEDED', 'FAILED')
                             AND NOT coalesce(r.error_code, '') = ANY ($1) AND r.kind = ANY ($2)
                           ORDER BY r.started_at DESC, r.id DESC LIMIT 1) ended ON true
      CROSS JOIN LATERAL (SELECT max(g.finished_at) AS at FROM sync_run g
                           WHERE g.connector = c.id AND g.status = 'SUCCEEDED' AND g.kind = ANY ($2)) good
      CROSS JOIN LATERAL (SELECT min(s.data_as_of) AS at, count(*) AS streams FROM stream s
                           WHERE s.connector = c.id AND NOT s.retired) fresh
      CROSS JOIN LATERAL (SELECT count(*) AS n FROM quarantine q JOIN stream s ON s.id = q.stream_id
                           WHERE s.connector = c.id AND NOT s.retired AND q.status = 'OPEN') waiting
      ORDER BY c.id`,
    [NOT_ITS_OWN, JUDGED_KINDS],
  );
  return rows.map(({ code, message, ...row }) => ({
    ...row,
    error: code === null ? null : { code, message: message ?? '' },
  }));
}

/** The latest plan's id; null before the first. */
export async function latestPlan(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    'SELECT id FROM plan_run ORDER BY started_at DESC, id DESC LIMIT 1',
  );
  return rows[0]?.id ?? null;
}
