import type { Knex } from 'knex';

/** The cube: daily counts by leaf category and nearest area, kept by signed deltas that stitching writes. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE trend_delta (
      category text NOT NULL,
      area_id uuid NOT NULL,
      day date NOT NULL,
      delta int NOT NULL
    );
    CREATE TABLE trend_cell (
      category text NOT NULL,
      area_id uuid NOT NULL,
      day date NOT NULL,
      count int NOT NULL,
      PRIMARY KEY (category, area_id, day)
    );
    CREATE INDEX trend_cell_day ON trend_cell (day);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE trend_cell;
    DROP TABLE trend_delta;
  `);
}
