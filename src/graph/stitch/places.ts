import type { Tx } from '../../db/pool';
import { NOUN_CODE } from '../../domain/nouns';
import { BELIEF, REFERENCE, updateDifferent } from './survivors';

const COLUMNS = [
  'level',
  'parent_id',
  'base_id',
  'building_id',
  'unit_id',
  'name',
  'code',
  'address',
  'doorplate',
  'longitude',
  'latitude',
  'population',
  'area_id',
  'streams',
  'provenance',
  'mentions',
] as const;

/** District, subdistricts, communities and grids: each row of a department's area list is one node. */
async function stitchAreas(tx: Tx): Promise<void> {
  const first = (attribute: string): string =>
    `first_known(m.attrs->>'${attribute}' ORDER BY ${BELIEF})`;
  const from = (attribute: string): string =>
    `first_known(CASE WHEN m.attrs->>'${attribute}' IS NOT NULL THEN ${REFERENCE} END ORDER BY ${BELIEF})`;
  await tx.query(`
    INSERT INTO place_next
    SELECT m.entity_id, coalesce(${first('level')}, 'GRID'), ${first('parent')}::uuid, NULL, NULL, NULL,
           ${first('name')}, ${first('code')}, NULL, NULL,
           ${first('longitude')}::float8, ${first('latitude')}::float8, ${first('population')}::numeric::int, m.entity_id,
           array_agg(DISTINCT m.stream_id),
           jsonb_strip_nulls(jsonb_build_object('level', ${from('level')}, 'name', ${from('name')}, 'code', ${from('code')},
             'parent', ${from('parent')}, 'longitude', ${from('longitude')}, 'latitude', ${from('latitude')},
             'population', ${from('population')})),
           count(*)
      FROM work w JOIN mention m ON m.entity_id = w.id
     WHERE w.noun = ${NOUN_CODE.Place} AND m.attrs ? 'areaNode'
     GROUP BY m.entity_id`);
}

/** Bases (compounds, street numbers) and what hangs under them, down to the room. */
async function stitchBases(tx: Tx): Promise<void> {
  await tx.query(`
    INSERT INTO place_next
    WITH spoken AS (
      SELECT m.*, ${REFERENCE} AS ref,
             CASE WHEN base_tail = '' THEN '{}'::text[] ELSE string_to_array(base_tail, '/') END AS steps
        FROM work_base b JOIN mention m ON m.base_id = b.id
       WHERE m.entity_id IS NOT NULL
    ), base AS (
      -- the base's own name is the written form that its id was made of; its area is what any record of it says
      SELECT m.base_id AS id,
             first_known(CASE WHEN m.anchor = m.base_id THEN m.attrs->>'base' END ORDER BY ${BELIEF}) AS text,
             first_known(CASE WHEN m.anchor = m.base_id AND m.attrs->>'base' IS NOT NULL THEN m.ref END ORDER BY ${BELIEF}) AS text_ref,
             first_known(m.attrs->>'area' ORDER BY ${BELIEF})::uuid AS area_id,
             first_known(CASE WHEN m.attrs->>'area' IS NOT NULL THEN m.ref END ORDER BY ${BELIEF}) AS area_ref
        FROM spoken m GROUP BY m.base_id
    ), node AS (
      -- every mention stands for its own node and for all above it, up to the base
      SELECT m.*, depth, depth = cardinality(m.steps) AS leaf,
             CASE WHEN depth = 0 THEN m.base_id ELSE md5(m.base_id::text || '/' || array_to_string(m.steps[1:depth], '/'))::uuid END AS id
        FROM spoken m CROSS JOIN LATERAL generate_series(0, cardinality(m.steps)) AS depth
    ), built AS (
      SELECT m.id, m.base_id, m.depth, m.steps[1:m.depth] AS path,
             first_known(CASE WHEN m.leaf THEN m.attrs->>'address' END ORDER BY ${BELIEF}) AS address,
             first_known(CASE WHEN m.leaf AND m.attrs->>'address' IS NOT NULL THEN m.ref END ORDER BY ${BELIEF}) AS address_ref,
             first_known(CASE WHEN m.leaf THEN d.plate END ORDER BY ${BELIEF}) AS plate,
             first_known(CASE WHEN m.leaf AND d.plate IS NOT NULL THEN m.ref END ORDER BY ${BELIEF}) AS plate_ref,
             first_known(CASE WHEN m.leaf THEN m.attrs->>'longitude' END ORDER BY ${BELIEF})::float8 AS longitude,
             first_known(CASE WHEN m.leaf THEN m.attrs->>'latitude' END ORDER BY ${BELIEF})::float8 AS latitude,
             first_known(CASE WHEN m.leaf AND m.attrs->>'longitude' IS NOT NULL THEN m.ref END ORDER BY ${BELIEF}) AS position_ref,
             first_known(m.ref ORDER BY ${BELIEF}) AS any_ref,
             array_agg(DISTINCT m.stream_id) AS streams, count(*) AS mentions
        FROM node m
        LEFT JOIN LATERAL (
          -- a doorplate code is the register's word: elsewhere it is only cited
          SELECT m.attrs->>'plate' AS plate FROM doorplate r WHERE (r.stream_id, r.key, r.name) = (m.stream_id, m.key, m.name)
        ) d ON true
       GROUP BY m.id, m.base_id, m.depth, m.steps[1:m.depth]
    ), step AS (
      SELECT built.*, base.text, base.text_ref, base.area_id, base.area_ref,
             split_part(path[depth], ':', 1) AS kind, split_part(path[depth], ':', 2) AS number
        FROM built JOIN base ON base.id = built.base_id
    )
    SELECT id,
           CASE WHEN depth > 0 THEN upper(kind) WHEN text LIKE 'compound:%' THEN 'COMPOUND' ELSE 'STREET' END,
           CASE depth WHEN 0 THEN area_id WHEN 1 THEN base_id
                ELSE md5(base_id::text || '/' || array_to_string(path[1:depth - 1], '/'))::uuid END,
           base_id,
           (SELECT md5(base_id::text || '/' || array_to_string(path[1:i], '/'))::uuid
              FROM generate_series(1, depth) AS i WHERE path[i] LIKE 'building:%'),
           (SELECT md5(base_id::text || '/' || array_to_string(path[1:i], '/'))::uuid
              FROM generate_series(1, depth) AS i WHERE path[i] LIKE 'unit:%'),
           CASE
             WHEN depth > 0 THEN number || CASE kind WHEN 'building' THEN '号楼' WHEN 'unit' THEN '单元' ELSE '室' END
             WHEN text LIKE 'compound:%' THEN substr(text, 10)
             WHEN text ~ '^road:[A-Z0-9]' THEN split_part(substr(text, 6), '|', 2) || ' ' || split_part(substr(text, 6), '|', 1)
             WHEN text IS NOT NULL THEN replace(substr(text, 6), '|', '') || '号'
           END,
           NULL, address, plate, longitude, latitude, NULL, area_id, streams,
           jsonb_strip_nulls(jsonb_build_object('name', CASE WHEN depth = 0 THEN text_ref ELSE any_ref END, 'level', any_ref,
             'address', address_ref, 'doorplate', plate_ref, 'longitude', position_ref, 'latitude', position_ref, 'area', area_ref)),
           mentions
      FROM step`);
}

