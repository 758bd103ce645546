const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
/** First of the three bytes of a byte order mark. */
const MARK = 0xef;
/** A record longer than this has lost its closing quote. */
const LONGEST = 1 << 20;

export interface ScannedRecord {
  readonly bytes: Buffer;
  /** Bytes it takes in the file, line ends included. */
  readonly length: number;
  /** Line of the file that it begins on, from 1. */
  readonly line: number;
  readonly blank: boolean;
  /** No closing quote came. */
  readonly broken: boolean;
}

/**
 * Cuts bytes into CSV records before they are decoded, so that a line in a wrong encoding is a line and no more. Line ends
 * inside quotes belong to the record. Safe for UTF-8 and GB18030: neither uses the bytes of a line end or a quote
 * (0x0A, 0x22) inside a character.
 */
export class RecordScanner {
  readonly records: ScannedRecord[] = [];
  line: number;
  /** Bytes of all records so far. */
  consumed = 0;
  #held: Buffer = Buffer.alloc(0);
  /** Where the search goes on in what is held. */
  #at = 0;
  #quoted = false;
  /** Where the last quote closed; another right behind it is a doubled one, and opens again. */
  #closed = -2;
  #lines = 0;
  #firstEnd = -1;

  constructor(
    line: number,
    private readonly delimiter: number,
  ) {
    this.line = line;
  }

  push(chunk: Buffer, most: number): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const held = this.#held;
    let start = 0;
    for (; this.#at < held.length && this.records.length < most; this.#at += 1) {
      const byte = held[this.#at];
      if (byte === QUOTE) this.#quote(held, start);
      else if (byte === NEWLINE) {
        this.#lines += 1;
        if (this.#firstEnd < 0) this.#firstEnd = this.#at;
        if (!this.#quoted) {
          this.#take(held.subarray(start, this.#at + 1), this.#lines, false);
          start = this.#at + 1;
        } else if (this.#at - start > LONGEST) {
          // The first line alone is given up; what follows it is looked at anew.
          const end = this.#firstEnd + 1;
          this.#take(held.subarray(start, end), 1, true);
          start = end;
          this.#at = end - 1;
        }
      }
    }
    this.#held = held.subarray(start);
    this.#at -= start;
    this.#closed -= start;
    if (this.#firstEnd >= 0) this.#firstEnd -= start;
  }

  /** A quote opens at the beginning of a field only (RFC 4180); elsewhere it is a slip that must not swallow lines. */
  #quote(held: Buffer, start: number): void {
    if (this.#quoted) {
      this.#quoted = false;
      this.#closed = this.#at;
      return;
    }
    const first = this.#at === start || held[this.#at - 1] === this.delimiter;
    const afterMark = this.#at - start === 3 && held[start] === MARK;
    if (first || afterMark || this.#closed === this.#at - 1) this.#quoted = true;
  }

  /** The file ends here: what is held is its last record, or, in open quotes, lines that are looked at one by one. */
  end(): void {
    if (this.#held.length === 0) return;
    if (!this.#quoted) {
      this.#take(this.#held, 1, false);
      this.#held = Buffer.alloc(0);
      return;
    }
    const cut = this.#held.indexOf(NEWLINE) + 1;
    const end = cut === 0 ? this.#held.length : cut;
    const rest = this.#held.subarray(end);
    this.#take(this.#held.subarray(0, end), 1, true);
    this.#held = Buffer.alloc(0);
    this.push(rest, Infinity);
    this.end();
  }

  #take(bytes: Buffer, lines: number, broken: boolean): void {
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === NEWLINE || bytes[end - 1] === RETURN)) end -= 1;
    this.records.push({ bytes, length: bytes.length, line: this.line, blank: end === 0, broken });
    this.line += lines;
    this.consumed += bytes.length;
    this.#lines = 0;
    this.#quoted = false;
    this.#closed = -2;
    this.#firstEnd = -1;
    if (broken) this.#at = 0;
  }
}
