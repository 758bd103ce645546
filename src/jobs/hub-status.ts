import type { Queryable } from '../db/pool';
import type { Failure } from './safe-error';

/** How one source stands, from the hub's own tables; none of its data. */
export interface SourceStatus {
  readonly connector: string;
  readonly zh: string;
  readonly en: string;
  /** End of its last good run; null: never read. */
  readonly freshAt: Date | null;
  readonly lastStatus: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | null;
  readonly lastStartedAt: Date | null;
  readonly error: Failure | null;
  /** Rows that wait in quarantine. */
  readonly quarantined: number;
}

type Row = Omit<SourceStatus, 'error'> & { code: Failure['code'] | null; message: string | null };

/** Every source that was ever registered, by id. */
export async function readSources(db: Queryable): Promise<SourceStatus[]> {
  const { rows } = await db.query<Row>(
    `SELECT c.id AS connector, c.spec #>> '{title,zh}' AS zh, c.spec #>> '{title,en}' AS en,
            (SELECT max(g.finished_at) FROM sync_run g WHERE g.connector = c.id AND g.status = 'SUCCEEDED') AS "freshAt",
            last.status AS "lastStatus", last.started_at AS "lastStartedAt", last.error_code AS code, last.error_message AS message,
            (SELECT count(*) FROM quarantine q JOIN stream s ON s.id = q.stream_id
              WHERE s.connector = c.id AND q.status = 'OPEN') AS quarantined
       FROM connector c
       LEFT JOIN LATERAL (SELECT * FROM sync_run r WHERE r.connector = c.id ORDER BY r.started_at DESC, r.id DESC LIMIT 1) last ON true
      ORDER BY c.id`,
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
