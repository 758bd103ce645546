/** The true district, before any department writes it down. Indexes are positions in the world's own arrays. */
import type { Day } from '../clock';
import type { Point } from './coordinates';

export interface Subdistrict {
  readonly code: string;
  readonly name: string;
  readonly centre: Point;
  /** Community indexes [first, end). */
  readonly communities: Range;
  readonly roads: Range;
}

export interface Community {
  readonly code: string;
  readonly name: string;
  readonly subdistrict: number;
  readonly centre: Point;
  readonly grids: Range;
}

export interface Grid {
  /** 20 digits, CJ/T 349 layout: object, division, subdistrict, community, sequence. */
  readonly code: string;
  readonly name: string;
  readonly community: number;
  readonly centre: Point;
}

export interface Range {
  first: number;
  end: number;
}

/** A residential compound (小区) or an office building complex, with its gate on a road. */
export interface Compound {
  readonly index: number;
  readonly kind: 'HOME' | 'OFFICE';
  readonly name: string;
  readonly road: string;
  readonly number: number;
  readonly grid: number;
  /** Doorplate code of the gate. */
  readonly doorplate: string;
  readonly point: Point;
  readonly buildings: Building[];
  /** Households [first, end); empty for offices. */
  readonly homes: Range;
}

export interface Building {
  readonly compound: number;
  readonly label: number;
  /** 0 when rooms hang on the building without a unit between. */
  readonly units: number;
  readonly floors: number;
  readonly perFloor: number;
  readonly doorplate: string;
  readonly point: Point;
}

/** A doorplate on a road with a business behind it. */
export interface Shop {
  readonly index: number;
  readonly road: string;
  readonly number: number;
  readonly grid: number;
  readonly doorplate: string;
  readonly point: Point;
}

export interface Person {
  /** Position; the true id is `P` and seven digits. */
  readonly index: number;
  readonly name: string;
  readonly sex: 1 | 2;
  readonly birth: Day;
  readonly ethnicity: string;
  /** GB/T 2261.2. */
  readonly marital: string;
  readonly identityNumber: string;
  readonly phone: string;
  /** Index into DIVISIONS; 0 is the district itself. */
  readonly origin: number;
  /** Household index, or −1 for people who live elsewhere. */
  readonly household: number;
  /** GB/T 4761: 02 head, 10 spouse, 20 son, 30 daughter, 51 father, 52 mother, 99 not related. */
  readonly relation: string;
  readonly movedIn: Day;
}

/** A household lives in one room; household index and room index are the same. */
export interface Households {
  /** Person range of household h: [personStart[h], personStart[h + 1]). */
  readonly personStart: Int32Array;
  readonly compound: Int32Array;
  /** Position in the compound's buildings. */
  readonly building: Uint16Array;
  readonly unit: Uint8Array;
  readonly room: Uint16Array;
}

export interface Organisation {
  readonly index: number;
  readonly creditCode: string;
  readonly name: string;
  readonly kind: string;
  readonly scope: string;
  readonly representative: number;
  readonly phone: string;
  readonly founded: Day;
  readonly status: string;
  readonly site: OrganisationSite;
}

/** A true place that something can point at. */
export type PlaceRef =
  | { readonly kind: 'ROOM'; readonly household: number }
  | { readonly kind: 'BUILDING'; readonly compound: number; readonly building: number }
  | { readonly kind: 'COMPOUND'; readonly compound: number }
  | { readonly kind: 'SHOP'; readonly shop: number }
  | {
      readonly kind: 'OFFICE';
      readonly compound: number;
      readonly building: number;
      readonly room: number;
    };

export type OrganisationSite = Extract<PlaceRef, { kind: 'SHOP' | 'OFFICE' }>;

export interface Thing {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly grid: number;
  readonly point: Point;
  /** Building of a lift, nearest gate or shop of the rest; absent where the grid has neither. */
  readonly place?: PlaceRef;
  readonly status: string;
}

export interface World {
  readonly seed: number;
  readonly residents: number;
  readonly asOf: Day;
  readonly subdistricts: readonly Subdistrict[];
  readonly communities: readonly Community[];
  readonly grids: readonly Grid[];
  readonly compounds: readonly Compound[];
  readonly shops: readonly Shop[];
  /** Residents first (`residents` of them), then people who live elsewhere. */
  readonly people: readonly Person[];
  readonly households: Households;
  /** Married couples as pairs of person indexes [husband, wife]; at least one lives here. */
  readonly couples: readonly (readonly [husband: number, wife: number])[];
  readonly organisations: readonly Organisation[];
  readonly things: readonly Thing[];
}

/** Events, organisations and things are counted for a district of this many residents and scaled from there. */
export const DEFAULT_RESIDENTS = 60_000;
