import type { Db } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import type { Observer } from '../observe/observer';
import { startPlan, type StartedPlan } from './plan';
import { readPlan } from './plan-report';
import type { Transport } from './queue';

/**
 * Starts a plan of what failed, or was stopped, in another one, and of no more. Sources go on where they were; those that
 * were to be read from the beginning still are (of one with several streams some may not have begun), a backfill takes the same
 * window.
 * WangshuError NOT_FOUND, BAD_USER_INPUT (it is under way, or nothing of it failed).
 */
export async function retryPlan(
  hub: {
    readonly db: Db;
    readonly transport: Transport;
    readonly observer?: Observer | undefined;
  },
  planId: Uuid,
  by: string,
): Promise<StartedPlan> {
  const plan = await readPlan(hub.db, planId);
  if (plan.status === 'RUNNING')
    throw new WangshuError(
      'BAD_USER_INPUT',
      'a plan that has ended is required, this one is under way; wait for it, or cancel it',
    );
  if (plan.status === 'SUCCEEDED')
    throw new WangshuError(
      'BAD_USER_INPUT',
      'a plan of which something failed is required, all of this one was done',
    );
  const failed = plan.sources.filter(({ status }) => status !== 'SUCCEEDED');
  return startPlan(hub, {
    connectors: failed.map(({ connector }) => connector),
    full: plan.full,
    window: plan.window,
    requestedBy: by,
    retryOf: planId,
  });
}
