import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, type Config } from '../config/load';
import { createLogger, type Logger } from '../config/logger';
import { hubIdKey, tokenSecretOf } from '../config/secrets';
import type { Catalogue } from '../connect/connector';
import { loadCatalogue, loadUsable, type LoadOptions } from '../connect/load';
import { shareEmbeddedServer, type EmbeddedServer } from '../db/embedded';
import { migrate } from '../db/migrate';
import { openPool, type Db } from '../db/pool';
import { FaultsError } from '../domain/faults';
import { registerCatalogue } from '../ingest/register';
import { openTransport, type Transport } from '../jobs';
import { line, type Io } from './io';

/** What a command opened, closed in the opposite order. */
export class Opened {
  readonly #closers: (() => Promise<unknown>)[] = [];
  #closing = false;

  /** From here on sessions are expected to end. */
  get closing(): boolean {
    return this.#closing;
  }

  add<T>(thing: T, close: (thing: T) => Promise<unknown>): T {
    this.#closers.push(() => close(thing));
    return thing;
  }

  /** Closes everything, whatever fails; the first failure is thrown at the end. */
  async close(): Promise<void> {
    this.#closing = true;
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).reverse())
      await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}

/** Runs `work` and closes what it opened, however it ends; its own failure outweighs one of closing. */
export async function withOpened<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = new Opened();
  let result: T;
  try {
    result = await work(opened);
  } catch (error) {
    await opened.close().catch(() => undefined);
    throw error;
  }
  await opened.close();
  return result;
}

/**
 * Settings, and a logger that writes where the command writes. Without LOG_LEVEL, short commands log warnings alone, and those that tell
 * themselves what became of each source errors of the hub alone.
 */
export function settingsOf(
  io: Io,
  usual: 'info' | 'warn' | 'error',
): { config: Config; logger: Logger } {
  const config = loadConfig({
    ...(io.env === undefined ? {} : { env: io.env }),
    ...(io.cwd === undefined ? {} : { cwd: io.cwd }),
  });
  const stated = config.env['LOG_LEVEL'] !== undefined;
  const logger = createLogger(stated ? config.logLevel : usual, {
    write: (line) => {
      io.err(line);
    },
  });
  return { config, logger };
}

export interface Database {
  readonly db: Db;
  readonly url: string;
  /** A database of the same server from which others can be made. */
  readonly adminUrl: string;
  readonly embedded: boolean;
}

/** The embedded server in WANGSHU_HOME; joined where another command runs it already. */
export async function openEmbedded(
  opened: Opened,
  { config, logger }: { config: Config; logger: Logger },
): Promise<EmbeddedServer> {
  const server = await shareEmbeddedServer({
    dataDir: path.join(config.home, 'database'),
    onLog: (text) => {
      logger.debug(text);
    },
  });
  return opened.add(server, (each) => each.stop());
}

/**
 * The hub's database: the server of DATABASE_URL, or the embedded one, which is started unless another command runs it
 * already, and whose schema is brought up to date at once. A server's schema is `wangshu migrate`'s matter.
 */
export async function openDatabase(
  opened: Opened,
  { config, logger }: { config: Config; logger: Logger },
): Promise<Database> {
  if (config.databaseUrl !== null) {
    const db = opened.add(openPool(config.databaseUrl), (pool) => pool.end());
    // A server that does not answer, and tables that are not there, are told before anything else is begun.
    await db.query('SELECT FROM plan_run LIMIT 0');
    return { db, url: config.databaseUrl, adminUrl: config.databaseUrl, embedded: false };
  }
  const server = await openEmbedded(opened, { config, logger });
  await migrate(server.url);
  const db = opened.add(openPool(server.url), (pool) => pool.end());
  return { db, url: server.url, adminUrl: server.adminUrl, embedded: true };
}

interface Own {
  readonly folders?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly withoutSecrets?: boolean;
}

function loading(config: Config, own: Own): LoadOptions {
  return {
    withoutSecrets: own.withoutSecrets ?? false,
    folders: own.folders ?? config.connectorFolders,
    env: { ...config.env, ...own.env },
    categories: new Set(Object.keys(config.hub.categories)),
  };
}

/** Connectors of the given folders (default: those of the settings), with what `${…}` in them stands for; all of them must be right. */
export function catalogueOf(config: Config, own: Own = {}): Catalogue {
  return loadCatalogue(loading(config, own));
}

/** The same for commands that do what can be done: one that is wrong is told of when it is its turn, and keeps no other from its own. */
export function usableOf(config: Config, own: Own = {}): Catalogue {
  return loadUsable(loading(config, own));
}

/** Tells of what is left out, and goes on; where nothing is left, or what was asked for cannot be used, all that is wrong is thrown. */
export function tellUnusable(io: Io, catalogue: Catalogue, asked: readonly string[] = []): void {
  for (const id of asked) catalogue.connector(id);
  if (asked.length > 0 || catalogue.unusable.size === 0) return;
  const unusable = [...catalogue.unusable];
  if (catalogue.connectors.length === 0)
    throw new FaultsError(
      'CONNECTOR_INVALID',
      unusable.flatMap(([, { faults }]) => faults),
    );
  for (const [id, { message }] of unusable)
    line(io.err, `${id} cannot be read until it is mended, the others are. ${message}`);
}

export interface Hub extends Database {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
  readonly idKey: string;
  readonly tokenSecret: string;
  readonly transport: Transport;
}

/** A Redis that does not answer would keep a command from ending: closing the queue has so long. */
const QUEUE_CLOSE_MS = 2_000;

/** The queue of the hub, in its database or in Redis. */
export async function openQueue(
  opened: Opened,
  { config, logger, database }: { config: Config; logger: Logger; database: Database },
): Promise<Transport> {
  return opened.add(
    await openTransport({
      db: database.db,
      databaseUrl: database.url,
      redisUrl: config.redisUrl,
      onError: (err) => {
        if (opened.closing) logger.debug({ err }, 'a session of the queue ended while closing');
        else logger.warn({ err }, 'the queue reported a fault');
      },
    }),
    (each) => Promise.race([each.close(), sleep(QUEUE_CLOSE_MS, undefined, { ref: false })]),
  );
}

/** Database, catalogue (written down in it), keys and queue: what working on data and serving it need. */
export async function openHub(
  opened: Opened,
  settings: { config: Config; logger: Logger; database: Database; catalogue: Catalogue },
): Promise<Hub> {
  const { config, logger, database, catalogue } = settings;
  await registerCatalogue(database.db, catalogue);
  const transport = await openQueue(opened, { config, logger, database });
  return {
    ...database,
    config,
    logger,
    catalogue,
    transport,
    idKey: await hubIdKey(database.db, config.idKey),
    tokenSecret: tokenSecretOf(config),
  };
}

/** Resolves when the user wants the command to end. */
export function stopped({ stop }: Io): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    else
      stop.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
