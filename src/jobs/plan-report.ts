import type { Window } from '../connect/reader';
import type { Queryable } from '../db/pool';
import { WangshuError } from '../domain/errors';
import { isUuid, type Uuid } from '../domain/ids';
import type { StageName } from './names';
import type { Failure } from './safe-error';
import type { StageCounts } from './stages';

export type PlanStatus = 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';

/**
 * What became of one source in a plan: status and error of its latest run, counts of all (one that lost its process landed
 * what it landed, the next went on from there). Counts as in ingest/counts: landed + unchanged + quarantined + deleted = read.
 */
export interface SourceReport {
  readonly connector: string;
  /** WAITING: its run has not begun; CANCELLED also where it never will. */
  readonly status: 'WAITING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly read: number;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
  readonly removed: number;
  readonly mentions: number;
  readonly links: number;
  /** Rows expected in the whole read, where the source can tell; for progress bars. */
  readonly expected: number | null;
  /** Duration in milliseconds, so far or in all. */
  readonly ms: number;
  readonly error: Failure | null;
}

/** How far a stage is; counts and finishedAt when it is done. */
export interface StageReport {
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly step?: string;
  readonly done?: number;
  readonly total?: number;
  readonly ms?: number;
  readonly counts?: StageCounts;
  readonly error?: Failure;
}

export interface PlanReport {
  readonly planId: Uuid;
  readonly status: PlanStatus;
  readonly full: boolean;
  readonly slot: Date | null;
  /** Who asked; null for a night. */
  readonly requestedBy: string | null;
  /** Backfill: the part of each stream that is read. */
  readonly window: Window | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly sources: readonly SourceReport[];
  readonly stages: Readonly<Partial<Record<StageName, StageReport>>>;
}

type SourceRow = Omit<SourceReport, 'error'> & {
  error_code: Failure['code'] | null;
  error_message: string | null;
};

/** A plan as our tables tell it, from any process, at any time. WangshuError NOT_FOUND, BAD_USER_INPUT (no id of a plan). */
export async function readPlan(db: Queryable, planId: Uuid): Promise<PlanReport> {
  if (!isUuid(planId))
    throw new WangshuError(
      'BAD_USER_INPUT',
      'the id of a plan is required, such as wangshu sync --json shows; what was given is not one',
    );
  const plans = await db.query<Omit<PlanReport, 'sources'>>({
    name: 'plan-report',
    text: `SELECT id AS "planId", status, full_read AS full, slot, requested_by AS "requestedBy",
                  CASE WHEN window_since IS NOT NULL THEN jsonb_build_object('since', window_since, 'until', window_until) END AS "window",
                  started_at AS "startedAt",
                  finished_at AS "finishedAt", stages FROM plan_run WHERE id = $1`,
    values: [planId],
  });
  const plan = plans.rows[0];
  if (plan === undefined) {
    throw new WangshuError('NOT_FOUND', `a plan of this hub is required, ${planId} is not one`);
  }
  const sources = await db.query<SourceRow>({
    name: 'plan-report-sources',
    text: `SELECT c.connector, coalesce(run.status, CASE WHEN p.status = 'CANCELLED' OR c.connector = ANY (p.cancelled) THEN 'CANCELLED'
                         ELSE 'WAITING' END) AS status, run.error_code, run.error_message,
                  coalesce(extract(epoch FROM coalesce(run.finished_at, now()) - begun.at) * 1000, 0)::int AS ms,
                  sums.*
             FROM plan_run p
            CROSS JOIN unnest(p.connectors) AS c (connector)
             LEFT JOIN LATERAL (
               SELECT * FROM sync_run s WHERE s.plan_run_id = p.id AND s.connector = c.connector
                ORDER BY s.started_at DESC, s.id DESC LIMIT 1) run ON true
            CROSS JOIN LATERAL (
               SELECT min(s.started_at) AS at FROM sync_run s
                WHERE s.plan_run_id = p.id AND s.connector = c.connector) begun
            CROSS JOIN LATERAL (
               SELECT coalesce(sum(rows_read), 0)::float8 AS read, coalesce(sum(landed), 0)::float8 AS landed,
                      coalesce(sum(unchanged), 0)::float8 AS unchanged, coalesce(sum(quarantined), 0)::float8 AS quarantined,
                      coalesce(sum(deleted), 0)::float8 AS deleted, coalesce(sum(removed), 0)::float8 AS removed,
                      coalesce(sum(mentions), 0)::float8 AS mentions, coalesce(sum(links), 0)::float8 AS links,
                      sum(expected) FILTER (WHERE t.run_id = run.id)::float8 AS expected
                 FROM sync_run_stream t JOIN sync_run s ON s.id = t.run_id
                WHERE s.plan_run_id = p.id AND s.connector = c.connector) sums
            WHERE p.id = $1 ORDER BY c.connector`,
    values: [planId],
  });
  return {
    ...plan,
    sources: sources.rows.map(({ error_code, error_message, ...source }) => ({
      ...source,
      error: error_code === null ? null : { code: error_code, message: error_message ?? '' },
    })),
  };
}
