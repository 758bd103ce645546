import knexFactory, { type Knex } from 'knex';
import { WangshuError } from '../../domain/errors';
import type { SqlSettings } from './settings';
import { sourceTypes } from './sql-types';

const silent = (): void => undefined;

/** What knex knows of stopping a statement; not among its published types. */
interface Cancelling {
  readonly canCancelQuery: boolean;
  cancelQuery(connection: unknown): Promise<unknown>;
}

/** Statements on one connection to a department's database: read-only, short, and stopped there when the run is. */
export class SqlSession {
  #knex: Knex | undefined;
  #connection: unknown;

  constructor(private readonly settings: SqlSettings) {}

  /**
   * Runs statements in a read-only transaction of their own, so that a view with side effects cannot write, and nothing
   * holds back the source's cleaning between two pages. Settings are local to it: a pooler may share the session.
   */
  async ask<T>(signal: AbortSignal, statements: (knex: Knex) => PromiseLike<T>): Promise<T> {
    signal.throwIfAborted();
    const knex = this.#open();
    const { client } = this.settings;
    const mysql = client === 'mysql2' || client === 'mysql';
    const answer =
      client !== 'pg' && !mysql
        ? Promise.resolve(statements(knex))
        : knex.transaction(
            async (transaction) => {
              if (client === 'pg') await transaction.raw(PLAIN_FORMS);
              return statements(transaction);
            },
            { readOnly: true },
          );
    let stop = silent;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        this.#cancel(knex);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([answer, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    await this.#knex?.destroy();
    this.#knex = undefined;
  }

  /** The run ends without waiting for this; a source that does not hear of it works its statement to the end. */
  #cancel(knex: Knex): void {
    const dialect = knex.client as Cancelling;
    if (!dialect.canCancelQuery || this.#connection === undefined) return;
    dialect.cancelQuery(this.#connection).catch(silent);
  }

  #open(): Knex {
    const { client, connection } = this.settings;
    try {
      this.#knex ??= knexFactory({
        client,
        connection: sourceTypes(client, connection),
        pool: {
          min: 0,
          max: 1,
          afterCreate: (created: unknown, done: (error: null, created: unknown) => void) => {
            this.#connection = created;
            done(null, created);
          },
        },
        acquireConnectionTimeout: 15_000,
        log: { warn: silent, error: silent, debug: silent, deprecate: silent },
      });
      return this.#knex;
    } catch (cause) {
      throw new WangshuError(
        'CONFIG_INVALID',
        `the driver of ${client} is required to read this source, it is not installed; run: npm install ${client}`,
        { cause },
      );
    }
  }
}

/** Dates and intervals in one form, whatever the role has set: they are compared and stepped back as text. */
const PLAIN_FORMS = `SELECT set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'iso_8601', true)`;
