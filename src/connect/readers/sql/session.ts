import { setTimeout as sleep } from 'node:timers/promises';
import knexFactory, { type Knex } from 'knex';
import { WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import type { Ask, Dialect } from './dialect';
import { dialectOf } from './dialects';
import type { SqlSettings } from './settings';

const silent = (): void => undefined;

/** How long a source is given to let go of a connection before it is cut. */
const GRACE_MS = 2_000;

/** How often it is looked how much a statement has brought. */
const WATCH_MS = 20;

/** A statement brought more than was to be held: it is to be asked for less. */
export class TooMuch extends Error {}

/** What knex knows of stopping a statement; not among its published types. */
interface Cancelling {
  readonly canCancelQuery: boolean;
  cancelQuery(connection: unknown): Promise<unknown>;
}

/** Statements on one connection to a department's database: read-only, short, and stopped there when the run is. */
export class SqlSession {
  readonly dialect: Dialect;
  #knex: Knex | undefined;
  #connection: unknown;

  constructor(private readonly settings: SqlSettings) {
    this.dialect = dialectOf(settings.client);
  }

  /**
   * Runs statements in a read-only transaction of their own, so that a view with side effects cannot write, and nothing
   * holds back the source's cleaning between two pages. Settings are local to it: a pooler may share the session.
   * Throws AbortError as soon as the run is stopped; the statement is then cancelled at the source. Throws `TooMuch` once more than
   * `most` bytes have come; the connection is then given up.
   */
  async ask<T>(
    signal: AbortSignal,
    statements: (ask: Ask) => PromiseLike<T>,
    most = Infinity,
  ): Promise<T> {
    const { transactions, onBegin } = this.dialect;
    if (most !== Infinity) return this.#bounded(signal, statements, most);
    if (transactions === 'none') return this.once(signal, statements);
    let failure: { readonly error: unknown } | null = null;
    const inTransaction = async (transaction: Knex): Promise<T> => {
      try {
        for (const statement of onBegin) await transaction.raw(statement);
        return await statements(asking(transaction, signal));
      } catch (error) {
        failure = { error };
        throw error;
      }
    };
    const settings = transactions === 'readOnly' ? { readOnly: true } : {};
    return this.#stoppable(signal, (knex) =>
      knex.transaction(inTransaction, settings).catch((error: unknown) => {
        // Where the connection is gone, knex tells of the ROLLBACK that failed, not of what went wrong before it.
        throw failure === null ? error : failure.error;
      }),
    );
  }

  /** The same without a transaction: for questions that must see what is there now. */
  async once<T>(signal: AbortSignal, statements: (ask: Ask) => PromiseLike<T>): Promise<T> {
    return this.#stoppable(signal, (knex) => Promise.resolve(statements(asking(knex, signal))));
  }

  /** Ends the connection; one that does not let go within two seconds is cut. */
  async close(): Promise<void> {
    const ended = this.#knex?.destroy();
    this.#knex = undefined;
    if (ended === undefined) return;
    const waited = new AbortController();
    const late = sleep(GRACE_MS, true, { signal: waited.signal }).catch(() => false);
    const isLate = await Promise.race([ended.then(() => false), late]);
    waited.abort();
    if (isLate) {
      cut(this.#connection);
      await Promise.race([ended, sleep(GRACE_MS)]);
    }
  }

  async #bounded<T>(
    signal: AbortSignal,
    statements: (ask: Ask) => PromiseLike<T>,
    most: number,
  ): Promise<T> {
    let isTooMuch = false;
    let socket = socketOf(this.#connection);
    let before = socket?.bytesRead ?? 0;
    const watch = setInterval(() => {
      const now = socketOf(this.#connection);
      if (now !== socket) [socket, before] = [now, 0];
      if ((now?.bytesRead ?? 0) - before <= most || isTooMuch) return;
      isTooMuch = true;
      // Cancelled by another connection, it might be the next statement that is hit; and what is under way would have to be heard out.
      cut(this.#connection);
    }, WATCH_MS);
    try {
      return await this.ask(signal, statements);
    } catch (error) {
      if (isTooMuch && !signal.aborted) throw new TooMuch();
      throw error;
    } finally {
      clearInterval(watch);
    }
  }

  async #stoppable<T>(signal: AbortSignal, answer: (knex: Knex) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const knex = this.#open();
    let stop = silent;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        this.#cancel(knex);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([answer(knex), stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** The run ends without waiting for this; a source that does not hear of it is cut off when the reader is closed. */
  #cancel(knex: Knex): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    const client = knex.client as Cancelling;
    if (client.canCancelQuery) client.cancelQuery(connection).catch(silent);
    else this.dialect.cancel?.(connection);
  }

  #open(): Knex {
    const { client, connection } = this.settings;
    const { driver, onConnect } = this.dialect;
    if (this.#knex !== undefined) return this.#knex;
    const address = this.dialect.connection(connection);
    try {
      const knex = knexFactory({
        client,
        connection: address,
        pool: {
          min: 0,
          max: 1,
          afterCreate: (created: unknown, done: (error: unknown, created: unknown) => void) => {
            this.#connection = created;
            (async () => {
              for (const statement of onConnect) await knex.raw(statement).connection(created);
            })().then(
              () => {
                done(null, created);
              },
              (error: unknown) => {
                done(error, created);
              },
            );
          },
        },
        acquireConnectionTimeout: 15_000,
        log: { warn: silent, error: silent, debug: silent, deprecate: silent },
      });
      this.#knex = knex;
      return knex;
    } catch (error) {
      // What knex says names folders of this machine.
      const isMissing = /npm install|cannot find module/i.test(String(error));
      throw new WangshuError(
        'CONFIG_INVALID',
        isMissing
          ? `the driver ${driver} is required to read a source of client ${client}, it is not installed; run: npm install ${driver}`
          : `a connection that the driver ${driver} takes is required, this one is refused; mend connection in connector.yaml`,
      );
    }
  }
}

/** Rows of a statement, in whichever form the driver gives them. */
function asking(knex: Knex, signal: AbortSignal): Ask {
  return async <Row extends object>(sql: string, bindings: readonly RawValue[] = []) => {
    // The run may have been stopped between two statements, when there was none to cancel.
    signal.throwIfAborted();
    const answer: unknown = await knex.raw(sql, bindings as readonly Knex.RawBinding[]);
    if (!Array.isArray(answer)) return (answer as { rows: Row[] }).rows;
    // mysql2 gives rows and the description of their fields.
    return (Array.isArray(answer[0]) ? answer[0] : answer) as Row[];
  };
}

interface Socketlike {
  readonly bytesRead?: number;
  destroy?(): void;
}

/** The socket under a connection of a driver: pg keeps it a level deeper than mysql2. */
function socketOf(connection: unknown): Socketlike | undefined {
  const { stream, connection: inner } = (connection ?? {}) as {
    stream?: Socketlike;
    connection?: { stream?: Socketlike };
  };
  return inner?.stream ?? stream;
}

const cut = (connection: unknown): void => socketOf(connection)?.destroy?.();
