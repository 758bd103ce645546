import type { CursorRow, Keyset } from '../../db/keyset';
import { emptyPage, type PageOf } from '../../db/page';
import type { Uuid } from '../../domain/ids';
import type { Queryable } from '../../db/pool';
import { type Parameters, rowsOf } from './statement';

/**
 * The first n of each parent, in one statement: a lateral join, which an index answers parent by parent. On a cluster,
 * where a lateral LIMIT over rows that live elsewhere is refused, this one function would write
 * row_number() OVER (PARTITION BY parent) instead.
 */
export async function firstOfEach<Row extends CursorRow, Out>(options: {
  readonly db: Queryable;
  readonly parents: readonly Uuid[];
  /** Values of `body`; the parents come after them. */
  readonly parameters: Parameters;
  readonly keyset: Keyset;
  /** SELECT … FROM … WHERE …, without order and limit; the parent's id is `parent.id`. */
  readonly body: string;
  readonly shape: (row: Row) => Out;
}): Promise<Map<Uuid, PageOf<Out>>> {
  const { db, parents, parameters, keyset, body, shape } = options;
  const given = parameters.add(parents, 'uuid[]');
  const rows = await rowsOf<Row & { parent_id: Uuid }>(
    db,
    `SELECT parent.id AS parent_id, page.*
       FROM unnest(${given}) AS parent (id)
      CROSS JOIN LATERAL (
        ${body}
        ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}
      ) page`,
    parameters,
  );
  const byParent = new Map<Uuid, Row[]>();
  for (const row of rows) {
    const list = byParent.get(row.parent_id);
    if (list === undefined) byParent.set(row.parent_id, [row]);
    else list.push(row);
  }
  return new Map(
    parents.map((id) => {
      const list = byParent.get(id);
      return [id, list === undefined ? emptyPage<Out>() : keyset.pageOf(list, shape)];
    }),
  );
}
