import type { Uuid } from '../../domain/ids';
import type { ErrorCode } from '../../domain/errors';

/** What a record says, taken apart: rows of the tables mention, claim, bridge and doorplate. */
export interface MappedMention {
  readonly name: string;
  readonly noun: number;
  /** Where the anchor alone puts it; null: makes no entity of its own. */
  readonly entityId: Uuid | null;
  readonly anchor: Uuid | null;
  readonly tail: string | null;
  readonly doorplate: Uuid | null;
  /** Places below the area tree: the base that tail hangs under; else null. */
  readonly base: Uuid | null;
  readonly identified: boolean;
  readonly attrs: Readonly<Record<string, unknown>>;
}

export interface MappedClaim {
  readonly ord: number;
  readonly role: string;
  readonly from: string;
  readonly to: string;
  readonly since: string | null;
  readonly until: string | null;
}

export interface MappedBridge {
  readonly name: string;
  readonly noun: number;
  readonly a: Uuid;
  readonly b: Uuid;
  readonly aRank: number;
  readonly bRank: number;
}

export interface MappedDoorplate {
  readonly name: string;
  readonly code: Uuid;
  readonly base: Uuid;
  readonly tail: string;
}

export interface MappedRow {
  readonly observedAt: string | null;
  readonly mentions: readonly MappedMention[];
  readonly claims: readonly MappedClaim[];
  readonly bridges: readonly MappedBridge[];
  readonly doorplates: readonly MappedDoorplate[];
}

/** Why a row cannot be mapped. `message` says shapes, never values. */
export interface RowFault {
  readonly code: ErrorCode;
  readonly item: string | null;
  readonly message: string;
}

export type MapResult =
  { readonly ok: true; readonly row: MappedRow } | { readonly ok: false; readonly fault: RowFault };
