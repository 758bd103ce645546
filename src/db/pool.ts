import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { WangshuError } from '../domain/errors';

/**
 * The hub's one way to PostgreSQL. Dates come as text (a date has no time zone), time stamps as Date, bigint counts
 * as numbers (they are counts of rows, far under 2^53).
 */
const INT8 = 20;
const DATE = 1082;

function hubTypes(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8) return Number;
  if (oid === DATE) return (text: string) => text;
  return types.getTypeParser(oid, format);
}

export type Db = Pool;
export type Tx = PoolClient;
/** Anything a statement can be sent through. */
export type Queryable = Pick<Pool, 'query'>;

export function openPool(url: string, options: Partial<PoolConfig> = {}): Db {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    types: { getTypeParser: hubTypes as never },
    application_name: 'wangshu',
    ...options,
  });
  // An idle connection that breaks (server restarted) is dropped by the pool; the next query reports what is wrong.
  pool.on('error', () => undefined);
  // So is one that breaks between two statements of a transaction, while the pool itself does not listen.
  pool.on('connect', (session) => session.on('error', () => undefined));
  return pool;
}

/** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await db.connect().catch((cause: unknown) => {
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      "a connection to the hub's database is required, none could be made; check that it runs and that DATABASE_URL is right",
      { cause },
    );
  });
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    const result = await work(tx);
    await tx.query('COMMIT');
    return result;
  } catch (error) {
    await tx.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    tx.release(broken);
  }
}
