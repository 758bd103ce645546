/**
 * Pseudo-random numbers of the demo district: sfc32 (Doty-Humphrey, PractRand), its state filled by splitmix32 from
 * the seed and a path of labels. Each part of the district draws from its own labelled stream, so that adding a
 * column to one department never moves another.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(seed: number, ...labels: readonly (string | number)[]) {
    let h = (seed ^ 0x811c9dc5) >>> 0;
    for (const label of labels) h = mixLabel(h, String(label));
    const fill = (): number => {
      h = (h + 0x9e3779b9) | 0;
      let t = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
      t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
      return (t ^ (t >>> 15)) | 0;
    };
    this.a = fill();
    this.b = fill();
    this.c = fill();
    this.d = fill();
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform unsigned 32-bit integer. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.next() / 4294967296;
  }

  /** Uniform integer in [0, n). */
  int(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** Uniform integer from low to high, both included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(p: number): boolean {
    return this.unit() < p;
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const item = list[this.int(list.length)];
    if (item === undefined) throw new RangeError('a list with at least one element is required');
    return item;
  }

  /** Index drawn in proportion to cumulative weights (see `cumulate`). */
  weighted(cumulative: Float64Array): number {
    const x = this.unit() * (cumulative[cumulative.length - 1] ?? 0);
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? 0) > x) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Standard normal, Box-Muller (the second value is thrown away, so that the stream keeps no hidden state). */
  normal(): number {
    const u = 1 - this.unit();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Gamma with mean 1 and shape `shape` ≥ 1, Marsaglia and Tsang 2000. */
  gammaOfMeanOne(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return (d * v) / shape;
      }
    }
  }

  /** Poisson; Knuth's product below 30, a rounded normal above. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let n = 0;
    for (let p = this.unit(); p > limit; p *= this.unit()) n++;
    return n;
  }

  /** Log-normal of the given median and sigma, in the unit of the median. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}

/** Cumulative sums of weights, for `Random.weighted`. */
export function cumulate(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, i) => {
    total += weight;
    sums[i] = total;
  });
  return sums;
}

function mixLabel(h: number, label: string): number {
  let x = h;
  for (let i = 0; i < label.length; i++) x = Math.imul(x ^ label.charCodeAt(i), 0x01000193);
  // Fold in the end of the label, so that ('ab','c') and ('a','bc') differ.
  x = Math.imul(x ^ 0x1f, 0x01000193);
  return (x ^ (x >>> 15)) >>> 0;
}
