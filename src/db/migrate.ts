import { existsSync } from 'node:fs';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { Client } from 'pg';
import { runMigrations } from 'bullmq';

/** Migrations live beside package.json, in the checkout (src/db) and in a build (dist/src/db) alike. */
function migrationsFolder(): string {
  for (const up of ['../..', '../../..']) {
    const folder = path.join(__dirname, up, 'migrations');
    if (existsSync(folder)) return folder;
  }
  throw new Error(
    'the folder migrations/ is required beside src/, none was found; is the installation whole?',
  );
}

async function withKnex<T>(url: string, use: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = knexFactory({
    client: 'pg',
    connection: url,
    pool: { min: 0, max: 2 },
    migrations: {
      directory: migrationsFolder(),
      loadExtensions: ['.ts', '.js'],
      tableName: 'hub_migration',
    },
  });
  try {
    return await use(knex);
  } finally {
    await knex.destroy();
  }
}

/** Brings hub and queue schemas up to date; returns the names of the migrations it ran (empty: nothing to do). */
export async function migrate(url: string): Promise<string[]> {
  const ran = await withKnex(url, async (knex) => {
    const [, names] = (await knex.migrate.latest()) as [number, string[]];
    return names;
  });
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
  return ran.map((file) => path.basename(file));
}

/** Takes the hub's migrations back, newest first; `steps` absent: all. The queue's schema stays (BullMQ has no way back). */
export async function rollback(url: string, steps?: number): Promise<void> {
  await withKnex(url, async (knex) => {
    if (steps === undefined) await knex.migrate.rollback(undefined, true);
    else for (let i = 0; i < steps; i += 1) await knex.migrate.down();
  });
}
