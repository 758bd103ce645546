import type { Knex } from 'knex';

/** One entry an operation, written before the answer leaves. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE audit_entry (
      id uuid PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT now(),
      principal text NOT NULL,
      department text,
      role text NOT NULL,
      purpose text,
      case_number text,
      action text NOT NULL,
      operation_name text,
      operation_hash uuid,
      row_count int NOT NULL,
      -- node ids, which are keyed hashes: whom an answer disclosed, without a value of theirs
      disclosed text[] NOT NULL DEFAULT '{}',
      outcome text NOT NULL CHECK (outcome IN ('DISCLOSED', 'DENIED', 'FAILED')),
      error_code text
    );
    CREATE INDEX audit_entry_by_time ON audit_entry (at DESC, id DESC);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP TABLE audit_entry;`);
}
