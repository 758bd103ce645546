import { getNextMillis } from 'bullmq';
import { inTransaction, type Db } from '../db/pool';
import { latestNight } from '../observe/alerts/nights';
import { LOCK } from './locks';
import type { HubJob, Transport } from './queue';

const NIGHTLY = 'nightly';

export interface Nightly {
  /** Cron pattern of five fields. */
  readonly pattern: string;
  /** IANA time zone the pattern is meant in. */
  readonly timeZone: string;
}

/**
 * Registers the nightly plan. Under a lock, because two registrations at once collide; and only where something differs,
 * because registering anew would drop a night that fell due while no worker ran. A queue that lost it gets it again.
 */
export async function registerSchedule(
  { db, transport }: { db: Db; transport: Transport },
  { pattern, timeZone }: Nightly,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1::int, 0)', [LOCK.schedule]);
    const known = await transport.queue.getJobScheduler(NIGHTLY);
    if (known?.pattern === pattern && known.tz === timeZone) return;
    await transport.queue.upsertJobScheduler(
      NIGHTLY,
      { pattern, tz: timeZone },
      { name: NIGHTLY, data: {}, opts: { removeOnComplete: false, removeOnFail: false } },
    );
  });
}

/**
 * The night a scheduled job stands for, whenever it came to run: the latest that is due. One that waited in the queue while no
 * worker ran may be nights old, and one night reads what several missed.
 */
export function slotOf(
  { opts: { prevMillis } }: Pick<HubJob, 'opts'>,
  nightly: Nightly,
  now: Date = new Date(),
): Date | null {
  if (prevMillis === undefined) return lastNight(nightly, now);
  const meant = new Date(prevMillis);
  return nextNight(nightly, meant) > now ? meant : lastNight(nightly, now);
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
