/**
 * EARS C1, C2 and C3 (Hutwagner, Thompson, Seeman, Treadwell: The bioterrorism preparedness and response Early
 * Aberration Reporting System, J Urban Health 80, 2003): the mean of a short baseline, and a bound so many standard
 * deviations above it. C1 takes the periods right before; C2 leaves a guard band of two periods between, so that an outbreak
 * does not raise its own bound; C3 adds what the two periods before were above C2. Thresholds are those of the R package
 * surveillance (Salmon, Schumacher, Höhle, J Stat Softw 70, 2016): quantiles of the normal distribution.
 */
export type EarsMethod = 'C1' | 'C2' | 'C3';

export interface EarsBound {
  /** Mean of the baseline. */
  readonly expected: number;
  /** A count above it is an alarm; never below zero, so that a period without events is none. */
  readonly upper: number;
}

export interface EarsOptions {
  /** Periods of the baseline. */
  readonly baseline?: number;
  /** Least standard deviation: without one, the first event after a quiet time is an alarm. */
  readonly minSigma?: number;
  /**
   * 'R': the bound of C3 as surveillance 1.20 draws it, around the period's own count, which leaves its own excess out of
   * the sum. By default C3 is an alarm when the excess of the period and of the two before adds up to more than the threshold.
   */
  readonly compat?: 'R';
}

export const EARS_BASELINE = 7;
export const EARS_GUARD = 2;
const MIN_SIGMA = 0.5;
/** Quantile of the standard normal distribution at 1 − 0.001. */
const Z_C1_C2 = 3.090232306167813;
/** At 1 − 0.025. */
const Z_C3 = 1.959963984540054;

type Counts = readonly (number | null)[];

interface Spread {
  readonly mean: number;
  readonly sigma: number;
}

/** Mean and sample standard deviation of [start, start + length); null where any of it is unknown. */
function spreadOf(counts: Counts, start: number, length: number, minSigma: number): Spread | null {
  if (start < 0) return null;
  const known = counts.slice(start, start + length).filter((count) => count !== null);
  if (known.length < length) return null;
  const mean = known.reduce((sum, count) => sum + count, 0) / length;
  const squares = known.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return { mean, sigma: Math.max(minSigma, Math.sqrt(squares / (length - 1))) };
}

/** What a period adds to C3: deviations above its baseline's mean, less one, and nothing where below; null where unknown. */
function excess(counts: Counts, spreads: readonly (Spread | null)[], t: number): number | null {
  const count = counts[t];
  const spread = spreads[t];
  if (typeof count !== 'number' || !spread) return null;
  const above = count - spread.mean - spread.sigma;
  return above <= 0 ? 0 : above / spread.sigma;
}

/**
 * Expected count and bound for each period; null where the history does not reach back far enough or a count of it is
 * unknown (null). A period's own count is not needed, unless `compat` asks for it.
 */
export function ears(
  method: EarsMethod,
  counts: Counts,
  options: EarsOptions = {},
): (EarsBound | null)[] {
  const { baseline = EARS_BASELINE, minSigma = MIN_SIGMA, compat } = options;
  const guard = method === 'C1' ? 0 : EARS_GUARD;
  const spreads = counts.map((_, t) => spreadOf(counts, t - guard - baseline, baseline, minSigma));
  return spreads.map((spread, t) => {
    if (spread === null) return null;
    const { mean: expected, sigma } = spread;
    if (method !== 'C3') return { expected, upper: expected + Z_C1_C2 * sigma };
    const one = excess(counts, spreads, t - 1);
    const two = excess(counts, spreads, t - 2);
    if (one === null || two === null) return null;
    const left = Z_C3 - one - two;
    if (compat === undefined)
      return { expected, upper: left < 0 ? 0 : expected + sigma * (1 + left) };
    const own = counts[t];
    return typeof own === 'number' ? { expected, upper: Math.max(0, own + sigma * left) } : null;
  });
}
