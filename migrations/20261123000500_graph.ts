import type { Knex } from 'knex';

/**
 * The graph. Every entity row carries: provenance (attribute → 'stream:key:mention'), the streams that speak of it
 * (a caller who may read none of them does not see it), its area (the nearest division, community or grid) and the
 * number of mentions behind it.
 */
const COMMON = `
      area_id uuid,
      streams int[] NOT NULL,
      provenance jsonb NOT NULL,
      mentions int NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT now()`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE resident (
      id uuid PRIMARY KEY,
      identified boolean NOT NULL,
      identity_number text,
      name text,
      sex text,
      birth_date date,
      ethnicity text,
      marital_status text,
      phone text,
      household_id uuid,
      household_relation text,
      residence_id uuid,${COMMON}
    );
    CREATE INDEX resident_area ON resident (area_id, id);
    CREATE INDEX resident_residence ON resident (residence_id, id);
    CREATE INDEX resident_household ON resident (household_id, id);
    CREATE INDEX resident_name ON resident (name, id);
    CREATE INDEX resident_birth ON resident (birth_date, id);

    CREATE TABLE place (
      id uuid PRIMARY KEY,
      level text NOT NULL,
      parent_id uuid,
      base_id uuid,
      building_id uuid,
      unit_id uuid,
      name text,
      code text,
      address text,
      doorplate text,
      longitude double precision,
      latitude double precision,
      population int,${COMMON}
    );
    CREATE INDEX place_parent ON place (parent_id, id);
    CREATE INDEX place_base ON place (base_id, id);
    CREATE INDEX place_level ON place (level, id);
    CREATE INDEX place_area ON place (area_id, id);
    CREATE INDEX place_code ON place (code);
    CREATE INDEX place_name_trgm ON place USING gin (name gin_trgm_ops);

    CREATE TABLE event (
      id uuid PRIMARY KEY,
      category text,
      title text,
      description text,
      occurred_at timestamptz,
      reported_at timestamptz,
      stage text,
      stage_at timestamptz,
      closed_at timestamptz,
      department text,
      outcome text,
      satisfaction text,
      numbers text[] NOT NULL,
      longitude double precision,
      latitude double precision,
      place_id uuid,
      -- [{stage, at, stream, key, name}], in order of time; built from all departments' records
      timeline jsonb NOT NULL,${COMMON}
    );
    CREATE INDEX event_area ON event (area_id, occurred_at DESC NULLS LAST, id);
    CREATE INDEX event_category ON event (category, occurred_at DESC NULLS LAST, id);
    CREATE INDEX event_time ON event (occurred_at DESC NULLS LAST, id);
    CREATE INDEX event_place ON event (place_id, occurred_at DESC NULLS LAST, id);
    CREATE INDEX event_title_trgm ON event USING gin (title gin_trgm_ops);
    CREATE INDEX event_numbers ON event USING gin (numbers);

    CREATE TABLE thing (
      id uuid PRIMARY KEY,
      name text,
      kind text,
      status text,
      numbers text[] NOT NULL,
      longitude double precision,
      latitude double precision,
      place_id uuid,${COMMON}
    );
    CREATE INDEX thing_area ON thing (area_id, id);
    CREATE INDEX thing_place ON thing (place_id, id);

    CREATE TABLE organization (
      id uuid PRIMARY KEY,
      identified boolean NOT NULL,
      credit_code text,
      name text,
      kind text,
      status text,
      business_scope text,
      phone text,
      established_on date,
      longitude double precision,
      latitude double precision,
      place_id uuid,${COMMON}
    );
    CREATE INDEX organization_area ON organization (area_id, id);
    CREATE INDEX organization_place ON organization (place_id, id);
    CREATE INDEX organization_code ON organization (credit_code);
    CREATE INDEX organization_name_trgm ON organization USING gin (name gin_trgm_ops);

    -- Every link stands twice, once at each end, so that both ends find it by their own id (and a cluster on one host).
    CREATE TABLE link_end (
      node_id uuid NOT NULL,
      role text NOT NULL,
      outward boolean NOT NULL,
      other_id uuid NOT NULL,
      node_noun smallint NOT NULL,
      other_noun smallint NOT NULL,
      since date,
      until date,
      streams int[] NOT NULL,
      -- the records that say so: ['stream:key', …]
      records text[] NOT NULL,
      PRIMARY KEY (node_id, role, outward, other_id)
    );

    -- area → itself and everything above it; rebuilt when an area is touched, some hundred rows
    CREATE TABLE area_closure (
      area_id uuid NOT NULL,
      ancestor_id uuid NOT NULL,
      depth smallint NOT NULL,
      PRIMARY KEY (area_id, ancestor_id)
    );
    CREATE INDEX area_closure_down ON area_closure (ancestor_id, area_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE area_closure;
    DROP TABLE link_end;
    DROP TABLE organization;
    DROP TABLE thing;
    DROP TABLE event;
    DROP TABLE place;
    DROP TABLE resident;
  `);
}
