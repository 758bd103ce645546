import type { Connector, Stream } from '../connect/connector';
import type { LinkRole } from '../domain/nouns';
import type { Uuid } from '../domain/ids';
import type { QuarantineRow, SyncRunRow } from '../graph/read/runs';
import type { RecordRow } from '../graph/read/records';
import type { EntityRow } from '../graph/read/types';
import type { TrendPointRow } from '../trend';

/** What resolvers get as their parent: rows of the reads, and the few shapes that are put together here. */

export type EntityModel = EntityRow;

/** A record; `__typename` is the record type of its stream. */
export interface RecordModel extends RecordRow {
  readonly __typename: string;
}

/** `id` is the connector's name. */
export interface ConnectorModel {
  readonly __typename: 'Connector';
  readonly id: string;
  readonly connector: Connector;
}

/** A stream with the schema's view of it. */
export type StreamModel = Stream;

export interface SyncRunModel extends SyncRunRow {
  readonly __typename: 'SyncRun';
}

export interface QuarantineModel extends QuarantineRow {
  readonly __typename: 'Quarantine';
}

/** Whatever node(id) can find. Entities are told apart by `noun`, everything else by `__typename`. */
export type NodeModel = EntityModel | RecordModel | ConnectorModel | SyncRunModel | QuarantineModel;

export interface HouseholdModel {
  readonly id: Uuid;
}

/** A tie as seen from the entity that was asked. */
export interface LinkModel {
  readonly role: LinkRole;
  readonly outward: boolean;
  readonly since: string | null;
  readonly until: string | null;
  readonly streams: readonly number[];
  readonly other: EntityModel;
}

export interface ProvenanceModel {
  readonly attribute: string;
  readonly streamId: number;
  /** 'streamId:key' */
  readonly record: string;
}

export interface TimelineStepModel {
  readonly stage: string;
  readonly at: string;
  readonly streamId: number;
  /** 'streamId:key' */
  readonly record: string;
}

export interface TermModel {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export type DepartmentModel = TermModel;

export interface CategoryModel extends TermModel {
  readonly parent: string | null;
}

export interface RiskTrendModel {
  readonly category: CategoryModel;
  readonly area: EntityModel;
  readonly grain: 'DAY' | 'WEEK';
  readonly timeZone: string;
  readonly suppressedBelow: number | null;
  readonly points: readonly TrendPointRow[];
}

/** Everything that is to be said of a caller lies in the context. */
export interface CallerModel {
  readonly principal: string;
}
