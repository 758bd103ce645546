import { getNextMillis } from 'bullmq';
import { inTransaction, type Db } from '../db/pool';
import { latestNight } from '../observe/alerts/nights';
import { LOCK } from './locks';
import type { JobName } from './names';
import type { HubJob, Transport } from './queue';

export interface Nightly {
  /** Cron pattern of five fields. */
  readonly pattern: string;
  /** IANA time zone the pattern is meant in. */
  readonly timeZone: string;
}

const HOUSEKEEPING: Nightly = { pattern: '*/10 * * * *', timeZone: 'UTC' };

/**
 * Registers the nightly plan and the housekeeping. Under a lock, because two registrations at once collide; and only where
 * something differs, because registering anew would drop a night that fell due while no worker ran.
 */
export async function registerSchedules(
  { db, transport }: { db: Db; transport: Transport },
  nightly: Nightly,
): Promise<void> {
  const schedules: [JobName, Nightly][] = [
    ['nightly', nightly],
    ['housekeeping', HOUSEKEEPING],
  ];
  await inTransaction(db, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1::int, 0)', [LOCK.schedule]);
    for (const [name, { pattern, timeZone }] of schedules) {
      const known = await transport.queue.getJobScheduler(name);
      if (known?.pattern === pattern && known.tz === timeZone) continue;
      await transport.queue.upsertJobScheduler(
        name,
        { pattern, tz: timeZone },
        { name, data: {}, opts: { removeOnComplete: false, removeOnFail: false } },
      );
    }
  });
}

/** The time a scheduled job was meant for, whenever it came to run. */
export function slotOf(job: Pick<HubJob, 'opts'>): Date | null {
  const { prevMillis } = job.opts;
  return prevMillis === undefined ? null : new Date(prevMillis);
}

/** When the nightly plan is due next, seen from `now`. */
export function nextNight({ pattern, timeZone }: Nightly, now: Date = new Date()): Date {
  const next = getNextMillis(now.getTime(), { pattern, tz: timeZone });
  if (next === undefined) throw new Error('a cron pattern that comes round again is required');
  return new Date(next);
}

/** When the nightly plan was due last, seen from `now`; null: not within a year. */
export function lastNight(nightly: Nightly, now: Date = new Date()): Date | null {
  return latestNight((moment) => nextNight(nightly, moment), now);
}
