import type { Knex } from 'knex';

/** Nightly plans and runs: our own tables are the truth, the queue is transport. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE plan_run (
      id uuid PRIMARY KEY,
      -- the cron slot, or null when a person asked; one plan a slot
      slot timestamptz UNIQUE,
      requested_by text,
      connectors text[] NOT NULL,
      full_read boolean NOT NULL DEFAULT false,
      status text NOT NULL CHECK (status IN ('RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED')),
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      -- one entry a stage after ingest: {resolve: {...counts, ms}, stitch: …, trend: …}
      stages jsonb NOT NULL DEFAULT '{}'
    );

    CREATE TABLE sync_run (
      id uuid PRIMARY KEY,
      plan_run_id uuid REFERENCES plan_run (id),
      connector text NOT NULL,
      full_read boolean NOT NULL DEFAULT false,
      status text NOT NULL CHECK (status IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      error_code text,
      error_message text
    );
    CREATE INDEX sync_run_by_connector ON sync_run (connector, started_at DESC);
    CREATE INDEX sync_run_by_time ON sync_run (started_at DESC, id DESC);
    -- one run per source at a time
    CREATE UNIQUE INDEX sync_run_one_running ON sync_run (connector) WHERE status = 'RUNNING';

    -- landed + unchanged + quarantined + deleted = read, for every row of this table
    CREATE TABLE sync_run_stream (
      run_id uuid NOT NULL REFERENCES sync_run (id) ON DELETE CASCADE,
      stream_id int NOT NULL,
      pages int NOT NULL DEFAULT 0,
      rows_read bigint NOT NULL DEFAULT 0,
      landed bigint NOT NULL DEFAULT 0,
      unchanged bigint NOT NULL DEFAULT 0,
      quarantined bigint NOT NULL DEFAULT 0,
      deleted bigint NOT NULL DEFAULT 0,
      -- rows gone from a complete snapshot; not part of what was read
      removed bigint NOT NULL DEFAULT 0,
      mentions bigint NOT NULL DEFAULT 0,
      links bigint NOT NULL DEFAULT 0,
      expected bigint,
      drift jsonb,
      complete boolean NOT NULL DEFAULT false,
      PRIMARY KEY (run_id, stream_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE sync_run_stream;
    DROP TABLE sync_run;
    DROP TABLE plan_run;
  `);
}
