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
  connector(id: string): Connector;
  stream(id: number): Stream;
}
