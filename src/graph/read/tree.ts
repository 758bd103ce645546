import { keysetOf, type CursorRow } from '../../db/keyset';
import type { Uuid } from '../../domain/ids';
import type { PlaceLevel } from '../../domain/nouns';
import { selectList } from './columns';
import { filterSql } from './filters';
import { firstOfEach } from './first-of-each';
import { maskerOf } from './mask';
import { Parameters, rowsOf } from './statement';
import type { EntityRow, PageArgs, PageOf, Reading } from './types';
import { visibleSql } from './visible';

/** Places directly below each given place. */
export async function readChildPages(options: {
  readonly reading: Reading;
  readonly placeIds: readonly Uuid[];
  readonly level: PlaceLevel | null;
  readonly page: PageArgs;
}): Promise<Map<Uuid, PageOf<EntityRow>>> {
  const { reading, placeIds, level, page } = options;
  const parameters = new Parameters();
  const visible = visibleSql('Place', 'e', reading.scope, parameters);
  const wanted = filterSql('Place', 'e', { level }, reading.scope, parameters);
  const keyset = keysetOf([{ sql: 'e.id', type: 'uuid', direction: 'ASC' }], page, parameters.next);
  parameters.addAll(keyset.values);
  const masker = maskerOf(reading);
  return firstOfEach<CursorRow & Record<string, unknown>, EntityRow>({
    db: reading.db,
    parents: placeIds,
    parameters,
    keyset,
    body: `SELECT ${selectList('Place', 'e')}, ${keyset.cursorColumn}
             FROM place e WHERE e.parent_id = parent.id AND ${visible} AND ${wanted} AND ${keyset.where}`,
    shape: (row) => masker.entity('Place', row),
  });
}

/** District, subdistrict, community, grid, street or compound, building, unit, room: with room to spare. */
const DEEPEST = 12;

/**
 * Every place that each given place lies in, from the top down, the place itself last. Empty where the caller may not see
 * the place itself; ancestors out of sight are left out.
 */
export async function readLineages(options: {
  readonly reading: Reading;
  readonly placeIds: readonly Uuid[];
}): Promise<Map<Uuid, EntityRow[]>> {
  const { reading, placeIds } = options;
  const parameters = new Parameters();
  const start = parameters.add(placeIds, 'uuid[]');
  const rows = await rowsOf<{ start_id: Uuid; depth: number } & Record<string, unknown>>(
    reading.db,
    `WITH RECURSIVE up AS (
       SELECT start.id AS start_id, p.id, p.parent_id, 0 AS depth
         FROM unnest(${start}) AS start (id) JOIN place p ON p.id = start.id
       UNION ALL
       SELECT up.start_id, p.id, p.parent_id, up.depth + 1
         FROM up JOIN place p ON p.id = up.parent_id WHERE up.depth < ${String(DEEPEST)}
     )
     SELECT up.start_id, up.depth, ${selectList('Place', 'e')}
       FROM up JOIN place e ON e.id = up.id
      WHERE ${visibleSql('Place', 'e', reading.scope, parameters)}
      ORDER BY up.start_id, up.depth DESC`,
    parameters,
  );
  const masker = maskerOf(reading);
  const lineages = new Map<Uuid, EntityRow[]>();
  const seen = new Set(rows.filter(({ depth }) => depth === 0).map(({ start_id }) => start_id));
  for (const row of rows) {
    if (!seen.has(row.start_id)) continue;
    const lineage = lineages.get(row.start_id) ?? [];
    lineage.push(masker.entity('Place', row));
    lineages.set(row.start_id, lineage);
  }
  return lineages;
}