/**
 * Builds the places of the work list again. Leaves the temporary table place_moved: places that came to lie in another
 * area, whose residents and events must follow.
 */
export async function stitchPlaces(tx: Tx): Promise<void> {
  // Columns in the table's own order: the two INSERTs below rely on it.
  await tx.query(
    'CREATE TEMP TABLE place_next (LIKE place) ON COMMIT DROP; ALTER TABLE place_next DROP COLUMN updated_at',
  );
  await stitchAreas(tx);
  await stitchBases(tx);
  await tx.query('CREATE INDEX ON place_next (id); ANALYZE place_next');
  await tx.query(`
    CREATE TEMP TABLE place_moved ON COMMIT DROP AS
    SELECT p.id FROM place p JOIN place_next n USING (id) WHERE p.area_id IS DISTINCT FROM n.area_id`);
  await tx.query(`
    DELETE FROM place p
     WHERE (p.base_id IN (SELECT id FROM work_base) OR (p.base_id IS NULL AND p.id IN (SELECT id FROM work WHERE noun = ${NOUN_CODE.Place})))
       AND NOT EXISTS (SELECT FROM place_next n WHERE n.id = p.id)`);
  await tx.query(`
    INSERT INTO place (id, ${COLUMNS.join(', ')}) SELECT id, ${COLUMNS.join(', ')} FROM place_next
    ON CONFLICT (id) ${updateDifferent('place', COLUMNS)}`);
}

/** The area tree as a closure, rebuilt whole when one of its nodes was touched: some hundred rows. */
export async function stitchAreaClosure(tx: Tx): Promise<void> {
  await tx.query(`
    CREATE TEMP TABLE closure_next ON COMMIT DROP AS
    WITH RECURSIVE up AS (
      SELECT id AS area_id, id AS ancestor_id, parent_id, 0 AS depth FROM place WHERE base_id IS NULL
      UNION ALL
      SELECT up.area_id, p.id, p.parent_id, up.depth + 1 FROM up JOIN place p ON p.id = up.parent_id WHERE up.depth < 12
    )
    SELECT area_id, ancestor_id, min(depth)::smallint AS depth FROM up GROUP BY area_id, ancestor_id`);
  await tx.query(`
    DELETE FROM area_closure c WHERE NOT EXISTS (SELECT FROM closure_next n WHERE (n.area_id, n.ancestor_id) = (c.area_id, c.ancestor_id));
    INSERT INTO area_closure (area_id, ancestor_id, depth) SELECT area_id, ancestor_id, depth FROM closure_next
    ON CONFLICT (area_id, ancestor_id) DO UPDATE SET depth = excluded.depth WHERE area_closure.depth <> excluded.depth;
    DROP TABLE closure_next`);
}
