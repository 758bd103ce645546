import { keysetOf, type CursorRow } from '../../db/keyset';
import type { Uuid } from '../../domain/ids';
import type { Noun } from '../../domain/nouns';
import { selectList, TABLE } from './columns';
import { filterSql, LATEST_FIRST, orderColumns, type EntityFilter } from './filters';
import { firstOfEach } from './first-of-each';
import { maskerOf } from './mask';
import { Parameters } from './statement';
import type { EntityRow, PageArgs, PageOf, Reading } from './types';
import { seesHomes, visibleSql } from './visible';

type Within = Exclude<Noun, 'Place'>;

const PLACE_COLUMN: Readonly<Record<Within, string>> = {
  Resident: 'residence_id',
  Event: 'place_id',
  Thing: 'place_id',
  Organization: 'place_id',
};

/**
 * What lives, happened or stands in each place or anywhere below it; events latest first. An area holds what lies in
 * its part of the area tree; a compound, building or unit what lies at one of its places. Who lives behind which door is
 * told only to callers who see addresses whole.
 */
export async function readWithinPages(options: {
  readonly reading: Reading;
  readonly noun: Within;
  readonly placeIds: readonly Uuid[];
  readonly filter: EntityFilter;
  readonly page: PageArgs;
}): Promise<Map<Uuid, PageOf<EntityRow>>> {
  const { reading, noun, placeIds, filter, page } = options;
  const { scope } = reading;
  const parameters = new Parameters();
  const visible = visibleSql(noun, 'e', scope, parameters);
  const wanted = filterSql(noun, 'e', filter, scope, parameters);
  const order = orderColumns(noun, 'e', noun === 'Event' ? LATEST_FIRST : null, scope);
  const keyset = keysetOf(order, page, parameters.next);
  parameters.addAll(keyset.values);
  const limit = `ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`;
  const branch = (where: string): string =>
    `(SELECT e.* FROM ${TABLE[noun]} e WHERE ${where} AND ${visible} AND ${wanted} AND ${keyset.where} ${limit})`;
  const inArea = branch(
    `at.base_id IS NULL AND e.area_id = ANY (ARRAY(SELECT c.area_id FROM area_closure c WHERE c.ancestor_id = at.id))`,
  );
  // Whoever may not know who lives behind a door may not know what happened there.
  const behindDoors = noun === 'Event' && !seesHomes(scope) ? 'at.base_id = at.id AND ' : '';
  const atDoor = branch(
    `${behindDoors}at.base_id IS NOT NULL AND e.${PLACE_COLUMN[noun]} = ANY (ARRAY(
       SELECT p.id FROM place p WHERE p.base_id = at.base_id AND at.id IN (p.id, p.base_id, p.building_id, p.unit_id)))`,
  );
  const doorsHidden = noun === 'Resident' && !seesHomes(scope);
  const masker = maskerOf(reading);
  return firstOfEach<CursorRow & Record<string, unknown>, EntityRow>({
    db: reading.db,
    parents: placeIds,
    parameters,
    keyset,
    // One of the branches is empty for each place: an index serves either, and an OR of both would use none.
    body: `SELECT ${selectList(noun, 'e')}, ${keyset.cursorColumn}
             FROM place at CROSS JOIN LATERAL (${doorsHidden ? inArea : `${inArea} UNION ALL ${atDoor}`}) e
            WHERE at.id = parent.id`,
    shape: (row) => masker.entity(noun, row),
  });
}
