/** Fills a MariaDB table by INSERTs of many rows, on a connection of its own. */
import type { Connection } from 'mysql2/promise';
import type { Cell } from './csv';
import type { RowSink } from './row-sink';

const ROWS_AT_ONCE = 500;

export class InsertSink implements RowSink {
  private pending: Cell[][] = [];
  private rows = 0;

  /** @param target table and columns as they stand after INSERT INTO, written by the caller, never from data */
  constructor(
    private readonly connection: Connection,
    private readonly target: string,
  ) {}

  row(cells: readonly Cell[]): void {
    this.pending.push([...cells]);
    this.rows++;
  }

  async drain(): Promise<void> {
    if (this.pending.length >= ROWS_AT_ONCE) await this.flush();
  }

  async end(): Promise<number> {
    await this.flush();
    return this.rows;
  }

  private async flush(): Promise<void> {
    const rows = this.pending;
    this.pending = [];
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await this.connection.query(`INSERT INTO ${this.target} VALUES ?`, [
        rows.slice(at, at + ROWS_AT_ONCE),
      ]);
    }
  }
}
