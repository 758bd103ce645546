import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { migrate } from '../../src/db/migrate';
import { BROKER } from './jest/broker';

export interface TestDatabase {
  /** Address of a database of its own for one test or one file. */
  readonly url: string;
  /** Ends its sessions and removes it. */
  drop(): Promise<void>;
}

const TEMPLATE = 'wangshu_template';
/** Any number that nothing else locks: it lets one worker make the template while the others wait. */
const TEMPLATE_LOCK = 7_306_001;
let counter = 0;

/** A migrated database, copied from a template that is migrated once a run; about 30 ms. */
export async function testDatabase(): Promise<TestDatabase> {
  return create(TEMPLATE);
}

/** A database with nothing in it: for department systems of tests, and for the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return create('template0');
}

/** Address of the run's server, as superuser, on the database `postgres`. The first call of a run starts the server. */
export async function adminUrl(): Promise<string> {
  const broker = process.env[BROKER];
  if (broker === undefined) {
    throw new Error(
      `tests on a database are required to run under Jest with this repository's jest.config.js, ${BROKER} is not set`,
    );
  }
  const response = await fetch(broker);
  const text = await response.text();
  if (!response.ok) throw new Error(`the test database server did not start: ${text}`);
  return text;
}

async function create(template: string): Promise<TestDatabase> {
  const admin = await adminUrl();
  if (template === TEMPLATE) await ensureTemplate(admin);
  counter += 1;
  const worker = process.env['JEST_WORKER_ID'] ?? '0';
  const name = `test_${worker}_${String(counter)}_${randomBytes(3).toString('hex')}`;
  const identifier = escapeIdentifier(name);
  // Copying files takes half the time of copying through the log, as long as fsync is off.
  const copy = `CREATE DATABASE ${identifier} TEMPLATE ${template} STRATEGY file_copy`;
  await withAdmin(admin, (client) => client.query(copy));
  return {
    url: addressOf(admin, name),
    async drop() {
      const drop = `DROP DATABASE IF EXISTS ${identifier} WITH (FORCE)`;
      await withAdmin(admin, (client) => client.query(drop));
    },
  };
}

function addressOf(admin: string, database: string): string {
  const url = new URL(admin);
  url.pathname = `/${database}`;
  return url.href;
}

async function withAdmin<T>(admin: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes the template unless it is there. It is closed to sessions at the end, which marks it complete (a half migrated
 * one is made anew) and lets any number of copies be made.
 */
async function ensureTemplate(admin: string): Promise<void> {
  await withAdmin(admin, async (client) => {
    const complete = `SELECT FROM pg_database WHERE datname = '${TEMPLATE}' AND NOT datallowconn`;
    if ((await client.query(complete)).rowCount === 1) return;
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if ((await client.query(complete)).rowCount === 1) return;
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0 STRATEGY file_copy`);
    await migrate(addressOf(admin, TEMPLATE));
    await client.query(`ALTER DATABASE ${TEMPLATE} ALLOW_CONNECTIONS false`);
  });
}
