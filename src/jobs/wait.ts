import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/pool';
import type { Uuid } from '../domain/ids';
import type { Observer } from '../observe/observer';
import { readPlan, type PlanReport } from './plan-report';
import { startPlan, type PlanRequest } from './plan';
import type { Transport } from './queue';

export interface WaitOptions {
  /** Told how far the plan is, a few times a second. */
  readonly onProgress?: (report: PlanReport) => void;
  /** Stops the waiting, not the plan. */
  readonly signal?: AbortSignal;
  readonly pollMs?: number;
}

/**
 * Waits until a plan ended, wherever it is worked on, and returns what became of it. It throws nothing for sources or
 * stages that failed: the report says so.
 */
export async function waitForPlan(
  db: Db,
  planId: Uuid,
  { onProgress, signal, pollMs = 250 }: WaitOptions = {},
): Promise<PlanReport> {
  for (;;) {
    const report = await readPlan(db, planId);
    onProgress?.(report);
    // Of a plan that was cancelled some source may still be stopping.
    const stopping = report.sources.some(({ status }) => status === 'RUNNING');
    if (report.status !== 'RUNNING' && !(report.status === 'CANCELLED' && stopping)) return report;
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}

/** Starts a plan and waits for its end. A worker must be running somewhere: see workersAlive. */
export async function runPlanAndWait(
  hub: { db: Db; transport: Transport; observer?: Observer | undefined },
  request: PlanRequest,
  options: WaitOptions = {},
): Promise<PlanReport> {
  const { planId } = await startPlan(hub, request);
  return waitForPlan(hub.db, planId, options);
}
