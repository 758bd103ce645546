import type { PlaceLevel } from '../../domain/nouns';
import type { EntityRow } from '../../graph/read/types';
import type { Context } from '../context';
import type { EntityModel } from '../model';

/** A column that holds an id, as the reads give it. */
export function idIn(row: EntityRow, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : null;
}

/** The area of one level that an entity belongs to; null where only a wider area is known. */
async function areaAt(
  row: EntityRow,
  level: PlaceLevel,
  context: Context,
): Promise<EntityModel | null> {
  const nearest = idIn(row, 'areaId');
  if (nearest === null) return null;
  const areas = await context.loaders.lineage(nearest);
  return areas.find((area) => area['level'] === level) ?? null;
}

/** Fields that all five nouns have: they read the area's lineage, one statement for all of a level. */
export const areaFields = {
  grid: (row: EntityModel, _: unknown, context: Context) => areaAt(row, 'GRID', context),
  community: (row: EntityModel, _: unknown, context: Context) => areaAt(row, 'COMMUNITY', context),
  subdistrict: (row: EntityModel, _: unknown, context: Context) =>
    areaAt(row, 'SUBDISTRICT', context),
};

/** A field that follows an id column to a place. */
export function placeIn(column: string) {
  return (row: EntityModel, _: unknown, context: Context): Promise<EntityModel | null> =>
    context.loaders.entity('Place', idIn(row, column));
}
