import type { Size } from './dialect';

/** So many characters of values are held of one page, as far as rows are about as long as those before them. */
const BUDGET = 16 * 1024 * 1024;
/** Rows of a first page whose length nobody knows. */
const UNKNOWN = 500;
const GROWTH = 8;
const SHRINK = 16;

/** So many bytes of one page are taken before it is broken off and asked for anew with fewer rows. */
export const MOST_BYTES = 48 * 1024 * 1024;

/** How many rows a page may have, so that memory stays flat where rows are long. */
export class PageLimit {
  #rows: number;

  /** `isLong`: some column has values without a bound. `size`: of the table, where the source tells. */
  constructor(
    private readonly most: number,
    isLong: boolean,
    size: Size | null,
  ) {
    const { bytes = 0, rows = null } = size ?? {};
    if (!isLong) this.#rows = most;
    else if (rows === null || rows === 0) this.#rows = Math.min(most, UNKNOWN);
    else this.#rows = this.#fitting(bytes / rows);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Learns from a page what the next one may be; so that a few short rows do not promise much, it grows in steps. */
  saw(rows: number, characters: number): void {
    if (rows > 0) this.#rows = Math.min(this.#fitting(characters / rows), this.#rows * GROWTH);
  }

  /**
   * A page of `asked` rows brought more than is to be held: the next one asks for a small part of it, whatever was learnt since it was
   * asked for. One row is always asked for.
   */
  shrink(asked: number): void {
    this.#rows = Math.max(1, Math.min(this.#rows, Math.floor(asked / SHRINK)));
  }

  #fitting(characters: number): number {
    return Math.max(1, Math.min(this.most, Math.floor(BUDGET / Math.max(1, characters))));
  }
}
