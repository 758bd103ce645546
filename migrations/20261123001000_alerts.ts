import type { Knex } from 'knex';

/**
 * What is wrong and who was told: one row a condition, from when it began to when it ended. And which streams the catalogue has
 * now, because nobody waits for those it had.
 */
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
      -- notices: told when it began, told when it ended; attempts and next_try are of the one that is due (infinity: never)
      begin_told_at timestamptz,
      end_told_at timestamptz,
      attempts int NOT NULL DEFAULT 0,
      next_try timestamptz NOT NULL DEFAULT now(),
      -- the notice that is due was refused again and again; why (a code, or the status of the answer)
      undelivered text
    );
    -- one condition is one alert, however often it is seen
    CREATE UNIQUE INDEX alert_open ON alert (kind, subject) WHERE ended_at IS NULL;
    CREATE INDEX alert_due ON alert (next_try)
      WHERE begin_told_at IS NULL AND ended_at IS NULL
         OR begin_told_at IS NOT NULL AND ended_at IS NOT NULL AND end_told_at IS NULL;

    -- no longer in the catalogue; a record type goes with the stream that has it now
    ALTER TABLE stream ADD COLUMN retired boolean NOT NULL DEFAULT false, DROP CONSTRAINT stream_record_type_key;
    CREATE UNIQUE INDEX stream_record_type ON stream (record_type) WHERE NOT retired;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A type that another stream has now cannot stay with the one that had it.
    UPDATE stream SET record_type = record_type || ' of ' || id
     WHERE retired AND EXISTS (SELECT FROM stream other WHERE other.record_type = stream.record_type AND other.id <> stream.id);
    DROP INDEX stream_record_type;
    ALTER TABLE stream DROP COLUMN retired, ADD CONSTRAINT stream_record_type_key UNIQUE (record_type);
    DROP TABLE alert;
  `);
}
