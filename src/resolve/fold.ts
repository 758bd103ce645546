import { NOUN_CODE } from '../domain/nouns';
import type { Uuid } from '../domain/ids';
import { Components } from './components';

/** A record's word that two keys name one thing; the smaller rank names the entity. */
export interface Bridge {
  readonly noun: number;
  readonly a: Uuid;
  readonly b: Uuid;
  readonly a_rank: number;
  readonly b_rank: number;
}

export interface Alias {
  readonly key: Uuid;
  readonly noun: number;
  readonly root: Uuid;
}

/**
 * Case numbers and codes: everything bridged is one entity, named by its strongest key (smallest rank, then smallest id),
 * so that neither the order of departments nor of nights shows.
 */
function foldNumbers(noun: number, bridges: readonly Bridge[]): Alias[] {
  const components = new Components();
  const ranks = new Map<Uuid, number>();
  const note = (key: Uuid, rank: number): void => {
    ranks.set(key, Math.min(rank, ranks.get(key) ?? rank));
  };
  for (const bridge of bridges) {
    components.join(bridge.a, bridge.b);
    note(bridge.a, bridge.a_rank);
    note(bridge.b, bridge.b_rank);
  }
  const strength = (key: Uuid): string => `${String(ranks.get(key) ?? 0).padStart(4, '0')} ${key}`;
  return components.groups().flatMap((group) => {
    const root = group.reduce((best, key) => (strength(key) < strength(best) ? key : best));
    return group.filter((key) => key !== root).map((key) => ({ key, noun, root }));
  });
}

/**
 * Street numbers: one names a compound only where the register ties it to that compound alone. A number that two
 * compounds share stays itself: joining the compounds through it would be wrong.
 */
function foldBases(bridges: readonly Bridge[]): Alias[] {
  const compounds = new Map<Uuid, Uuid | null>();
  for (const { a, b } of bridges) {
    const known = compounds.get(b);
    compounds.set(b, known === undefined || known === a ? a : null);
  }
  return [...compounds].flatMap(([key, root]) =>
    root === null ? [] : [{ key, noun: NOUN_CODE.Place, root }],
  );
}

/** All aliases that the bridges of one noun amount to. */
export function foldBridges(noun: number, bridges: readonly Bridge[]): Alias[] {
  return noun === NOUN_CODE.Place ? foldBases(bridges) : foldNumbers(noun, bridges);
}
