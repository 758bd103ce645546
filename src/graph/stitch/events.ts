import type { Tx } from '../../db/pool';
import { NOUN_CODE, STAGES } from '../../domain/nouns';
import {
  BELIEF,
  provenanceSql,
  REFERENCE,
  updateDifferent,
  valueSql,
  type Column,
} from './survivors';
import { placeOfSql } from './words';

const NOUN = NOUN_CODE.Event;

const COLUMNS: readonly Column[] = [
  { column: 'category', attribute: 'category' },
  { column: 'title', attribute: 'title' },
  { column: 'description', attribute: 'description' },
  { column: 'said_occurred_at', attribute: 'occurredAt', type: 'timestamptz' },
  { column: 'said_reported_at', attribute: 'reportedAt', type: 'timestamptz' },
  { column: 'department', attribute: 'department' },
  { column: 'outcome', attribute: 'outcome' },
  { column: 'satisfaction', attribute: 'satisfaction' },
  { column: 'longitude', attribute: 'longitude', type: 'float8' },
  { column: 'latitude', attribute: 'latitude', type: 'float8' },
];

const TABLE_COLUMNS = [
  'category',
  'title',
  'description',
  'occurred_at',
  'reported_at',
  'stage',
  'stage_at',
  'closed_at',
  'department',
  'outcome',
  'satisfaction',
  'numbers',
  'longitude',
  'latitude',
  'place_id',
  'timeline',
  'area_id',
  'streams',
  'provenance',
  'mentions',
] as const;

const STAGE_ORDER = `array_position(ARRAY[${STAGES.map((stage) => `'${stage}'`).join(', ')}], stage)`;

/** What the cube must forget and learn: category, area and day of each event before and after, as signed deltas. */
async function noteBefore(tx: Tx, timeZone: string): Promise<void> {
  await tx.query({
    text: `
      INSERT INTO trend_delta (category, area_id, day, delta)
      SELECT e.category, e.area_id, (e.occurred_at AT TIME ZONE $1)::date, -count(*)
        FROM work w JOIN event e ON e.id = w.id
       WHERE w.noun = ${NOUN} AND e.category IS NOT NULL AND e.area_id IS NOT NULL AND e.occurred_at IS NOT NULL
       GROUP BY 1, 2, 3`,
    values: [timeZone],
  });
}

async function noteAfter(tx: Tx, timeZone: string): Promise<void> {
  await tx.query({
    text: `
      INSERT INTO trend_delta (category, area_id, day, delta)
      SELECT e.category, e.area_id, (e.occurred_at AT TIME ZONE $1)::date, count(*)
        FROM work w JOIN event e ON e.id = w.id
       WHERE w.noun = ${NOUN} AND e.category IS NOT NULL AND e.area_id IS NOT NULL AND e.occurred_at IS NOT NULL
       GROUP BY 1, 2, 3`,
    values: [timeZone],
  });
}

/**
 * Builds the events of the work list again: believed attributes, the life cycle out of all departments' records, place and
 * area, and the deltas for the cube. Returns how many ceased to exist.
 */
export async function stitchEvents(tx: Tx, timeZone: string): Promise<number> {
  await noteBefore(tx, timeZone);
  const gone = await tx.query(`
    DELETE FROM event e USING work w
     WHERE w.noun = ${NOUN} AND e.id = w.id AND NOT EXISTS (SELECT FROM mention m WHERE m.entity_id = w.id AND m.noun = ${NOUN})`);
  await tx.query(`
    INSERT INTO event (id, ${TABLE_COLUMNS.join(', ')})
    WITH spoken AS (
      SELECT m.* FROM work w JOIN mention m ON m.entity_id = w.id WHERE w.noun = ${NOUN}
    ), believed AS (
      SELECT m.entity_id AS id,
             ${COLUMNS.map(valueSql).join(',\n             ')},
             first_known(m.attrs->>'area' ORDER BY ${BELIEF})::uuid AS own_area,
             first_known(CASE WHEN m.attrs->>'area' IS NOT NULL THEN ${REFERENCE} END ORDER BY ${BELIEF}) AS own_area_ref,
             array_agg(DISTINCT m.stream_id) AS streams,
             ${provenanceSql(COLUMNS)} AS provenance,
             count(*) AS mentions
        FROM spoken m GROUP BY m.entity_id
    ), numbered AS (
      SELECT m.entity_id AS id, array_agg(DISTINCT number ORDER BY number) AS numbers
        FROM spoken m CROSS JOIN LATERAL jsonb_array_elements_text(m.attrs->'numbers') AS number GROUP BY m.entity_id
    ), step AS (
      SELECT m.entity_id AS id, s.stage, s.at, ${REFERENCE} AS record
        FROM spoken m CROSS JOIN LATERAL jsonb_to_recordset(m.attrs->'steps') AS s (stage text, at timestamptz)
    ), lived AS (
      SELECT id,
             jsonb_agg(jsonb_build_object('stage', stage, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'record', record)
                       ORDER BY at, ${STAGE_ORDER}, record) AS timeline,
             (array_agg(stage ORDER BY ${STAGE_ORDER} DESC, at, record))[1] AS stage,
             (array_agg(at ORDER BY ${STAGE_ORDER} DESC, at, record))[1] AS stage_at,
             (array_agg(record ORDER BY ${STAGE_ORDER} DESC, at, record))[1] AS stage_ref,
             (array_agg(record ORDER BY at, ${STAGE_ORDER}, record))[1] AS first_ref,
             max(at) FILTER (WHERE stage = 'CLOSED') AS closed_at,
             min(at) AS first_at, min(at) FILTER (WHERE stage = 'REPORTED') AS reported_at
        FROM step GROUP BY id
    ), at AS (${placeOfSql('OCCURRED_AT')})
    SELECT b.id, b.category, b.title, b.description,
           coalesce(b.said_occurred_at, b.said_reported_at, l.first_at), coalesce(b.said_reported_at, l.reported_at),
           l.stage, l.stage_at, l.closed_at, b.department, b.outcome, b.satisfaction, coalesce(n.numbers, '{}'),
           b.longitude, b.latitude, at.place_id, coalesce(l.timeline, '[]'), coalesce(b.own_area, at.area_id), b.streams,
           jsonb_strip_nulls(jsonb_build_object('stage', l.stage_ref, 'stageAt', l.stage_ref,
             'closedAt', CASE WHEN l.closed_at IS NOT NULL THEN l.stage_ref END,
             'occurredAt', coalesce(b.provenance->>'reportedAt', l.first_ref), 'reportedAt', l.first_ref,
             'place', at.ref, 'area', coalesce(b.own_area_ref, at.ref)))
             || b.provenance,
           b.mentions
      FROM believed b LEFT JOIN numbered n USING (id) LEFT JOIN lived l USING (id) LEFT JOIN at ON at.id = b.id
    ON CONFLICT (id) ${updateDifferent('event', TABLE_COLUMNS)}`);
  await noteAfter(tx, timeZone);
  return gone.rowCount ?? 0;
}
