import type { ItemKind } from '../domain/nouns';
import type { Uuid } from '../domain/ids';

/**
 * What one caller may see for one purpose, worked out once per request and handed to every read as a required argument.
 * There is no read without one, and none that sees everything: even the hub's own reports run under a scope.
 */
export interface Scope {
  readonly principal: string;
  readonly role: string;
  readonly department: string | null;
  readonly purpose: string;
  readonly caseNumber: string | null;
  /** Area ids (with everything below them) the caller works in; 'ALL' is the whole district. */
  readonly areas: 'ALL' | readonly Uuid[];
  /** Streams whose records the caller may read for this purpose. */
  readonly streams: readonly number[];
  /** How items of each kind are shown. */
  readonly view: Readonly<Record<ItemKind, ItemView>>;
  /** Rights that are not reads of the graph: 'sync', 'quarantine', 'audit', 'push'. */
  readonly rights: ReadonlySet<string>;
}

/** WHOLE: as it is; MASKED: through the item's mask; HIDDEN: null. */
export type ItemView = 'WHOLE' | 'MASKED' | 'HIDDEN';
