import type { Uuid } from '../../domain/ids';
import type { Noun } from '../../domain/nouns';
import { selectList, TABLE } from './columns';
import { maskerOf } from './mask';
import { Parameters, rowsOf } from './statement';
import type { EntityRow, Reading } from './types';
import { visibleSql } from './visible';

/** Entities of one noun by id, in one statement; what the caller may not see is absent, as is what does not exist. */
export async function readEntities(options: {
  readonly reading: Reading;
  readonly noun: Noun;
  readonly ids: readonly Uuid[];
}): Promise<Map<Uuid, EntityRow>> {
  const { reading, noun, ids } = options;
  const parameters = new Parameters();
  const wanted = parameters.add(ids, 'uuid[]');
  const rows = await rowsOf(
    reading.db,
    `SELECT ${selectList(noun, 'e')} FROM ${TABLE[noun]} e
      WHERE e.id = ANY (${wanted}) AND ${visibleSql(noun, 'e', reading.scope, parameters)}`,
    parameters,
  );
  const masker = maskerOf(reading);
  return new Map(rows.map((row) => [row['id'] as Uuid, masker.entity(noun, row)]));
}
