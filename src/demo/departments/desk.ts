/** A department that hears of each day's papers and keeps its own. */
import type { Day, Moment } from '../clock';
import type { DayOfPapers } from '../events/types';
import type { Truth } from './truth';

export interface Desk {
  /** Takes what happened on a day, and writes what is due by its end. Days come in order. */
  day(papers: DayOfPapers, day: Day): void;
  /** Closes its files; rows written, by `department.stream`. */
  end(): Readonly<Record<string, number>>;
}

export interface DeskOptions {
  /** The departments' folder; each desk has one of its own in it. */
  readonly departments: string;
  readonly truth: Truth;
  /** Moments at or behind it have not come yet. */
  readonly cutoff: Moment;
}
