import type { Tx } from '../../db/pool';
import { NOUN_CODE, type Noun } from '../../domain/nouns';
import {
  BELIEF,
  provenanceSql,
  REFERENCE,
  updateDifferent,
  valueSql,
  type Column,
} from './survivors';
import { placeOfSql } from './words';

/** How one noun's table is filled from its mentions; places and events have files of their own. */
interface Recipe {
  readonly noun: Exclude<Noun, 'Place' | 'Event'>;
  readonly table: string;
  readonly columns: readonly Column[];
  /** Further columns: name → aggregate over m. */
  readonly extra: Readonly<Record<string, string>>;
  readonly placeColumn: string;
  readonly placeRole: 'LIVES_AT' | 'LOCATED_AT';
  /** Name of the place in provenance. */
  readonly placeAttribute: string;
}

const NUMBERS = `coalesce(array_agg(DISTINCT n.number ORDER BY n.number) FILTER (WHERE n.number IS NOT NULL), '{}')`;

const RECIPES: readonly Recipe[] = [
  {
    noun: 'Resident',
    table: 'resident',
    columns: [
      { column: 'identity_number', attribute: 'identityNumber' },
      { column: 'name', attribute: 'name' },
      { column: 'sex', attribute: 'sex' },
      { column: 'birth_date', attribute: 'birthDate', type: 'date' },
      { column: 'ethnicity', attribute: 'ethnicity' },
      { column: 'marital_status', attribute: 'maritalStatus' },
      { column: 'phone', attribute: 'phone' },
      { column: 'household_id', attribute: 'household', type: 'uuid' },
      { column: 'household_relation', attribute: 'householdRelation' },
    ],
    extra: { identified: 'bool_or(m.identified)' },
    placeColumn: 'residence_id',
    placeRole: 'LIVES_AT',
    placeAttribute: 'residence',
  },
  {
    noun: 'Thing',
    table: 'thing',
    columns: [
      { column: 'name', attribute: 'name' },
      { column: 'kind', attribute: 'kind' },
      { column: 'status', attribute: 'status' },
      { column: 'longitude', attribute: 'longitude', type: 'float8' },
      { column: 'latitude', attribute: 'latitude', type: 'float8' },
    ],
    extra: { numbers: NUMBERS },
    placeColumn: 'place_id',
    placeRole: 'LOCATED_AT',
    placeAttribute: 'place',
  },
  {
    noun: 'Organization',
    table: 'organization',
    columns: [
      { column: 'credit_code', attribute: 'creditCode' },
      { column: 'name', attribute: 'name' },
      { column: 'kind', attribute: 'kind' },
      { column: 'status', attribute: 'status' },
      { column: 'business_scope', attribute: 'businessScope' },
      { column: 'phone', attribute: 'phone' },
      { column: 'established_on', attribute: 'establishedOn', type: 'date' },
      { column: 'longitude', attribute: 'longitude', type: 'float8' },
      { column: 'latitude', attribute: 'latitude', type: 'float8' },
    ],
    extra: { identified: 'bool_or(m.identified)' },
    placeColumn: 'place_id',
    placeRole: 'LOCATED_AT',
    placeAttribute: 'place',
  },
];

/** Numbers stand in an array of the attributes; only nouns that carry them unfold it. */
const unfoldNumbers = (recipe: Recipe): string =>
  'numbers' in recipe.extra
    ? `LEFT JOIN LATERAL jsonb_array_elements_text(coalesce(m.attrs->'numbers', '[]')) AS n (number) ON true`
    : '';

async function stitchNoun(tx: Tx, recipe: Recipe): Promise<number> {
  const { table, columns, extra, placeColumn } = recipe;
  const noun = NOUN_CODE[recipe.noun];
  const gone = await tx.query(`
    DELETE FROM ${table} e USING work w
     WHERE w.noun = ${noun} AND e.id = w.id AND NOT EXISTS (SELECT FROM mention m WHERE m.entity_id = w.id AND m.noun = ${noun})`);
  const names = [...columns.map(({ column }) => column), ...Object.keys(extra)];
  const all = [...names, placeColumn, 'area_id', 'streams', 'provenance', 'mentions'];
  await tx.query(`
    INSERT INTO ${table} (id, ${all.join(', ')})
    WITH believed AS (
      SELECT m.entity_id AS id,
             ${columns.map(valueSql).join(',\n             ')},
             ${Object.entries(extra)
               .map(([name, sql]) => `${sql} AS ${name}`)
               .join(', ')},
             first_known(m.attrs->>'area' ORDER BY ${BELIEF})::uuid AS own_area,
             first_known(CASE WHEN m.attrs->>'area' IS NOT NULL THEN ${REFERENCE} END ORDER BY ${BELIEF}) AS own_area_ref,
             array_agg(DISTINCT m.stream_id) AS streams,
             ${provenanceSql(columns)} AS provenance,
             count(DISTINCT (m.stream_id, m.key, m.name)) AS mentions
        FROM work w JOIN mention m ON m.entity_id = w.id ${unfoldNumbers(recipe)}
       WHERE w.noun = ${noun}
       GROUP BY m.entity_id
    ), at AS (${placeOfSql(recipe.placeRole)})
    SELECT b.id, ${names.map((name) => `b.${name}`).join(', ')}, at.place_id, coalesce(b.own_area, at.area_id), b.streams,
           b.provenance || jsonb_strip_nulls(jsonb_build_object('${recipe.placeAttribute}', at.ref, 'area', coalesce(b.own_area_ref, at.ref))),
           b.mentions
      FROM believed b LEFT JOIN at ON at.id = b.id
    ON CONFLICT (id) ${updateDifferent(table, all)}`);
  return gone.rowCount ?? 0;
}

/** Builds residents, things and organisations of the work list again. Returns how many ceased to exist. */
export async function stitchEntities(tx: Tx): Promise<number> {
  let removed = 0;
  for (const recipe of RECIPES) removed += await stitchNoun(tx, recipe);
  return removed;
}
