/** What truly happened, and the papers that departments made of it. */
import type { Moment } from '../clock';
import type { PlaceRef } from '../world/place-ref';
import type { Category } from './categories';

/** One thing that happened, however many departments wrote it down. Its id is the number of its first paper. */
export interface Incident {
  readonly id: string;
  readonly category: Category;
  readonly at: Moment;
  readonly place: PlaceRef;
  /** Name of the planted outbreak it belongs to. */
  readonly outbreak?: string;
}

/** Moments of the later stages, in order; Infinity for a stage never reached. They may lie after `asOf`. */
export type Stamps = readonly Moment[];

interface Paper {
  readonly number: string;
  readonly incident: Incident;
  readonly at: Moment;
  readonly stamps: Stamps;
}

/** Hotline: dispatched, handled, fed back. */
export interface Ticket extends Paper {
  /** Person index, or −1 for a caller who gave no name. */
  readonly caller: number;
  /** Days by which the first row is late. */
  readonly late: number;
  /** Number of the ticket that this one repeats. */
  readonly repeats?: string;
}

/** Grid service: accepted, dispatched, handled, fed back, verified, closed. */
export interface GridEvent extends Paper {
  readonly cites?: string;
}

export const URBAN_SOURCES = {
  HOTLINE: '12345热线',
  GRID: '网格上报',
  PATROL: '巡查发现',
  VIDEO: '视频监控',
} as const;

/** Urban management: filed, dispatched, handled, verified, closed. */
export interface UrbanCase extends Paper {
  readonly source: keyof typeof URBAN_SOURCES;
  readonly cites?: string;
  /** Thing index of the component concerned. */
  readonly thing?: number;
}

/** Police: registered, closed. */
export interface PoliceCall extends Paper {
  readonly caller: number;
}

export interface Inspection {
  readonly number: string;
  readonly organisation: number;
  readonly at: Moment;
}

export interface DayOfPapers {
  readonly tickets: readonly Ticket[];
  readonly gridEvents: readonly GridEvent[];
  readonly urbanCases: readonly UrbanCase[];
  readonly policeCalls: readonly PoliceCall[];
  readonly inspections: readonly Inspection[];
}

/** The last stage reached before `cutoff`, 0 for none, and the moment of the last change. */
export function progress(
  at: Moment,
  stamps: Stamps,
  cutoff: Moment,
): { stage: number; last: Moment } {
  let stage = 0;
  let last = at;
  for (const stamp of stamps) {
    if (stamp >= cutoff) break;
    stage++;
    last = stamp;
  }
  return { stage, last };
}
