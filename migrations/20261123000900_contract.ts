import type { Knex } from 'knex';

/** The contract of ingest: who may write, which removals wait for a person, what becomes of rows set aside, what was pushed. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row a source. A run takes the next epoch; every transaction that writes for it checks that the epoch is still its
    -- own, so that a worker that stood still and wakes up can write nothing.
    CREATE TABLE source_lease (
      connector text PRIMARY KEY,
      epoch bigint NOT NULL,
      run_id uuid NOT NULL,
      -- session that holds the source's lock, and the name of those that work under it; null where nobody waits for one (pushes)
      backend_pid int,
      sessions text
    );
    -- Signs of life of whoever has the lease. Apart from it: a page holds the lease's row to its end, however long it takes.
    CREATE TABLE source_beat (
      connector text PRIMARY KEY,
      epoch bigint NOT NULL,
      beaten_at timestamptz NOT NULL
    );

    ALTER TABLE sync_run
      ADD COLUMN kind text NOT NULL DEFAULT 'READ' CHECK (kind IN ('READ', 'BACKFILL', 'REPLAY', 'PUSH')),
      ADD COLUMN connector_version uuid,
      ADD COLUMN window_since text,
      ADD COLUMN window_until text;

    ALTER TABLE sync_run_stream
      ADD CONSTRAINT sync_run_stream_identity CHECK (landed + unchanged + quarantined + deleted = rows_read);

    ALTER TABLE stream
      -- types of the source's columns as last seen: {column: type}
      ADD COLUMN column_types jsonb,
      -- when the read that is under way, or was the last, began
      ADD COLUMN read_began timestamptz,
      -- rows of that read without a readable key: while there are some, a snapshot is not complete
      ADD COLUMN keyless bigint NOT NULL DEFAULT 0,
      -- the source is as it was then
      ADD COLUMN data_as_of timestamptz,
      -- what decides which rows a read brings; when it changes the next run reads from the beginning
      ADD COLUMN source_version uuid,
      -- items that the keys of the kept rows are made of, in order
      ADD COLUMN key_items text[],
      DROP COLUMN fields;

    -- Room on each page for the next version of its rows: a changed row then needs no new place and no new index entry.
    ALTER TABLE record SET (fillfactor = 90);

    -- Removals that a snapshot asks for and a person has to confirm. A set that grows is a new removal: what was decided
    -- is never more than what was seen.
    CREATE TABLE removal (
      id uuid PRIMARY KEY,
      stream_id int NOT NULL,
      status text NOT NULL DEFAULT 'WAITING' CHECK (status IN ('WAITING', 'REMOVED', 'KEPT', 'GONE')),
      why text NOT NULL CHECK (why IN ('EMPTY', 'SHRUNK', 'UNREADABLE')),
      held bigint NOT NULL,
      vanished bigint NOT NULL,
      run_id uuid NOT NULL,
      noticed_at timestamptz NOT NULL DEFAULT now(),
      decided_at timestamptz,
      decided_by text,
      reason text,
      removed bigint
    );
    CREATE UNIQUE INDEX removal_one_waiting ON removal (stream_id) WHERE status = 'WAITING';
    CREATE INDEX removal_by_time ON removal (noticed_at DESC, id DESC);
    -- keys of removals that wait or were refused; a key that is seen again leaves
    CREATE TABLE removal_key (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      removal_id uuid NOT NULL,
      PRIMARY KEY (stream_id, key)
    );

    ALTER TABLE quarantine
      ADD COLUMN connector_version uuid,
      ADD COLUMN last_seen timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN closed_by text,
      ADD COLUMN close_reason text;
    -- a discarded row that is read again stays discarded
    CREATE INDEX quarantine_discarded ON quarantine (stream_id, hash) WHERE status = 'DISCARDED';

    -- Answers to pushed batches: the same batch sent again gets the same answer and does nothing.
    CREATE TABLE push_batch (
      connector text NOT NULL,
      batch text NOT NULL,
      content uuid NOT NULL,
      answer jsonb NOT NULL,
      pushed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (connector, batch)
    );
    CREATE INDEX push_batch_by_time ON push_batch (pushed_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE push_batch;
    DROP INDEX quarantine_discarded;
    ALTER TABLE quarantine
      DROP COLUMN connector_version, DROP COLUMN last_seen, DROP COLUMN closed_by, DROP COLUMN close_reason;
    ALTER TABLE record RESET (fillfactor);
    DROP TABLE removal_key;
    DROP TABLE removal;
    ALTER TABLE stream
      DROP COLUMN column_types, DROP COLUMN read_began, DROP COLUMN keyless, DROP COLUMN data_as_of,
      DROP COLUMN source_version, DROP COLUMN key_items, ADD COLUMN fields text[];
    ALTER TABLE sync_run_stream DROP CONSTRAINT sync_run_stream_identity;
    ALTER TABLE sync_run
      DROP COLUMN kind, DROP COLUMN connector_version, DROP COLUMN window_since, DROP COLUMN window_until;
    DROP TABLE source_beat;
    DROP TABLE source_lease;
  `);
}
