import type { Scope } from '../../access/scope';
import type { LinkRole, Noun } from '../../domain/nouns';
import { TABLE } from './columns';
import type { Parameters } from './statement';

/**
 * Which rows a caller may see, in SQL: some stream that speaks of the row is readable for the purpose, and the row lies in
 * an area the caller works in. Areas themselves (district to grid) are facts of administration, seen by everyone
 * who may read their stream. A row without an area is seen by callers of the whole district alone.
 */
export function visibleSql(
  noun: Noun,
  alias: string,
  scope: Scope,
  parameters: Parameters,
): string {
  const streams = `${alias}.streams && ${parameters.add(scope.streams, 'int[]')}`;
  if (scope.areas === 'ALL') return streams;
  const inside = `${alias}.area_id IN (SELECT area_id FROM area_closure WHERE ancestor_id = ANY (${parameters.add(scope.areas, 'uuid[]')}))`;
  return noun === 'Place'
    ? `${streams} AND (${alias}.base_id IS NULL OR ${inside})`
    : `${streams} AND ${inside}`;
}

/** Whether a row of this noun with that id is there and visible. */
export function existsSql(noun: Noun, id: string, scope: Scope, parameters: Parameters): string {
  return `EXISTS (SELECT FROM ${TABLE[noun]} seen WHERE seen.id = ${id} AND ${visibleSql(noun, 'seen', scope, parameters)})`;
}

/**
 * Ties that say where somebody is at home: as telling as the address itself. What occurred at somebody's door says so too
 * (an allowance, a call): events are placed at the compound or street number instead.
 */
export const HOME_ROLES: readonly LinkRole[] = ['LIVES_AT', 'REGISTERED_AT', 'OCCURRED_AT'];

/** Whether the caller may see who lives where: whoever sees addresses whole. */
export function seesHomes(scope: Scope): boolean {
  return scope.view.QUASI_IDENTIFIER === 'WHOLE';
}
