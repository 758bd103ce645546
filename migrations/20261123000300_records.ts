import type { Knex } from 'knex';

/** What was received: records as kept, and the rows that could not be understood. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- key is the hub's keyed hash of the source key: no identifier stands in an index, a log or a link.
    CREATE TABLE record (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      hash uuid NOT NULL,
      payload jsonb NOT NULL,
      run_id uuid NOT NULL,
      landed_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      PRIMARY KEY (stream_id, key)
    );

    CREATE TABLE quarantine (
      id uuid PRIMARY KEY,
      stream_id int NOT NULL,
      -- null where not even the key could be read
      key uuid,
      hash uuid NOT NULL,
      run_id uuid NOT NULL,
      mapping_version uuid NOT NULL,
      stage text NOT NULL CHECK (stage IN ('READ', 'KEY', 'MAP')),
      place text NOT NULL,
      item text,
      code text NOT NULL,
      message text NOT NULL,
      raw jsonb NOT NULL,
      status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'RESOLVED', 'DISCARDED')),
      first_seen timestamptz NOT NULL DEFAULT now(),
      closed_at timestamptz
    );
    -- the same bad row is one quarantine row, however often it is read
    CREATE UNIQUE INDEX quarantine_open ON quarantine (stream_id, hash) WHERE status = 'OPEN';
    CREATE INDEX quarantine_open_key ON quarantine (stream_id, key) WHERE status = 'OPEN';
    CREATE INDEX quarantine_by_time ON quarantine (first_seen DESC, id DESC);

    -- keys seen by a snapshot read that is under way; emptied when it ends
    CREATE TABLE snapshot_seen (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      PRIMARY KEY (stream_id, key)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE snapshot_seen;
    DROP TABLE quarantine;
    DROP TABLE record;
  `);
}
