import {
  createPostgresBackend,
  createRedisBackend,
  withBackend,
  type FlowProducer,
  type Job,
  type Queue,
  type Worker,
  type WorkerOptions,
} from 'bullmq';
import { randomUUID } from 'node:crypto';
import type { Db } from '../db/pool';
import { QUEUE, type JobData, type JobName } from './names';

/**
 * The queue is transport: it carries ids, may be lost and filled again from our tables. It is kept in the hub's own
 * database, or in Redis where there are many workers; nothing above this file knows which.
 */
export interface Transport {
  readonly kind: 'postgres' | 'redis';
  readonly queue: Pick<
    Queue<JobData, unknown, JobName>,
    | 'add'
    | 'getJobState'
    | 'getJobScheduler'
    | 'upsertJobScheduler'
    | 'clean'
    | 'getJobCounts'
    | 'getWaiting'
  >;
  readonly flows: Pick<FlowProducer, 'add'>;
  worker(process: ProcessJob, options: Omit<WorkerOptions, 'connection'>): WorkerHandle;
  close(): Promise<void>;
}

export type HubJob = Pick<
  Job<JobData, unknown, JobName>,
  'id' | 'name' | 'data' | 'opts' | 'attemptsMade' | 'moveToWait' | 'moveToDelayed'
>;
export type ProcessJob = (job: HubJob, token: string) => Promise<void>;
export type WorkerHandle = Pick<
  Worker<JobData, unknown, JobName>,
  'close' | 'pause' | 'waitUntilReady'
>;

export interface TransportOptions {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** Told about faults of the queue's own connections; each call of the queue reports its own. */
  readonly onError: (error: Error) => void;
}

/** Connections each part of the queue may open to PostgreSQL, beside the one that listens. */
const POOL = { connectionTimeoutMillis: 10_000, allowExitOnIdle: true };

/** Queues of several hubs may share one Redis: each has its own prefix, kept with its data. */
async function redisPrefix(db: Db): Promise<string> {
  await db.query(
    `INSERT INTO hub_setting (name, value) VALUES ('queuePrefix', to_jsonb($1::text)) ON CONFLICT (name) DO NOTHING`,
    [`{wangshu-${randomUUID().slice(0, 8)}}`],
  );
  const { rows } = await db.query<{ value: string }>(
    `SELECT value FROM hub_setting WHERE name = 'queuePrefix'`,
  );
  return rows[0]?.value ?? '{wangshu}';
}

/** Both backends have the same classes; they differ in types that nobody above needs. */
type Classes = ReturnType<typeof withBackend<never, object>>;

/** Opens the queue. Nothing is done to it until it is used. */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { databaseUrl, redisUrl, db, onError } = options;
  const redis = redisUrl !== null;
  const classes = (redis
    ? withBackend(createRedisBackend)
    : withBackend(createPostgresBackend)) as unknown as Classes;
  const connection = redis
    ? { url: redisUrl, maxRetriesPerRequest: null }
    : { ...POOL, connectionString: databaseUrl, max: 2 };
  const prefix = redis ? { prefix: await redisPrefix(db) } : {};
  const queue = new classes.Queue<JobData, unknown, JobName>(QUEUE, { ...prefix, connection });
  const flows = new classes.FlowProducer({ ...prefix, connection });
  queue.on('error', onError);
  flows.on('error', onError);
  return {
    kind: redis ? 'redis' : 'postgres',
    queue: queue as unknown as Transport['queue'],
    flows: flows as unknown as Transport['flows'],
    worker(process, workerOptions) {
      const max = (workerOptions.concurrency ?? 1) + 2;
      const worker = new classes.Worker<JobData, unknown, JobName>(
        QUEUE,
        (job, token) => process(job, token ?? ''),
        { ...workerOptions, ...prefix, connection: redis ? connection : { ...connection, max } },
      );
      worker.on('error', onError);
      return worker;
    },
    async close() {
      await flows.close();
      await queue.close();
    },
  };
}
