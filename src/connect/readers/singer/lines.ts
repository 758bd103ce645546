const NEWLINE = 0x0a;
/** So much of a line that is too long is kept. */
const KEPT = 1 << 16;

export interface Line {
  /** The line without its end; of one that is too long, its beginning. */
  readonly bytes: Buffer;
  /** Longer than allowed. */
  readonly long: boolean;
  /** It has no line end: the tap ended within it. */
  readonly cut: boolean;
}

/** Cuts what a tap writes into lines, those of one chunk at a time. Holds `longest` bytes at most, however long a line is. */
export class LineCutter {
  #held: Buffer[] = [];
  #length = 0;
  #kept = 0;

  constructor(private readonly longest: number) {}

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.#hold(chunk.subarray(from, at));
      lines.push(this.#take(false));
      from = at + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
    return lines;
  }

  /** What stands behind the last line end. */
  end(): Line[] {
    return this.#length === 0 ? [] : [this.#take(true)];
  }

  #hold(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length <= this.longest) {
      this.#held.push(piece);
      this.#kept += piece.length;
    } else if (this.#kept > KEPT) {
      const kept = Buffer.from(Buffer.concat(this.#held).subarray(0, KEPT));
      this.#held = [kept];
      this.#kept = kept.length;
    } else if (this.#kept < KEPT) {
      const more = Buffer.from(piece.subarray(0, KEPT - this.#kept));
      this.#held.push(more);
      this.#kept += more.length;
    }
  }

  #take(cut: boolean): Line {
    const [first] = this.#held;
    const bytes =
      this.#held.length === 1 && first !== undefined ? first : Buffer.concat(this.#held);
    const line = { bytes, long: this.#length > this.longest, cut };
    this.#held = [];
    this.#length = 0;
    this.#kept = 0;
    return line;
  }
}
