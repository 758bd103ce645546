import { pino, type Logger } from 'pino';
import { graphDigest } from '../../../src/graph';
import { registerCatalogue } from '../../../src/ingest/register';
import {
  openTransport,
  startWorker,
  waitForPlan,
  type PlanReport,
  type RunningWorker,
  type Transport,
  type WorkerSettings,
} from '../../../src/jobs';
import type { TestDatabase } from '../../support/database';
import { TEST_ID_KEY, TEST_TIME_ZONE, testHub, type TestHub } from '../../support/hub';
import { testRedis, type TestRedis } from '../../support/redis';

/** The suites of this folder hold for both. */
export const TRANSPORTS = ['postgres', 'redis'] as const;
export type TransportKind = (typeof TRANSPORTS)[number];

/** At a time that no test meets: nights are asked for here. */
export const NIGHTLY = { pattern: '30 2 1 1 *', timeZone: TEST_TIME_ZONE };

/** A hub with a queue and workers, all gone with `close`. */
export interface NightHub extends TestHub {
  readonly transport: Transport;
  readonly redisUrl: string | null;
  /** What the hub's log said, a line an entry. */
  readonly log: string[];
  readonly logger: Logger;
  /** Faults that the queue's own connections met. */
  readonly faults: Error[];
  worker(settings?: Partial<WorkerSettings>): Promise<RunningWorker>;
  wait(planId: string, limitMs?: number): Promise<PlanReport>;
}

/** `on`: a database that the test made itself, migrated. */
export async function nightHub(kind: TransportKind, on?: TestDatabase): Promise<NightHub> {
  const hub = await testHub(on);
  const redis: TestRedis | null = kind === 'redis' ? await testRedis() : null;
  const redisUrl = redis?.url ?? null;
  const faults: Error[] = [];
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const onError = (error: Error): void => void faults.push(error);
  const transport = await openTransport({ db: hub.db, databaseUrl: hub.url, redisUrl, onError });
  const workers: RunningWorker[] = [];
  return Object.assign(hub, {
    transport,
    redisUrl,
    log,
    logger,
    faults,
    async worker(settings: Partial<WorkerSettings> = {}) {
      const { db, catalogue } = hub;
      const worker = await startWorker({
        ...{ db, transport, catalogue, idKey: TEST_ID_KEY, nightly: NIGHTLY, logger },
        ...{ schedule: false, lockMs: 2_000, ...settings },
      });
      workers.push(worker);
      return worker;
    },
    wait: (planId: string, limitMs = 15_000) =>
      waitForPlan(hub.db, planId, { pollMs: 25, signal: AbortSignal.timeout(limitMs) }),
    close: closer(hub, workers, transport, redis),
  });
}

function closer(
  { close }: TestHub,
  workers: RunningWorker[],
  transport: Transport,
  redis: TestRedis | null,
): () => Promise<void> {
  return async () => {
    await Promise.all(workers.map((worker) => worker.close({ graceMs: 2_000 })));
    await transport.close();
    await close();
    await redis?.stop();
  };
}

/** The graph that a hub makes of the same sources when nothing is queued and nothing happens on the way. */
export async function undisturbedDigest(connectorFolder: string): Promise<string> {
  const hub = await testHub();
  try {
    await hub.load([connectorFolder]);
    await registerCatalogue(hub.db, hub.catalogue);
    await hub.night();
    return await graphDigest({ db: hub.db });
  } finally {
    await hub.close();
  }
}
