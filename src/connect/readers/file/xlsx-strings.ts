import { WangshuError } from '../../../domain/errors';
import type { XmlFault } from './xml-builder';

const BLOCK = 1 << 22;
/** Bytes that the texts of a workbook take in memory: one with more is a table for a file of lines. */
const MOST = 1 << 29;
/** Texts whose places stand in one list. Lists that are never made longer need no room for two of them. */
const LIST = 1 << 16;
/** Numbers of a place: block, byte and bytes. What a text takes beside its own bytes: packed, a million empty ones are nothing. */
const PLACE = 3;
const PLACE_BYTES = 4 * PLACE;
/** In place of a block: the text cannot be read, and its byte is the number of the fault. */
const FAULTY = 0xffff_ffff;

/**
 * The texts that cells of a workbook share, by number. They are kept as bytes, not as objects: a million names take 30 MB, and the
 * collector has nothing to walk.
 */
export class SharedStrings {
  readonly #blocks: Buffer[] = [];
  readonly #faults: XmlFault[] = [];
  readonly #lists: Uint32Array[] = [];
  #count = 0;
  #free = BLOCK;
  #bytes = 0;

  constructor(private readonly most = MOST) {}

  add(text: string, label: string): void {
    const length = Buffer.byteLength(text);
    this.#charge(length + PLACE_BYTES, label);
    if (this.#free + length > BLOCK || this.#blocks.length === 0) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, length)));
      this.#free = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block]?.write(text, this.#free);
    this.#place(block, this.#free, length);
    this.#free += length;
  }

  /** A text that cannot be read; rows that use it are set aside. */
  addFault({ code, message }: XmlFault, label: string): void {
    this.#charge(PLACE_BYTES, label);
    let kind = this.#faults.findIndex((known) => known.code === code && known.message === message);
    if (kind < 0) kind = this.#faults.push({ code, message }) - 1;
    this.#place(FAULTY, kind, 0);
  }

  /** Bytes of a text, without making it; its fault where it cannot be read; null: there is none of that number. */
  lengthOf(index: number): number | XmlFault | null {
    const place = this.#placeOf(index);
    if (place === null) return null;
    const [block, at = 0, length = 0] = place;
    return block === FAULTY ? (this.#faults[at] ?? null) : length;
  }

  /** Null: there is none of that number, or it cannot be read. */
  get(index: number): string | null {
    const place = this.#placeOf(index);
    if (place === null) return null;
    const [block = 0, at = 0, length = 0] = place;
    return this.#blocks[block]?.toString('utf8', at, at + length) ?? null;
  }

  #charge(bytes: number, label: string): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.most) return;
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a workbook whose texts have ${String(this.most >> 20)} MiB at most is required, ${label} has more; have it sent as CSV`,
    );
  }

  #placeOf(index: number): Uint32Array | null {
    if (!(Number.isInteger(index) && index >= 0 && index < this.#count)) return null;
    const at = PLACE * (index % LIST);
    return this.#lists[Math.floor(index / LIST)]?.subarray(at, at + PLACE) ?? null;
  }

  #place(...place: readonly [block: number, at: number, length: number]): void {
    const at = this.#count % LIST;
    if (at === 0) this.#lists.push(new Uint32Array(PLACE * LIST));
    this.#lists.at(-1)?.set(place, PLACE * at);
    this.#count += 1;
  }
}
