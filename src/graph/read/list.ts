import { keysetOf, type CursorRow } from '../../db/keyset';
import type { Noun } from '../../domain/nouns';
import { selectList, TABLE } from './columns';
import { filterSql, orderColumns, type EntityFilter, type EntityOrder } from './filters';
import { maskerOf } from './mask';
import { Parameters, rowsOf } from './statement';
import type { EntityRow, PageArgs, PageOf, Reading } from './types';
import { visibleSql } from './visible';

export type { EntityFilter, EntityOrder } from './filters';

/**
 * One page of a noun's entities that the caller may see. WangshuError FORBIDDEN for a filter or an order by an attribute
 * that the caller does not see whole, BAD_USER_INPUT for a cursor of another list.
 */
export async function readEntityPage(options: {
  readonly reading: Reading;
  readonly noun: Noun;
  readonly filter: EntityFilter;
  readonly orderBy: EntityOrder | null;
  readonly page: PageArgs;
}): Promise<PageOf<EntityRow>> {
  const { reading, noun, filter, orderBy, page } = options;
  const { scope } = reading;
  const parameters = new Parameters();
  const visible = visibleSql(noun, 'e', scope, parameters);
  const wanted = filterSql(noun, 'e', filter, scope, parameters);
  const keyset = keysetOf(orderColumns(noun, 'e', orderBy, scope), page, parameters.next);
  parameters.addAll(keyset.values);
  const rows = await rowsOf<CursorRow & Record<string, unknown>>(
    reading.db,
    `SELECT ${selectList(noun, 'e')}, ${keyset.cursorColumn}
       FROM ${TABLE[noun]} e
      WHERE ${visible} AND ${wanted} AND ${keyset.where}
      ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`,
    parameters,
  );
  const masker = maskerOf(reading);
  return keyset.pageOf(rows, (row) => masker.entity(noun, row));
}
