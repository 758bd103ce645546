import { DelayedError, WaitingError } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Catalogue } from '../connect/connector';
import type { Db } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Observer } from '../observe/observer';
import { catchUpNight } from './catch-up';
import { wasDatabaseGone } from './database-back';
import { keepHouse } from './housekeeping';
import { keepOn } from './keep-on';
import { announceWorker } from './locks';
import type { HubJob, Transport, WorkerHandle } from './queue';
import { startPlan } from './plan';
import { registerSchedule, slotOf, type Nightly } from './schedule';
import { faultOf, queueError } from './safe-error';
import { runStage } from './run-stage';
import { HUB_STAGES, type Stages } from './stages';
import { syncSource } from './sync-source';

export interface WorkerSettings {
  readonly db: Db;
  readonly transport: Transport;
  readonly catalogue: Catalogue;
  readonly idKey: string;
  readonly nightly: Nightly;
  readonly logger: Logger;
  /** Told what becomes of plans, sources and stages. */
  readonly observer?: Observer | undefined;
  /** Jobs at a time, in this process. */
  readonly concurrency?: number;
  /** Whether this worker sees to the schedules; false for one that serves a single plan. */
  readonly schedule?: boolean;
  readonly stages?: Stages;
  /** Asked before a night is planned and before a source is read: whether the catalogue is still what people wrote. */
  readonly refresh?: (() => Promise<void>) | undefined;
  /** After so long without a sign of life a job is given to another worker. */
  readonly lockMs?: number;
  /** Every so often plans and schedules are held against the queue, which may have lost them. */
  readonly houseMs?: number;
}

export interface RunningWorker {
  /**
   * Takes no more jobs, stops reading at the next page, gives what is unfinished back to the queue. Resolves within about
   * `graceMs`, whatever a stage still does: its transaction is taken back and done again elsewhere.
   */
  close(options?: { graceMs?: number }): Promise<void>;
}

const LOCK_MS = 30_000;
const GRACE_MS = 10_000;
const HOUSE_MS = 60_000;
/** A source that another plan reads is asked for again after so long. */
const BUSY_MS = 1_500;
const HUB_FAULT = 'a source could not be read for a fault of the hub; see its runs';

/** Does a job; one that failed because the hub's own database was gone goes back to the queue once that is there again. */
async function workOn(
  job: HubJob,
  token: string,
  settings: WorkerSettings,
  signal: AbortSignal,
): Promise<void> {
  const { db, logger } = settings;
  try {
    await processJob(job, token, settings, signal);
  } catch (error) {
    if (error instanceof WaitingError || error instanceof DelayedError) throw error;
    logger.error({ job: job.name, jobId: job.id, fault: faultOf(error) }, 'job failed');
    if (!(await wasDatabaseGone(db, signal))) throw queueError(error);
    logger.warn({ job: job.name, jobId: job.id }, 'the database was gone; the job is done again');
    await job.moveToWait(token);
    throw new WaitingError();
  }
}

async function processJob(
  job: HubJob,
  token: string,
  settings: WorkerSettings,
  signal: AbortSignal,
): Promise<void> {
  const { db, transport, catalogue, idKey, logger, nightly, stages = HUB_STAGES } = settings;
  const { observer } = settings;
  const { planId, connector } = job.data;
  const giveBack = async (): Promise<never> => {
    await job.moveToWait(token);
    throw new WaitingError();
  };
  // Taken while the worker was closing.
  if (signal.aborted) return giveBack();
  if (job.name === 'nightly' || job.name === 'sync') await settings.refresh?.();
  switch (job.name) {
    case 'nightly': {
      const slot = slotOf(job, nightly);
      await startPlan({ db, transport, observer }, { slot, connectors: catalogue.sources });
      return;
    }
    case 'sync': {
      if (planId === undefined || connector === undefined) return;
      const run = { db, catalogue, idKey, logger, observer, planId, connector, signal };
      const outcome = await syncSource(run);
      if (outcome === 'POSTPONED') return giveBack();
      if (outcome === 'BUSY') {
        logger.info({ planId, connector }, 'source is being read for another plan; waits');
        await job.moveToDelayed(Date.now() + BUSY_MS, token);
        throw new DelayedError();
      }
      // The queue tries it again, a few times; its runs say what happened.
      if (outcome === 'FAULT') throw new WangshuError('INTERNAL', HUB_FAULT);
      return;
    }
    default: {
      if (planId === undefined) return;
      const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
      const { timeZone } = nightly;
      const stage = job.name;
      // Longer than the queue waits for a sign of life: whoever is given the job then finds the database free.
      const idleMs = 2 * (settings.lockMs ?? LOCK_MS);
      const of = { planId, stage, lastAttempt, idleMs, signal };
      await runStage({ db, stages, timeZone, logger, observer, ...of });
    }
  }
}

/** Our tables held against the queue, at the start and every so often: what either lost is mended, a night that was missed made up for. */
async function setRight(settings: WorkerSettings): Promise<void> {
  const { nightly, logger } = settings;
  await keepHouse(settings);
  if (settings.schedule === false) return;
  await registerSchedule(settings, nightly);
  const slot = await catchUpNight(settings, nightly);
  if (slot !== null) logger.info({ slot }, 'a missed night is caught up');
}

/** Starts working on the queue. Any number of workers, on any host, share it. */
export async function startWorker(settings: WorkerSettings): Promise<RunningWorker> {
  const { db, transport, logger, concurrency = 2, lockMs = LOCK_MS } = settings;
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const presence = await announceWorker(db);
  let started: WorkerHandle | undefined;
  try {
    await setRight(settings);
    started = transport.worker(
      (job, token) => {
        const work = workOn(job, token, settings, closing.signal).finally(() =>
          running.delete(work),
        );
        running.add(work);
        return work;
      },
      {
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs,
        // A night survives more than one crash.
        maxStalledCount: 10,
        drainDelay: 5,
      },
    );
    await started.waitUntilReady();
  } catch (error) {
    await started?.close(true);
    await presence.end();
    throw error;
  }
  const worker = started;
  const house = keepOn(
    () => setRight(settings),
    settings.houseMs ?? HOUSE_MS,
    (error) => logger.warn({ fault: faultOf(error) }, 'house not kept; tried again soon'),
  );
  logger.info({ queue: transport.kind, concurrency }, 'worker started');
  return {
    async close({ graceMs = GRACE_MS } = {}) {
      // First no new jobs, then the word to the running ones.
      await worker.pause(true);
      closing.abort();
      const settled = Promise.allSettled([house.stop(), ...running]).then(() => true);
      const quiet = await Promise.race([settled, sleep(graceMs, false, { ref: false })]);
      await worker.close(!quiet);
      await presence.end();
      logger.info('worker stopped');
    },
  };
}
