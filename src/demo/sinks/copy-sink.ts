/** Fills a PostgreSQL table by COPY, on a connection of its own. */
import { once } from 'node:events';
import type { Client } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { Cell } from './csv';

const PIECE = 1 << 16;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** Takes rows as fast as they come; call `drain` now and then, so that memory stays small. */
export class CopySink {
  private readonly stream: CopyStreamQuery;
  private text = '';
  private failure: Error | undefined;
  rows = 0;

  /** @param target table and columns as they stand after COPY, written by the caller, never from data */
  constructor(client: Client, target: string) {
    this.stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
    this.stream.on('error', (error: Error) => {
      this.failure = error;
    });
  }

  row(cells: readonly Cell[]): void {
    let line = '';
    for (let i = 0; i < cells.length; i++) {
      if (i > 0) line += '\t';
      const cell = cells[i];
      if (cell === null || cell === undefined) line += '\\N';
      else if (typeof cell === 'number') line += cell;
      else
        line += /[\\\t\n\r]/.test(cell)
          ? cell.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c)
          : cell;
    }
    this.text += `${line}\n`;
    this.rows++;
  }

  /** Hands over what has gathered, and waits until the server has taken it. */
  async drain(): Promise<void> {
    if (this.text.length >= PIECE) await this.flush();
  }

  /** Ends the COPY; returns the number of rows. Throws what the server says. */
  async end(): Promise<number> {
    await this.flush();
    const done = once(this.stream, 'finish');
    this.stream.end();
    await done;
    return this.rows;
  }

  private async flush(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const text = this.text;
    this.text = '';
    if (text !== '' && !this.stream.write(text)) await once(this.stream, 'drain');
  }
}
