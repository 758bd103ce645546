import type { Knex } from 'knex';

/** Connectors as registered, their streams with checkpoints, and the hub's own settings. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE EXTENSION IF NOT EXISTS pg_trgm;

    CREATE TABLE hub_setting (
      name text PRIMARY KEY,
      value jsonb NOT NULL
    );

    CREATE TABLE connector (
      id text PRIMARY KEY,
      version uuid NOT NULL,
      spec jsonb NOT NULL,
      loaded_at timestamptz NOT NULL DEFAULT now()
    );

    -- id is a hash of connector.stream, so that two hubs that register in another order agree on it.
    CREATE TABLE stream (
      id int PRIMARY KEY,
      connector text NOT NULL,
      name text NOT NULL,
      department text NOT NULL,
      record_type text NOT NULL UNIQUE,
      mapping_version uuid,
      -- source fields that kept payloads hold; a new one makes the next run read from the beginning
      fields text[],
      checkpoint jsonb,
      -- true once the read that made the checkpoint reached the end of the source
      complete boolean NOT NULL DEFAULT false,
      UNIQUE (connector, name)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE stream;
    DROP TABLE connector;
    DROP TABLE hub_setting;
    DROP EXTENSION IF EXISTS pg_trgm;
  `);
}
