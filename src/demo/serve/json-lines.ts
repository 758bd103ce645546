/**
 * A file of JSON lines in the order of their last change (`gxsj`), read by position or by time. Holds one offset and one
 * time for every 256 lines, so memory is a thousandth of the file.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const STEP = 256;
const TIME = /"gxsj":"([^"]+)"/;

interface Mark {
  readonly offset: number;
  readonly changed: string;
}

interface Index {
  /** Size and time of the file that was indexed. */
  readonly stamp: string;
  readonly lines: number;
  readonly marks: readonly Mark[];
}

export interface Slice {
  readonly rows: unknown[];
  /** Lines in the whole file. */
  readonly total: number;
  /** Changes whenever the file does: positions of another stamp are worth nothing. */
  readonly stamp: string;
}

export class JsonLines {
  private index: Promise<Index> | undefined;

  constructor(private readonly path: string) {}

  /** Position of the first line changed at or after `since` (`YYYY-MM-DD HH:MM:SS`), and what the file holds now. */
  async find(since: string): Promise<{ first: number; total: number; stamp: string }> {
    const index = await this.current();
    let mark = 0;
    while (mark + 1 < index.marks.length && (index.marks[mark + 1]?.changed ?? '') < since) mark++;
    let first = mark * STEP;
    for await (const line of this.lines(index, first)) {
      if ((TIME.exec(line)?.[1] ?? '') >= since) break;
      first++;
    }
    return { first: Math.min(first, index.lines), total: index.lines, stamp: index.stamp };
  }

  /** Up to `count` rows from position `first` on. */
  async slice(first: number, count: number): Promise<Slice> {
    const index = await this.current();
    const rows: unknown[] = [];
    let position = Math.floor(first / STEP) * STEP;
    if (first < index.lines && count > 0) {
      for await (const line of this.lines(index, position)) {
        if (position++ < first) continue;
        rows.push(JSON.parse(line));
        if (rows.length === count) break;
      }
    }
    return { rows, total: index.lines, stamp: index.stamp };
  }

  private async *lines(index: Index, position: number): AsyncGenerator<string> {
    const offset = index.marks[position / STEP]?.offset;
    if (offset === undefined) return;
    const input = createReadStream(this.path, { start: offset });
    const reader = createInterface({ input, crlfDelay: Infinity });
    try {
      for await (const line of reader) yield line;
    } finally {
      reader.close();
      input.destroy();
    }
  }

  /** The index, made again when the file has changed. */
  private async current(): Promise<Index> {
    const { size, mtimeMs, ino } = await stat(this.path);
    const stamp = [size, mtimeMs, ino].map((n) => Math.round(n).toString(36)).join('-');
    const known = await this.index?.catch(() => undefined);
    if (known?.stamp !== stamp) this.index = this.build(stamp);
    return this.index ?? this.build(stamp);
  }

  private async build(stamp: string): Promise<Index> {
    const file = await open(this.path);
    const marks: Mark[] = [];
    const buffer = Buffer.allocUnsafe(1 << 18);
    let lines = 0;
    let start = 0;
    let line = '';
    try {
      for (let at = 0; ;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
        if (bytesRead === 0) break;
        let from = 0;
        for (
          let end = buffer.indexOf(10);
          end >= 0 && end < bytesRead;
          end = buffer.indexOf(10, from)
        ) {
          if (lines % STEP === 0) {
            line += buffer.toString('latin1', from, end);
            marks.push({ offset: start, changed: TIME.exec(line)?.[1] ?? '' });
          }
          line = '';
          lines++;
          from = end + 1;
          start = at + from;
        }
        if (lines % STEP === 0) line += buffer.toString('latin1', from, bytesRead);
        at += bytesRead;
      }
    } finally {
      await file.close();
    }
    return { stamp, lines, marks };
  }
}
