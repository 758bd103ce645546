import type { Logger } from 'pino';
import type { Db } from '../db/pool';
import type { Observer } from '../observe/observer';
import type { Transport } from './queue';
import { recoverPlans } from './recover-plans';
import { recoverRuns } from './recover-runs';

/** Jobs that ended stay in the queue for a week; plans and runs stay in our tables. */
const KEEP_MS = 7 * 24 * 3_600_000;
const BATCH = 1_000;

/** Closes what dead processes left open and clears old jobs from the queue. Safe at any time, in any number of workers. */
export async function keepHouse(hub: {
  db: Db;
  transport: Transport;
  logger: Logger;
  observer?: Observer | undefined;
  keepMs?: number;
}): Promise<void> {
  const { db, transport, logger, keepMs = KEEP_MS } = hub;
  const runs = await recoverRuns(db);
  const plans = await recoverPlans(hub);
  const completed = await transport.queue.clean(keepMs, BATCH, 'completed');
  const failed = await transport.queue.clean(keepMs, BATCH, 'failed');
  logger.debug({ runs, plans, cleaned: completed.length + failed.length }, 'house kept');
}
