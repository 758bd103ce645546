import type { Knex } from 'knex';

/** Plans that can be cancelled, tried again and bounded to a window. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE plan_run
      DROP CONSTRAINT plan_run_status_check,
      ADD CONSTRAINT plan_run_status_check CHECK (status IN ('RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED')),
      -- backfill: only rows whose cursor lies in [since, until)
      ADD COLUMN window_since text,
      ADD COLUMN window_until text,
      -- the plan whose failures this one tries again
      ADD COLUMN retry_of uuid REFERENCES plan_run (id),
      ADD COLUMN cancelled_by text,
      -- sources that a person stopped, one by one
      ADD COLUMN cancelled text[] NOT NULL DEFAULT '{}';
    CREATE INDEX plan_run_by_time ON plan_run (started_at DESC, id DESC);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX plan_run_by_time;
    UPDATE plan_run SET status = 'FAILED' WHERE status = 'CANCELLED';
    ALTER TABLE plan_run
      DROP COLUMN window_since, DROP COLUMN window_until, DROP COLUMN retry_of, DROP COLUMN cancelled_by, DROP COLUMN cancelled,
      DROP CONSTRAINT plan_run_status_check,
      ADD CONSTRAINT plan_run_status_check CHECK (status IN ('RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED'));
  `);
}
