import { readFile } from 'node:fs/promises';
import { observingOf } from '../config/observing';
import type { Catalogue } from '../connect/connector';
import { openPool, type Db } from '../db/pool';
import { nextNight } from '../jobs';
import {
  databaseOf,
  hubMetrics,
  lineageObserver,
  observeAll,
  openSender,
  openTracing,
  readState,
  serveMetrics,
  watchAlerts,
  type HubMetrics,
  type Observer,
  type QueueState,
} from '../observe';
import { within } from '../observe/patience';
import type { Hub, Opened } from './hub';

/** The request of an API, as src/api tells it. */
export type Answered = Parameters<ReturnType<typeof openTracing>['request']>[0];

/** How one process is watched: what it tells, and what is served of it. */
export interface Watching {
  readonly observer: Observer;
  /** Told of every request that was answered; undefined: nobody asks. */
  readonly request: ((request: Answered) => void) | undefined;
  /** Serves /metrics, where METRICS_PORT asks for it; a second call changes nothing. */
  readonly serve: (pools: Readonly<Record<string, Db>>) => Promise<void>;
  /** Looks for alerts, as a worker that sees to the nights does. */
  readonly alert: () => void;
}

const PRODUCER = 'urn:wangshu:hub';
/**
 * The scrape has a session of its own: it waits behind no night, and no night behind it. One whose server is gone without a
 * word is given up here, and the next scrape has a new one.
 */
const SCRAPE_POOL = {
  ...{ max: 1, connectionTimeoutMillis: 5_000 },
  ...{ statement_timeout: 5_000, query_timeout: 6_000 },
};
const SCRAPE_CLOSE_MS = 1_000;
const WAITING = [
  'waiting',
  'active',
  'delayed',
  'prioritized',
  'waiting-children',
  'failed',
] as const;

async function versionOf(checkout: string): Promise<string> {
  const about = await readFile(`${checkout}/package.json`, 'utf8');
  return (JSON.parse(about) as { version: string }).version;
}

/** Jobs of the queue, and how long the oldest has waited that a worker could take. */
async function queueState({ transport }: Pick<Hub, 'transport'>): Promise<QueueState> {
  const [jobs, waiting] = await Promise.all([
    transport.queue.getJobCounts(...WAITING),
    transport.queue.getWaiting(0, 0),
  ]);
  const since = waiting[0]?.timestamp;
  return { jobs, oldestAge: since === undefined ? null : (Date.now() - since) / 1000 };
}

/** What those who are told need to know of a hub; no queue, and of the catalogue what their events are about. */
export type Told = Pick<Hub, 'config' | 'logger' | 'url'> & {
  readonly catalogue: Pick<Catalogue, 'connectors'>;
};

interface Watchers {
  readonly observer: Observer;
  readonly request: ((request: Answered) => void) | undefined;
}

/** Opens the ways to collector and lineage store that the environment names. `onLineage`: counts what became of an event. */
async function openWatchers(
  opened: Opened,
  { config, logger, url, catalogue }: Told,
  onLineage: (outcome: 'sent' | 'dropped') => void = () => undefined,
): Promise<Watchers> {
  const { traces, lineage } = observingOf(config);
  const version = await versionOf(config.checkout);
  const observers: Observer[] = [];
  let request: Watchers['request'];
  if (traces !== null) {
    const onFault = (): void => logger.warn('traces could not be delivered to the collector');
    const tracing = opened.add(openTracing({ ...traces, version, onFault }), (each) =>
      each.close(),
    );
    observers.push(tracing.observer);
    request = (answered) => tracing.request(answered);
  }
  if (lineage !== null) {
    const sender = opened.add(
      openSender({
        ...lineage,
        onOutcome(outcome, word) {
          onLineage(outcome);
          if (outcome === 'dropped')
            logger.warn({ answer: word }, 'a lineage event could not be delivered');
        },
      }),
      (each) => each.close(),
    );
    observers.push(
      lineageObserver({
        ...{ producer: `${PRODUCER}:${version}`, namespace: lineage.namespace, catalogue },
        ...{ database: databaseOf(url), send: (event) => sender.send(event) },
      }),
    );
  }
  const observer = observeAll(observers, (err) => logger.warn({ err }, 'an observer failed'));
  return { observer, request };
}

/** Who is told what a short command does to a plan; it serves no metrics and looks for no alerts. */
export async function observerOf(opened: Opened, told: Told): Promise<Observer> {
  return (await openWatchers(opened, told)).observer;
}

async function open(opened: Opened, hub: Hub): Promise<Watching> {
  const { config, logger, catalogue, db, url } = hub;
  const { metrics, alerts } = observingOf(config);
  const { observe, nightly, timeZone } = config.hub;
  const version = await versionOf(config.checkout);
  let counted: HubMetrics | null = null;
  const { observer, request } = await openWatchers(opened, hub, (outcome) =>
    counted?.lineageEvent(outcome),
  );
  return {
    observer,
    request:
      metrics === null
        ? request
        : (answered) => {
            request?.(answered);
            counted?.apiRequest({ ...answered, operation: answered.operation ?? 'none' });
          },
    async serve(pools) {
      if (metrics === null || counted !== null) return;
      const scraping = opened.add(openPool(url, SCRAPE_POOL), (pool) =>
        within(pool.end(), SCRAPE_CLOSE_MS, undefined),
      );
      counted = hubMetrics({
        ...{ version, cacheSeconds: observe.metrics.cacheSeconds },
        state: () => readState(scraping),
        queue: () => queueState(hub),
        pools: { hub: db, ...pools },
      });
      const server = await serveMetrics({
        ...{ ...metrics, source: counted },
        onFault: (err) => logger.warn({ err }, 'the metrics could not be read'),
      });
      opened.add(server, (each) => each.close());
      logger.info({ port: server.port }, 'metrics are served');
    },
    alert() {
      opened.add(
        watchAlerts({
          ...{ db, logger, ...observe.alerts },
          // As they are at each look: a worker reads changed files anew.
          get connectors() {
            return catalogue.sources;
          },
          receiver: alerts === null ? null : { ...alerts, format: observe.alerts.format, timeZone },
          nightAfter: (moment) => nextNight({ pattern: nightly, timeZone }, moment),
        }),
        (each) => each.close(),
      );
    },
  };
}

const watched = new WeakMap<Opened, Promise<Watching>>();

/** Watches this process, as the environment asks; once for a command, however many of its parts ask. */
export function watchHub(opened: Opened, hub: Hub): Promise<Watching> {
  const known = watched.get(opened) ?? open(opened, hub);
  watched.set(opened, known);
  return known;
}
