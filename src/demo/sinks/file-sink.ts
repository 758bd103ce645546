/** Writes a text file in big pieces, synchronously: the demo writes more than a thousand of them. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const PIECE = 1 << 18;

export class FileSink {
  private readonly fd: number;
  private text = '';
  lines = 0;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.fd = openSync(path, 'w');
  }

  /** Adds one line; the line feed is ours. */
  line(text: string): void {
    this.text += `${text}\n`;
    this.lines++;
    if (this.text.length > PIECE) this.flush();
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value));
  }

  /** Writes what is left and closes; returns the number of lines. */
  end(): number {
    this.flush();
    closeSync(this.fd);
    return this.lines;
  }

  private flush(): void {
    // writeSync may take fewer bytes than asked for.
    const bytes = Buffer.from(this.text, 'utf8');
    for (let done = 0; done < bytes.length;) done += writeSync(this.fd, bytes, done);
    this.text = '';
  }
}
