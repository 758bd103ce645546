import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ERROR_CODES } from '../../domain/errors';
import { QUEUE_PATIENCE_MS, within } from '../patience';
import { cached } from './cached';
import type { HubState } from './state';
import { registerStateMetric } from './state-metric';
import { registerStateMetrics } from './state-metrics';

/** A pool of connections as far as metrics look at it. */
export interface PoolLike {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max?: number };
}

/** Jobs of the queue by state; the age of the oldest that could be worked on. */
export interface QueueState {
  readonly jobs: Readonly<Record<string, number>>;
  /** Seconds; null: none waits. */
  readonly oldestAge: number | null;
}

/** What a request of the API was and how it ended; kind and code are names of the hub's own. */
export interface ApiRequest {
  /** `query`, the deed of a mutation, `push`; `none`: it came no further than the door. */
  readonly operation: string;
  /** Stable code of the first error; null: none. */
  readonly code: string | null;
  readonly seconds: number;
}

export interface HubMetrics {
  readonly contentType: string;
  metrics(): Promise<string>;
  apiRequest(request: ApiRequest): void;
  lineageEvent(outcome: 'sent' | 'dropped'): void;
}

export interface MetricsOptions {
  readonly version: string;
  readonly state: () => Promise<HubState>;
  readonly cacheSeconds: number;
  readonly queue?: () => Promise<QueueState>;
  readonly pools: Readonly<Record<string, PoolLike>>;
  /** How long a scrape waits for either; default: 3 s for the queue, 8 s for the tables. */
  readonly patienceMs?: { readonly queue: number; readonly state: number };
}

/** Prometheus gives a scrape ten seconds; the statement's own limit is five. */
const PATIENCE_MS = { queue: QUEUE_PATIENCE_MS, state: 8_000 };
/** From an answer out of memory to one at the API's own time limit. */
const API_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
/** Beside the hub's own: what graphql-js and the door of the API say. */
const CODES: ReadonlySet<string> = new Set<string>([
  ...ERROR_CODES,
  ...['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
]);
/** Deeds are names of the schema; whatever else came here would be `other`, and so would the 51st. */
const DEED = /^[a-z][A-Za-z]{0,39}$/;
const DEEDS = 50;

/** A question of many scrapes, and of many metrics of one, asked once; null: no answer, or not in time. */
function patient<T>(
  ask: () => Promise<T>,
  cacheSeconds: number,
  patienceMs: number,
): () => Promise<T | null> {
  const once = cached(ask, Math.max(cacheSeconds * 1000, 50));
  return () =>
    within(
      once().catch(() => null),
      patienceMs,
      null,
    );
}

function registerQueue(registry: Registry, queue: () => Promise<QueueState | null>): void {
  registerStateMetric(registry, {
    name: 'wangshu_queue_up',
    type: 'gauge',
    help: 'Whether the queue answered this scrape.',
    samples: async () => [{ labels: {}, value: (await queue()) === null ? 0 : 1 }],
  });
  registerStateMetric(registry, {
    name: 'wangshu_queue_jobs',
    type: 'gauge',
    help: 'Jobs of the queue by state.',
    samples: async () =>
      Object.entries((await queue())?.jobs ?? {}).map(([state, value]) => ({
        labels: { state },
        value,
      })),
  });
  registerStateMetric(registry, {
    name: 'wangshu_queue_oldest_job_age_seconds',
    type: 'gauge',
    help: 'How long the oldest job has waited that could be worked on; 0 where none waits.',
    samples: async () => {
      const now = await queue();
      return now === null ? [] : [{ labels: {}, value: now.oldestAge ?? 0 }];
    },
  });
}

function registerPools(registry: Registry, pools: MetricsOptions['pools']): void {
  const shown = Object.entries(pools);
  const connections = new Gauge({
    name: 'wangshu_database_pool_connections',
    help: 'Connections to the database that this process holds, by pool and state.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, options }] of shown) {
        connections.set({ pool, state: 'busy' }, totalCount - idleCount);
        connections.set({ pool, state: 'idle' }, idleCount);
        connections.set({ pool, state: 'max' }, options.max ?? 10);
      }
    },
  });
  const waiting = new Gauge({
    name: 'wangshu_database_pool_waiting',
    help: 'Callers that wait for a connection of a pool.',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      for (const [pool, { waitingCount }] of shown) waiting.set({ pool }, waitingCount);
    },
  });
}

/**
 * The metrics of one process: what the hub's tables say (the same from every process; one statement a scrape, whose answer
 * stands for `cacheSeconds`) and what this process does itself. Labels are names of the catalogue, states and codes:
 * never an id, a value, or a text that a caller chose.
 */
export function hubMetrics(options: MetricsOptions): HubMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const { state, queue, cacheSeconds, patienceMs = PATIENCE_MS } = options;
  registerStateMetrics(registry, patient(state, cacheSeconds, patienceMs.state));
  if (queue !== undefined) registerQueue(registry, patient(queue, cacheSeconds, patienceMs.queue));
  registerPools(registry, options.pools);
  new Gauge({
    ...{ name: 'wangshu_build_info', help: 'Version of the hub.', labelNames: ['version'] },
    registers,
  }).set({ version: options.version }, 1);
  const requests = new Histogram({
    name: 'wangshu_api_request_duration_seconds',
    help: 'How long requests of the API took, by operation and by the code of their first error.',
    labelNames: ['operation', 'code'],
    buckets: API_SECONDS,
    registers,
  });
  const lineage = new Counter({
    name: 'wangshu_lineage_events_total',
    help: 'Lineage events that were delivered, or given up.',
    labelNames: ['outcome'],
    registers,
  });
  const deeds = new Set<string>();
  const known = (operation: string): boolean =>
    DEED.test(operation) && (deeds.has(operation) || deeds.size < DEEDS);
  return {
    contentType: registry.contentType,
    metrics: () => registry.metrics(),
    apiRequest({ operation, code, seconds }) {
      const shown = known(operation) ? operation : 'other';
      if (shown !== 'other') deeds.add(shown);
      requests.observe(
        {
          operation: shown,
          code: code === null ? 'OK' : CODES.has(code) ? code : 'OTHER',
        },
        seconds,
      );
    },
    lineageEvent: (outcome) => lineage.inc({ outcome }),
  };
}
