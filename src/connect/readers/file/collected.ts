import type { Checkpoint, Page, SourceRow, UnreadableRow } from '../../reader';
import type { Batch, SourceFile } from './batch';

/** A page under way: small files share one. */
export class Collected {
  #rows: SourceRow[] = [];
  #unreadable: UnreadableRow[] = [];
  #columns = new Set<string>();
  #changed: number | null = null;

  constructor(private readonly pageSize: number) {}

  get room(): number {
    return Math.max(0, this.pageSize - this.#rows.length - this.#unreadable.length);
  }

  get empty(): boolean {
    return this.#rows.length + this.#unreadable.length === 0;
  }

  add({ rows, unreadable, columns }: Batch, { changed }: SourceFile): void {
    for (const row of rows) this.#rows.push(row);
    for (const row of unreadable) this.#unreadable.push(row);
    for (const column of columns) this.#columns.add(column);
    this.#changed = changed;
  }

  /** The page, and a new one begun. What it holds is as old as the file that was read last; a clock ahead of ours is not believed. */
  take(checkpoint: Checkpoint): Page {
    const asOf = this.#changed === null ? null : Math.min(this.#changed, Date.now());
    const page = {
      rows: this.#rows,
      unreadable: this.#unreadable,
      columns: [...this.#columns],
      checkpoint,
      ...(asOf === null ? {} : { asOf: new Date(asOf).toISOString() }),
    };
    this.#rows = [];
    this.#unreadable = [];
    this.#columns = new Set();
    return page;
  }
}
