import { createHash } from 'node:crypto';

const KEPT = 65_536;

/**
 * What a read came past, so that one led in a circle is noticed: hashes of the last 65,536 steps, and for circles longer than
 * that one earlier step that moves up by powers of two (Brent 1980, "An improved Monte Carlo factorization algorithm", BIT 20).
 * Memory does not grow.
 */
export class Trail {
  readonly #recent = new Set<string>();
  #anchor: string | null = null;
  #steps = 0;
  #power = 1;

  constructor(private readonly kept = KEPT) {}

  /** Notes a step; true where it was taken before. */
  again(step: string): boolean {
    const hash = createHash('sha256').update(step).digest('base64').slice(0, 22);
    if (this.#recent.has(hash) || hash === this.#anchor) return true;
    this.#recent.add(hash);
    if (this.#recent.size > this.kept) {
      const [oldest] = this.#recent;
      if (oldest !== undefined) this.#recent.delete(oldest);
    }
    this.#steps += 1;
    if (this.#steps === this.#power) {
      this.#anchor = hash;
      this.#steps = 0;
      this.#power *= 2;
    }
    return false;
  }

  /** The same steps are right from here on: the read went back. */
  forget(): void {
    this.#recent.clear();
    this.#anchor = null;
    this.#steps = 0;
    this.#power = 1;
  }
}
