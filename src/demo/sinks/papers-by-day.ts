/** Papers that come again in the drop of each day on which they move, as they stood at its end. */
import { DAY, dayOf, type Day, type Moment } from '../clock';
import { progress, type Stamps } from '../events/types';
import { DayQueue } from './day-queue';

export interface MovingPaper {
  readonly at: Moment;
  readonly stamps: Stamps;
}

/** A paper in the drop of a day. */
export interface Dropped<T> {
  readonly paper: T;
  /** Its first drop of all. */
  readonly first: boolean;
  /** Stages reached by the end of the day, 0 for none, and the moment of the last change. */
  readonly stage: number;
  readonly last: Moment;
}

export class PapersByDay<T extends MovingPaper> {
  private readonly queue = new DayQueue<T>();

  /** @param cutoff moments at or behind it have not come yet */
  constructor(private readonly cutoff: Moment) {}

  /** Takes a paper; it will be in the drops of all days on which it moves. One that begins behind the cutoff is let go. */
  add(paper: T): void {
    const days = new Set<Day>();
    for (const moment of [paper.at, ...paper.stamps]) {
      if (moment < this.cutoff) days.add(dayOf(moment));
    }
    for (const day of days) this.queue.put(day, paper);
  }

  take(day: Day): Dropped<T>[] {
    return this.queue.take(day).map((paper) => ({
      paper,
      first: dayOf(paper.at) === day,
      ...progress(paper.at, paper.stamps, (day + 1) * DAY),
    }));
  }
}
