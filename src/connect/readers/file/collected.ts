import type { Checkpoint, Page, SourceRow, UnreadableRow } from '../../reader';
import { HEAVY, type Batch } from './batch';

/** A page under way: small files share one, as long as they have the same header. */
export class Collected {
  #rows: SourceRow[] = [];
  #unreadable: UnreadableRow[] = [];
  #columns = new Set<string>();
  #weight = 0;

  /** `declared`: columns are those of a header, and not merely those that rows happened to hold. */
  constructor(
    private readonly pageSize: number,
    private readonly declared: boolean,
  ) {}

  get room(): number {
    return Math.max(0, this.pageSize - this.#rows.length - this.#unreadable.length);
  }

  get full(): boolean {
    return this.room === 0 || this.#weight >= HEAVY;
  }

  get empty(): boolean {
    return this.#rows.length + this.#unreadable.length === 0;
  }

  /**
   * False where the page has another header than the batch and must be ended first: on a page of both, a column that one file
   * lacks would look as if it were there and empty.
   */
  fits({ columns }: Batch): boolean {
    if (!this.declared || columns.length === 0 || this.#columns.size === 0) return true;
    return (
      columns.length === this.#columns.size && columns.every((name) => this.#columns.has(name))
    );
  }

  add({ rows, unreadable, columns, weight }: Batch): void {
    for (const row of rows) this.#rows.push(row);
    for (const row of unreadable) this.#unreadable.push(row);
    for (const column of columns) this.#columns.add(column);
    this.#weight += weight;
  }

  /** Something that is wrong with a file as a whole, where a steward looks for rows that did not come in. */
  tell(row: UnreadableRow): void {
    this.#unreadable.push(row);
  }

  /** The page, and a new one begun. A clock ahead of ours is not believed in `asOf` (milliseconds since 1970; null: not known). */
  take(checkpoint: Checkpoint, asOf: number | null): Page {
    const page = {
      rows: this.#rows,
      unreadable: this.#unreadable,
      columns: [...this.#columns],
      ...(this.declared && this.#columns.size > 0 ? { columnsDeclared: true } : {}),
      checkpoint,
      ...(asOf === null ? {} : { asOf: new Date(Math.min(asOf, Date.now())).toISOString() }),
    };
    this.#rows = [];
    this.#unreadable = [];
    this.#columns = new Set();
    this.#weight = 0;
    return page;
  }
}
