import type { Checkpoint, Page, SourceRow, UnreadableRow } from '../../reader';
import type { Batch } from './batch';

/** A page under way: small files share one. */
export class Collected {
  #rows: SourceRow[] = [];
  #unreadable: UnreadableRow[] = [];
  #columns = new Set<string>();

  constructor(private readonly pageSize: number) {}

  get room(): number {
    return Math.max(0, this.pageSize - this.#rows.length - this.#unreadable.length);
  }

  get empty(): boolean {
    return this.#rows.length + this.#unreadable.length === 0;
  }

  add({ rows, unreadable, columns }: Batch): void {
    for (const row of rows) this.#rows.push(row);
    for (const row of unreadable) this.#unreadable.push(row);
    for (const column of columns) this.#columns.add(column);
  }

  /** The page, and a new one begun. A clock ahead of ours is not believed in `asOf` (milliseconds since 1970; null: not known). */
  take(checkpoint: Checkpoint, asOf: number | null): Page {
    const page = {
      rows: this.#rows,
      unreadable: this.#unreadable,
      columns: [...this.#columns],
      checkpoint,
      ...(asOf === null ? {} : { asOf: new Date(Math.min(asOf, Date.now())).toISOString() }),
    };
    this.#rows = [];
    this.#unreadable = [];
    this.#columns = new Set();
    return page;
  }
}
