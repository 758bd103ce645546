/** Things to be written on a later day. Holds only what is still to come. */
import type { Day } from '../clock';

export class DayQueue<T> {
  private readonly days = new Map<Day, T[]>();

  put(day: Day, item: T): void {
    const list = this.days.get(day);
    if (list === undefined) this.days.set(day, [item]);
    else list.push(item);
  }

  /** Takes what stands for a day, in the order in which it came. */
  take(day: Day): T[] {
    const list = this.days.get(day) ?? [];
    this.days.delete(day);
    return list;
  }
}
