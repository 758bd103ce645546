import type { Knex } from 'knex';

/** What records say: mentions, claims that tie them, and what joins mentions into entities. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- anchor: the keyed id of what identifies this mention (identity number, credit code, number, base address), or
    --   of its own record where nothing does. entity_id starts as what the anchor says and is moved by resolve.
    -- tail: for places, the levels below the base ('building:3/unit:2/room:501').
    -- doorplate: for places, the keyed doorplate code, which outranks the written address.
    -- base_id, base_tail: for places, base and levels as resolved (the register may know better than the text).
    -- rank: trust of the stream, smaller is believed first.
    -- First value that is known, in the order of the aggregate: survivorship in one pass.
    CREATE FUNCTION first_known_step(state anyelement, next anyelement) RETURNS anyelement
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT state';
    CREATE AGGREGATE first_known(anyelement) (sfunc = first_known_step, stype = anyelement, parallel = safe);

    CREATE TABLE mention (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      name text NOT NULL,
      noun smallint NOT NULL,
      entity_id uuid,
      anchor uuid,
      tail text,
      doorplate uuid,
      base_id uuid,
      base_tail text,
      identified boolean NOT NULL,
      rank smallint NOT NULL,
      observed_at timestamptz,
      attrs jsonb NOT NULL,
      PRIMARY KEY (stream_id, key, name)
    );
    CREATE INDEX mention_entity ON mention (entity_id);
    CREATE INDEX mention_anchor ON mention (anchor) WHERE noun <> 1;
    CREATE INDEX mention_base ON mention (base_id) WHERE base_id IS NOT NULL;
    CREATE INDEX mention_doorplate ON mention (doorplate) WHERE doorplate IS NOT NULL;

    CREATE TABLE claim (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      ord smallint NOT NULL,
      role text NOT NULL,
      from_name text NOT NULL,
      to_name text NOT NULL,
      since date,
      until date,
      PRIMARY KEY (stream_id, key, ord)
    );

    -- a record's word that two keys name one thing (a case number and the number it cites; a compound and its street number)
    CREATE TABLE bridge (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      name text NOT NULL,
      noun smallint NOT NULL,
      a uuid NOT NULL,
      b uuid NOT NULL,
      -- the smaller rank names the entity; ties by id
      a_rank smallint NOT NULL,
      b_rank smallint NOT NULL,
      PRIMARY KEY (stream_id, key, name, b)
    );
    -- bridges folded: every bridged key → the key that names its entity (only where they differ)
    CREATE TABLE alias (
      key uuid PRIMARY KEY,
      noun smallint NOT NULL,
      root uuid NOT NULL
    );
    -- the doorplate register: code → base address and the levels below it
    CREATE TABLE doorplate (
      stream_id int NOT NULL,
      key uuid NOT NULL,
      name text NOT NULL,
      code uuid NOT NULL,
      base uuid NOT NULL,
      tail text NOT NULL,
      rank smallint NOT NULL,
      PRIMARY KEY (stream_id, key, name)
    );
    CREATE INDEX doorplate_code ON doorplate (code);

    -- Work lists, append-only and with repeats (no two runs ever wait for each other on them): records whose mentions
    -- resolve has not seen, keys whose bridges or doorplates changed, entities that stitch must build again.
    CREATE TABLE unresolved (
      stream_id int NOT NULL,
      key uuid NOT NULL
    );
    CREATE TABLE rebridged (
      noun smallint NOT NULL,
      key uuid NOT NULL
    );
    CREATE TABLE touched (
      entity_id uuid NOT NULL,
      noun smallint NOT NULL
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE touched;
    DROP TABLE rebridged;
    DROP TABLE unresolved;
    DROP TABLE doorplate;
    DROP TABLE alias;
    DROP TABLE bridge;
    DROP TABLE claim;
    DROP TABLE mention;
    DROP AGGREGATE first_known(anyelement);
    DROP FUNCTION first_known_step(anyelement, anyelement);
  `);
}
