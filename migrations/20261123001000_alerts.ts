import type { Knex } from 'knex';

/** What is wrong and who was told: one row a condition, from when it began to when it ended. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE alert (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      -- connector, connector/stream, or plan
      subject text NOT NULL,
      -- ids, counts and codes
      facts jsonb NOT NULL,
      began_at timestamptz NOT NULL DEFAULT now(),
      ended_at timestamptz,
      -- notices: told when it began, told when it ended; attempts and next_try are of the one that is due
      begin_told_at timestamptz,
      end_told_at timestamptz,
      attempts int NOT NULL DEFAULT 0,
      next_try timestamptz NOT NULL DEFAULT now(),
      -- given up; why (a code, or the status of the answer)
      undelivered text
    );
    -- one condition is one alert, however often it is seen
    CREATE UNIQUE INDEX alert_open ON alert (kind, subject) WHERE ended_at IS NULL;
    CREATE INDEX alert_due ON alert (next_try)
      WHERE undelivered IS NULL AND (begin_told_at IS NULL OR end_told_at IS NULL);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE alert;');
}
