/** Lines of JSON in the order of their last change, as the HTTP departments hand them out. */
import { dayOf, isoMoment, type Day, type Moment } from '../clock';
import { DayQueue } from '../sinks/day-queue';
import type { FileSink } from '../sinks/file-sink';

interface Line {
  readonly changed: Moment;
  readonly text: string;
}

export class JsonDrops {
  private readonly queue = new DayQueue<Line>();
  /** Rows taken so far. */
  rows = 0;

  /** @param form how this department writes `gxsj`; it must sort as time does */
  constructor(
    private readonly sink: FileSink,
    private readonly form: (moment: Moment) => string = isoMoment,
  ) {}

  /** Takes a row as it stands now; `gxsj` is added. */
  add(changed: Moment, row: Record<string, unknown>): void {
    this.rows++;
    const text = JSON.stringify({ ...row, gxsj: this.form(changed) });
    this.queue.put(dayOf(changed), { changed, text });
  }

  endDay(day: Day): void {
    const lines = this.queue.take(day);
    lines.sort((a, b) => a.changed - b.changed);
    for (const line of lines) this.sink.line(line.text);
  }
}
