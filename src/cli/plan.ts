import { startPlan, startWorker, waitForPlan, workersAlive } from '../jobs';
import type { PlanReport, PlanRequest } from '../jobs';
import type { Hub, Opened } from './hub';
import type { Io } from './io';
import { planWatcher, progressOf } from './out/progress';
import { planJson } from './out/progress-json';
import { watchHub } from './watch';

/** Starts a worker in this process. `schedule`: whether it also sees to the nights. */
export async function workHere(
  opened: Opened,
  hub: Hub,
  options: { schedule: boolean; concurrency?: number; refresh?: () => Promise<void> },
): Promise<void> {
  const { config, db, transport, catalogue, idKey, logger } = hub;
  const { nightly, timeZone } = config.hub;
  const { observer, serve, alert } = await watchHub(opened, hub);
  opened.add(
    await startWorker({
      db,
      transport,
      catalogue,
      idKey,
      logger,
      observer,
      nightly: { pattern: nightly, timeZone },
      ...options,
    }),
    (worker) => worker.close({ graceMs: 3_000 }),
  );
  if (!options.schedule) return;
  alert();
  await serve({});
}

/** Whether a living worker will take up work, here or elsewhere. */
export async function isWorkedOn(hub: Hub): Promise<boolean> {
  return (await workersAlive(hub.db)) > 0;
}

/**
 * Runs a plan, or follows one by its id, to its end and shows how far it is; null where the user stopped waiting (the plan
 * stays and goes on later). `json`: for a machine, an object a line.
 */
export async function runAndWatch(
  io: Io,
  hub: Hub,
  plan: PlanRequest | string,
  { json = false }: { readonly json?: boolean } = {},
): Promise<PlanReport | null> {
  const planId = typeof plan === 'string' ? plan : (await startPlan(hub, plan)).planId;
  const progress = json ? null : progressOf(io);
  try {
    return await waitForPlan(hub.db, planId, {
      onProgress: progress === null ? planJson(io) : planWatcher(progress),
      signal: io.stop,
    });
  } catch (error) {
    if (io.stop.aborted) return null;
    throw error;
  } finally {
    progress?.close();
  }
}
