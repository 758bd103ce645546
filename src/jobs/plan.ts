import { randomUUID } from 'node:crypto';
import type { FlowJob } from 'bullmq';
import type { Window } from '../connect/reader';
import { compareCursors } from '../connect/readers/within';
import type { Db } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import type { Observer } from '../observe/observer';
import { jobId, QUEUE, type JobData, type JobName } from './names';
import type { Transport } from './queue';

/** A plan: which sources are read, then resolve, stitch and trend. Nightly ones have a slot, asked-for ones do not. */
export interface PlanRequest {
  /** The time the schedule meant; there is one plan for each. */
  readonly slot?: Date | null;
  readonly connectors: readonly string[];
  /** Read the sources from the beginning. */
  readonly full?: boolean;
  /** Backfill: only rows whose cursor lies in it; the sources' checkpoints stay where they are. */
  readonly window?: Window | null;
  readonly requestedBy?: string | null;
  /** The plan whose failures this one tries again. */
  readonly retryOf?: Uuid | null;
}

export interface StartedPlan {
  readonly planId: Uuid;
  /** False: the slot had its plan already. */
  readonly created: boolean;
}

const RETRY = { attempts: 3, backoff: { type: 'exponential', delay: 1_000 } } as const;
/** Removal by count deadlocks in the PostgreSQL backend at high concurrency: housekeeping cleans instead. */
const KEEP = { removeOnComplete: false, removeOnFail: false } as const;

interface Node {
  readonly name: JobName;
  readonly queueName: string;
  readonly data: JobData;
  readonly opts: NonNullable<FlowJob['opts']>;
}

/** trend ← stitch ← resolve ← one sync a source. A failed source is let go; a failed stage fails what stands on it. */
function flowOf(planId: Uuid, connectors: readonly string[]): FlowJob {
  const node = (name: JobName, id: string, data: JobData, opts: Node['opts']): Node => ({
    name,
    queueName: QUEUE,
    data,
    opts: { ...KEEP, ...RETRY, jobId: id, ...opts },
  });
  const stage = (name: 'resolve' | 'stitch' | 'trend', opts: Node['opts'] = {}): Node =>
    node(name, jobId(planId, name), { planId }, opts);
  const mustSucceed = { failParentOnFailure: true };
  return {
    ...stage('trend'),
    children: [
      {
        ...stage('stitch', mustSucceed),
        children: [
          {
            ...stage('resolve', mustSucceed),
            children: connectors.map((connector) =>
              node(
                'sync',
                jobId(planId, { connector }),
                { planId, connector },
                { ignoreDependencyOnFailure: true },
              ),
            ),
          },
        ],
      },
    ],
  };
}

/** Puts a plan's jobs in the queue. Done twice, it is done once. */
export async function addFlow(
  transport: Transport,
  plan: { id: Uuid; connectors: readonly string[] },
): Promise<void> {
  await transport.flows.add(flowOf(plan.id, plan.connectors));
}

/** A window that ends before it begins would read nothing, and say that all went well. */
function assertWindow(window: Window | null): void {
  if (window === null || compareCursors(window.since, window.until) < 0) return;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'a window whose beginning (since) is earlier than its end (until) is required, one the other way round is given',
  );
}

/**
 * Writes a plan down and puts its jobs in the queue. WangshuError BAD_USER_INPUT (an empty window). A slot that has a plan keeps it: the same slot asked for twice, by two
 * schedulers or by one that was interrupted, is one plan. A crash between the two steps is mended by whoever asks next, or by recoverPlans.
 */
export async function startPlan(
  { db, transport, observer }: { db: Db; transport: Transport; observer?: Observer | undefined },
  request: PlanRequest,
): Promise<StartedPlan> {
  assertWindow(request.window ?? null);
  const connectors = [...new Set(request.connectors)].sort();
  const planId = randomUUID();
  const slot = request.slot ?? null;
  const inserted = await db.query(
    `INSERT INTO plan_run (id, slot, requested_by, connectors, full_read, window_since, window_until, retry_of, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'RUNNING') ON CONFLICT (slot) DO NOTHING`,
    [
      planId,
      slot,
      request.requestedBy ?? null,
      connectors,
      request.full ?? false,
      request.window?.since ?? null,
      request.window?.until ?? null,
      request.retryOf ?? null,
    ],
  );
  if (inserted.rowCount !== 0) {
    observer?.planStarted({ planId, slot, connectors });
    await addFlow(transport, { id: planId, connectors });
    return { planId, created: true };
  }
  const { rows } = await db.query<{ id: Uuid; connectors: string[]; status: string }>(
    'SELECT id, connectors, status FROM plan_run WHERE slot = $1',
    [slot],
  );
  const known = rows[0];
  if (known === undefined) throw new Error('the plan of a slot is required, its row is gone');
  const lost =
    known.status === 'RUNNING' &&
    (await transport.queue.getJobState(jobId(known.id, 'trend'))) === 'unknown';
  if (lost) await addFlow(transport, known);
  return { planId: known.id, created: false };
}
