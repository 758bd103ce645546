import { readFile } from 'node:fs/promises';
import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { WangshuError } from '../../domain/errors';
import { SUPERUSER } from './createCluster';
import { errno } from './files';
import type { Place } from './place';

const ADMIN_DATABASE = 'postgres';

/**
 * Worth another look: the server is going down or coming up, or (55006) somebody else copies the template database at this
 * moment to make theirs.
 */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '55006',
]);

/** Whether an error only says that the server goes down or comes up. */
export function isPassing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  // The driver has no code for a connection that ended under a statement, or before it.
  return PASSING.has(String(code)) || /^Connection terminated|not queryable/.test(String(message));
}

/** Addresses of the databases of the server on `port`. */
export async function addresses(place: Place, port: number): Promise<(database: string) => string> {
  let password: string;
  try {
    password = (await readFile(place.passwordFile, 'utf8')).trim();
  } catch (cause) {
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the embedded database's password is required, ${place.passwordFile} cannot be read (${errno(cause) ?? 'unknown error'}); start as the user who made it`,
      { cause },
    );
  }
  return (database) =>
    `postgres://${SUPERUSER}:${password}@127.0.0.1:${String(port)}/${encodeURIComponent(database)}`;
}

export async function adminUrl(place: Place, port: number): Promise<string> {
  return (await addresses(place, port))(ADMIN_DATABASE);
}

/**
 * Logs in, and makes the database when it is named and missing. False when the server went away meanwhile; throws when
 * it refuses.
 */
export async function prepareDatabase(url: string, database?: string): Promise<boolean> {
  const client = new Client({ connectionString: url, ssl: false, connectionTimeoutMillis: 10_000 });
  // An idle session ended by the server also says so by an event, which would end the process; the query tells it too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (database !== undefined) await makeDatabase(client, database);
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    const code = error instanceof DatabaseError ? error.code : errno(error);
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the embedded database is required to let the hub in and to hold the database '${database ?? ADMIN_DATABASE}', it refused (${code ?? 'no code'})`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeDatabase(client: Client, database: string): Promise<void> {
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (found.rowCount !== 0) return;
  try {
    await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
  } catch (error) {
    // Another process made it at the same moment: duplicate_database, or unique_violation of the catalogue.
    if (!(error instanceof DatabaseError) || !['42P04', '23505'].includes(error.code ?? '')) {
      throw error;
    }
  }
}
