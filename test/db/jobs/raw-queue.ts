import { createPostgresBackend, createRedisBackend, withBackend, type Queue } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE } from '../../../src/jobs/names';
import type { NightHub } from './night';

/** The queue as it is, past the hub: what lies in it, and how to lose it. */
export interface RawQueue {
  jobs(): Promise<{ name: string; data: unknown; failedReason: string; text: string }[]>;
  schedules(): Promise<Record<string, [string | undefined, string | undefined]>>;
  /** Waits until nothing waits and nothing runs. */
  settled(limitMs?: number): Promise<void>;
  /** Empties it, whatever runs. */
  obliterate(): Promise<void>;
  close(): Promise<void>;
}

export async function queueOf(hub: NightHub): Promise<RawQueue> {
  const { redisUrl, url, db, faults } = hub;
  let queue: Queue;
  if (redisUrl === null) {
    const { Queue: Postgres } = withBackend(createPostgresBackend);
    queue = new Postgres(QUEUE, {
      connection: { connectionString: url, max: 2 },
    }) as unknown as Queue;
  } else {
    const { rows } = await db.query<{ value: string }>(
      `SELECT value FROM hub_setting WHERE name = 'queuePrefix'`,
    );
    const { Queue: Redis } = withBackend(createRedisBackend);
    queue = new Redis(QUEUE, {
      connection: { url: redisUrl, maxRetriesPerRequest: null },
      prefix: rows[0]?.value ?? '',
    });
  }
  queue.on('error', (error) => faults.push(error));
  return {
    async jobs() {
      const jobs = await queue.getJobs();
      return jobs.map((job) => ({
        name: job.name,
        data: job.data as unknown,
        failedReason: job.failedReason,
        text: JSON.stringify(job.toJSON()),
      }));
    },
    async schedules() {
      const all = await queue.getJobSchedulers();
      return Object.fromEntries(all.map(({ key, pattern, tz }) => [key, [pattern, tz]]));
    },
    async settled(limitMs = 10_000) {
      const deadline = Date.now() + limitMs;
      for (;;) {
        const counts = await queue.getJobCounts(
          'active',
          'waiting',
          'waiting-children',
          'prioritized',
        );
        if (Object.values(counts).every((count) => count === 0)) return;
        if (Date.now() > deadline)
          throw new Error(`a queue at rest is required, ${JSON.stringify(counts)}`);
        await sleep(25);
      }
    },
    obliterate: async () => {
      await queue.obliterate({ force: true });
      await queue.resume();
    },
    close: () => queue.close(),
  };
}
