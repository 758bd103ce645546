import { parseNodeId, type NodeType, type Uuid } from '../../domain/ids';
import { WangshuError } from '../../domain/errors';
import type { EntityFilter, EntityOrder } from '../../graph/read/list';
import type { PageArgs } from '../../graph/read/types';
import { DEFAULT_LIMITS } from '../limits/settings';

/** Page arguments as GraphQL hands them over: absent ones may be undefined. */
export interface GivenPage {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Page arguments as the reads want them; limits have been checked before any resolver runs. */
export function pageOf(args: GivenPage): PageArgs {
  const { first, after, last, before } = args;
  if (last !== null && last !== undefined) return { last, before: before ?? null };
  return { first: first ?? DEFAULT_LIMITS.defaultPageSize, after: after ?? null };
}

/** The local part of an id that must be of one type; BAD_USER_INPUT where it is of another. */
export function localId(type: NodeType, id: string): Uuid {
  const given = parseNodeId(id);
  if (given.type === type) return given.local;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `the id of a ${type} is required, that of a ${given.type} is given`,
  );
}

export function optionalId(type: NodeType, id: string | null | undefined): Uuid | null {
  return id === null || id === undefined ? null : localId(type, id);
}

/**
 * Which one of several ways to name an object was taken; BAD_USER_INPUT unless it is exactly one.
 * @param ways argument name → what was given
 */
export function oneOf<Name extends string>(
  ways: Readonly<Record<Name, string | null | undefined>>,
): readonly [name: Name, value: string] {
  const given = Object.entries(ways).filter(
    (entry): entry is [Name, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  const [one] = given;
  if (one !== undefined && given.length === 1) return one;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `exactly one of the arguments ${Object.keys(ways).join(', ')} is required, ${given.length === 0 ? 'none' : String(given.length)} is given`,
  );
}

/** A filter as GraphQL hands it over; every noun's has an area. */
interface GivenFilter {
  readonly area?: string | null | undefined;
}

/**
 * A filter as the reads want it: the area as a local id, nothing undefined. BAD_USER_INPUT where the area is not the id of
 * a place.
 */
export function filterOf(filter: GivenFilter | null | undefined): EntityFilter {
  const { area, ...rest } = filter ?? {};
  const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== null);
  return { ...(Object.fromEntries(given) as EntityFilter), area: optionalId('Place', area) };
}

interface GivenOrder {
  readonly field: string;
  readonly direction?: 'ASC' | 'DESC' | null | undefined;
}

export function orderOf(order: GivenOrder | null | undefined): EntityOrder | null {
  if (order === null || order === undefined) return null;
  return { field: order.field, direction: order.direction ?? 'ASC' };
}
