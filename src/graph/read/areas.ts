import type { Queryable } from '../../db/pool';
import { keyedId, type Uuid } from '../../domain/ids';

/** Ids of areas by their codes. An area is named by its code, so that no table needs to be asked. */
export function areaIdsOf(options: {
  readonly db: Queryable;
  readonly idKey: string;
  readonly codes: readonly string[];
}): Promise<Uuid[]> {
  return Promise.resolve(options.codes.map((code) => keyedId(options.idKey, 'area', code)));
}
