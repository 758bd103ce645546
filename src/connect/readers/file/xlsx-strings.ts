import { WangshuError } from '../../../domain/errors';
import type { XmlFault } from './xml-builder';

const BLOCK = 1 << 22;
/** Bytes of text that all rows share: a workbook with more is a table for a file of lines. */
const MOST = 1 << 30;

/**
 * The texts that cells of a workbook share, by number. They are kept as bytes, not as objects: a million names take 30 MB, and the
 * collector has nothing to walk.
 */
export class SharedStrings {
  readonly #blocks: Buffer[] = [];
  readonly #faults = new Map<number, XmlFault>();
  /** Block, byte and bytes of each text. */
  #places = new Uint32Array(3 << 10);
  #count = 0;
  #free = BLOCK;
  #bytes = 0;

  add(text: string, label: string): void {
    const length = Buffer.byteLength(text);
    if (this.#free + length > BLOCK || this.#blocks.length === 0) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, length)));
      this.#free = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block]?.write(text, this.#free);
    this.#place(block, this.#free, length);
    this.#free += length;
    this.#bytes += length;
    if (this.#bytes > MOST) {
      throw new WangshuError(
        'SOURCE_PROTOCOL',
        `a workbook whose texts have 1 GiB at most is required, ${label} has more; have it sent as CSV`,
      );
    }
  }

  /** A text that cannot be read; rows that use it are set aside. */
  addFault(fault: XmlFault): void {
    this.#faults.set(this.#count, fault);
    this.#place(0, 0, 0);
  }

  /** Null: there is none of that number. */
  get(index: number): string | XmlFault | null {
    if (!(index >= 0 && index < this.#count)) return null;
    const fault = this.#faults.get(index);
    if (fault !== undefined) return fault;
    const [block = 0, at = 0, length = 0] = this.#places.subarray(3 * index, 3 * index + 3);
    return this.#blocks[block]?.toString('utf8', at, at + length) ?? '';
  }

  #place(block: number, at: number, length: number): void {
    if (3 * this.#count === this.#places.length) {
      const longer = new Uint32Array(2 * this.#places.length);
      longer.set(this.#places);
      this.#places = longer;
    }
    this.#places.set([block, at, length], 3 * this.#count);
    this.#count += 1;
  }
}
