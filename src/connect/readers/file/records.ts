const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** A record longer than this has lost its closing quote, or is none. */
export const LONGEST = 1 << 20;
/** So much of a line that is too long is kept. */
const KEPT = 1 << 16;

export interface ScannedRecord {
  readonly bytes: Buffer;
  /** Bytes it takes in the file, line ends included. */
  readonly length: number;
  /** Line of the file that it begins on, from 1. */
  readonly line: number;
  readonly blank: boolean;
  /** `quote`: no closing quote came where one may stand; `length`: longer than LONGEST, `bytes` are its beginning. */
  readonly broken: 'quote' | 'length' | null;
}

/**
 * Cuts bytes into CSV records before they are decoded, so that a line in a wrong encoding is a line and no more. Line ends
 * inside quotes belong to the record (RFC 4180). Where a quote that spans lines does not close as it must, its first
 * line alone is given up and the lines behind it are looked at anew. The cuts do not depend on where chunks end.
 * Safe for UTF-8 and GB18030: neither uses the bytes of a line end or a quote (0x0A, 0x22) inside a character. Without a
 * delimiter quotes mean nothing, and every line is a record.
 */
export class RecordScanner {
  readonly records: ScannedRecord[] = [];
  line: number;
  /** Bytes of all records so far. */
  consumed = 0;
  #held: Buffer = Buffer.alloc(0);
  /** Where in what is held the record begins, and where the search goes on. */
  #start = 0;
  #at = 0;
  #quoted = false;
  /** Where the last quote closed; another right behind it is a doubled one, and opens again. */
  #closed = -2;
  #lines = 0;
  /** End of the record's first line, while it spans several. */
  #firstEnd = -1;
  /** Bytes of a line that is too long which were passed over and are no longer held. */
  #passed = 0;

  constructor(
    line: number,
    private readonly delimiter: number | null,
  ) {
    this.line = line;
  }

  /** Bytes that were pushed and stand in no record yet. */
  get held(): Buffer {
    return this.#held;
  }

  /** Everything that was pushed stands in a record. */
  get done(): boolean {
    return this.#held.length === 0 && this.#passed === 0;
  }

  push(chunk: Buffer, most: number): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    do this.#scan(most);
    while (this.records.length < most && this.#shorten());
    if (this.#start === 0) return;
    this.#held = this.#held.subarray(this.#start);
    this.#at -= this.#start;
    this.#closed -= this.#start;
    if (this.#firstEnd >= 0) this.#firstEnd -= this.#start;
    this.#start = 0;
  }

  /** The file ends here: what is held is its last record, or, in open quotes, lines that are looked at one by one. */
  end(most: number): void {
    while (!this.done && this.records.length < most) {
      if (this.#quoted && this.#passed === 0) {
        this.#giveUp();
        this.#at += 1;
      } else this.#take(this.#held.length, this.#passed > 0 ? 'length' : null);
      this.push(Buffer.alloc(0), most);
    }
  }

  #scan(most: number): void {
    const held = this.#held;
    for (; this.#at < held.length && this.records.length < most; this.#at += 1) {
      if (this.#passed > 0) {
        const end = held.indexOf(NEWLINE, this.#at);
        this.#at = end < 0 ? held.length - 1 : end;
        if (end >= 0) this.#take(end + 1, 'length');
      } else if (this.#quoted) this.#inside(held[this.#at]);
      else this.#outside(held[this.#at]);
    }
  }

  #inside(byte: number | undefined): void {
    if (byte === QUOTE) {
      this.#quoted = false;
      this.#closed = this.#at;
    } else if (byte === NEWLINE) {
      this.#lines += 1;
      if (this.#firstEnd < 0) this.#firstEnd = this.#at;
      if (this.#at - this.#start >= LONGEST) this.#giveUp();
    }
  }

  #outside(byte: number | undefined): void {
    const first = this.#at === this.#start;
    if (this.#closed === this.#at - 1 && byte === QUOTE) this.#quoted = true;
    else if (byte === NEWLINE) {
      if (this.#at - this.#start >= LONGEST) this.#giveUp();
      else this.#take(this.#at + 1, null);
    } else if (
      this.#firstEnd >= 0 &&
      this.#closed === this.#at - 1 &&
      byte !== this.delimiter &&
      byte !== RETURN
    ) {
      this.#giveUp();
    } else if (byte === QUOTE && this.delimiter !== null) {
      // A quote opens at the beginning of a field only; elsewhere it is a slip that must not swallow lines.
      const afterMark =
        this.#at - this.#start === 3 && this.#held.subarray(this.#start, this.#at).equals(MARK);
      this.#quoted = first || afterMark || this.#held[this.#at - 1] === this.delimiter;
    }
  }

  /** Keeps memory bounded where no line end comes. True where the search must go on. */
  #shorten(): boolean {
    const length = this.#held.length - this.#start;
    if (this.#passed > 0) {
      // Only the beginning is kept; the rest is counted.
      this.#passed += Math.max(0, length - KEPT);
      this.#held = this.#held.subarray(this.#start, this.#start + KEPT);
      this.#start = 0;
      this.#at = this.#held.length;
      return false;
    }
    if (length <= LONGEST) return false;
    if (this.#firstEnd < 0) {
      this.#passed = length - KEPT;
      this.#held = Buffer.from(this.#held.subarray(this.#start, this.#start + KEPT));
      this.#start = 0;
      this.#at = KEPT;
      return false;
    }
    this.#giveUp();
    this.#at += 1;
    return true;
  }

  /** The first line alone is given up; what follows it is looked at anew. */
  #giveUp(): void {
    const end =
      this.#firstEnd >= 0 ? this.#firstEnd + 1 : Math.min(this.#at + 1, this.#held.length);
    this.#lines = 0;
    this.#take(end, end - this.#start > LONGEST ? 'length' : 'quote');
    this.#at = end - 1;
  }

  #take(end: number, broken: ScannedRecord['broken']): void {
    const bytes = this.#held.subarray(this.#start, end);
    const length = bytes.length + this.#passed;
    let full = bytes.length;
    while (full > 0 && (bytes[full - 1] === NEWLINE || bytes[full - 1] === RETURN)) full -= 1;
    this.records.push({
      bytes: broken === 'length' ? bytes.subarray(0, KEPT) : bytes,
      length,
      line: this.line,
      blank: full === 0,
      broken,
    });
    this.line += this.#lines + 1;
    this.consumed += length;
    this.#start = end;
    this.#lines = 0;
    this.#quoted = false;
    this.#closed = -2;
    this.#firstEnd = -1;
    this.#passed = 0;
  }
}
