import { HEAVY, type Spot } from './batch';
import type { Codec, Scannable } from './encoding';
import type { OpenFile } from './folder';
import { RecordScanner, type ScannedRecord } from './records';

const CHUNK = 1 << 20;

export interface Records {
  readonly records: ScannedRecord[];
  /** Byte and line behind them; null: the file ends here. */
  readonly next: Spot | null;
  readonly behind: Spot;
  /** Bytes of all of them. */
  readonly bytes: number;
}

/** Records of a file from a byte on, so many at a time. What was read and not handed out is kept, not read again. */
export class RecordSource {
  readonly #scanner: RecordScanner;
  readonly #scannable: Scannable;
  /** The byte that is read next. */
  #at: number;
  #ended = false;

  constructor(
    private readonly handle: OpenFile,
    private readonly codec: Codec,
    from: Spot,
    delimiter: string | null,
  ) {
    this.#at = from.at;
    this.#scannable = codec.scanner();
    this.#scanner = new RecordScanner(from.line, delimiter?.charCodeAt(0) ?? null);
  }

  /** At most `most` records, blank ones among them; fewer at the end of the file, and where they are long. */
  async take(most: number): Promise<Records> {
    const scanner = this.#scanner;
    const from = scanner.consumed;
    scanner.push(Buffer.alloc(0), most);
    while (scanner.records.length < most && scanner.consumed - from < HEAVY && !this.#ended) {
      const bytes = await this.handle.read(this.#at, CHUNK);
      this.#at += bytes.length;
      this.#ended = bytes.length === 0;
      scanner.push(this.#ended ? this.#scannable.end() : this.#scannable.push(bytes), most);
    }
    if (this.#ended) scanner.end(most);
    const records = scanner.records.splice(0);
    const unread = this.#scannable.pending + this.codec.raw(scanner.held).length;
    const behind = { at: this.#at - unread, line: scanner.line };
    const bytes = scanner.consumed - from;
    return { records, behind, bytes, next: this.#ended && scanner.done ? null : behind };
  }
}
