import type { FaultsError } from '../domain/faults';
import type { ItemKind, SharingClass } from '../domain/nouns';
import type { MaskName } from '../domain/masks';
import type { Uuid } from '../domain/ids';
import type { ConnectorSpec, ItemSpec, StreamSpec } from './spec';
import type { Reader } from './reader';

/** An item as everyone downstream sees it: nothing left open, NOT_SHARED ones already gone. */
export interface Item extends Omit<ItemSpec, 'kind' | 'mask' | 'share' | 'from'> {
  readonly name: string;
  readonly from: string;
  readonly kind: ItemKind;
  readonly mask: MaskName;
  readonly share: SharingClass;
}

export interface Stream {
  /** Deterministic number, the same in every hub (domain/ids streamNumber). */
  readonly id: number;
  readonly name: string;
  readonly connector: string;
  readonly recordType: string;
  readonly spec: StreamSpec;
  /** Items that may be read, by name. */
  readonly items: ReadonlyMap<string, Item>;
  /** Source fields that are declared NOT_SHARED: never read, and never reported as new. */
  readonly neverRead: readonly string[];
  /** Hash of everything that decides how a row is mapped; a change maps every kept row again. */
  readonly mappingVersion: Uuid;
  /** Hash of everything that decides which rows a read brings and how they are decoded; a change reads the source from its beginning. */
  readonly sourceVersion: Uuid;
}

export interface Connector {
  readonly id: string;
  readonly file: string;
  readonly spec: ConnectorSpec;
  readonly streams: readonly Stream[];
  readonly version: Uuid;
  /** Makes a reader; secrets are expanded here and nowhere else. */
  openReader(): Reader;
}

/** All connectors of a hub, checked against each other. */
export interface Catalogue {
  readonly connectors: readonly Connector[];
  readonly streams: ReadonlyMap<number, Stream>;
  /** What is wrong with each of those that are there and cannot be used (`loadUsable`); empty after `loadCatalogue`. */
  readonly unusable: ReadonlyMap<string, FaultsError>;
  /** Ids of all sources, those of `unusable` among them: each is asked for every night, and one that cannot be read is a failure of that source. */
  readonly sources: readonly string[];
  /** WangshuError CONNECTOR_UNKNOWN, or the faults of one that cannot be used. */
  connector(id: string): Connector;
  stream(id: number): Stream;
}
