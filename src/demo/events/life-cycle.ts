/** How long each department takes for each stage. */
import { DAY, HOUR, type Moment } from '../clock';
import { DIRT } from '../dirt';
import type { Random } from '../random';
import type { Stamps } from './types';

interface Step {
  readonly median: Moment;
  readonly sigma: number;
  readonly longest: Moment;
}

const step = (hours: number, sigma: number, longestDays: number): Step => ({
  median: hours * HOUR,
  sigma,
  longest: longestDays * DAY,
});

/** Steps in order; the stages they lead to are in types.ts. */
export const STEPS = {
  hotline: [step(1.5, 0.9, 2), step(60, 0.9, 40), step(30, 0.7, 15)],
  grid: [
    step(0.5, 0.8, 1),
    step(1, 0.8, 1),
    step(30, 1, 30),
    step(3, 0.8, 5),
    step(12, 0.8, 10),
    step(4, 0.8, 10),
  ],
  urban: [
    step(0.7, 0.8, 1),
    step(1, 0.8, 1),
    step(26, 0.9, 30),
    step(8, 0.8, 10),
    step(4, 0.8, 10),
  ],
  police: [step(0.4, 0.6, 1), step(20, 1.3, 45)],
} as const satisfies Record<string, readonly Step[]>;

/**
 * Draws the moments of a paper's stages after `at`. A few papers get stuck: from some stage on they never move.
 */
export function drawStamps(random: Random, at: Moment, steps: readonly Step[]): Stamps {
  const stuckFrom = random.chance(DIRT.stuckEvent) ? random.int(steps.length) : Infinity;
  let last = at;
  return steps.map(({ median, sigma, longest }, i) => {
    const took = Math.min(longest, Math.max(60, Math.round(random.logNormal(median, sigma))));
    last = i >= stuckFrom ? Infinity : last + took;
    return last;
  });
}

/**
 * Stages of a paper that another paper caused: spread between the parent's dispatch and its handling, so that the
 * two tell one story. A parent that is never handled leaves its child without an end as well.
 */
export function stampsWithin(random: Random, from: Moment, to: Moment, stages: number): Stamps {
  const soon = Math.min(from + DAY, to);
  const marks = Array.from({ length: stages }, () => random.unit()).sort((a, b) => a - b);
  let last = from;
  return marks.map((mark, i) => {
    const early = from + 60 + (soon - from - 60) * mark * 0.5;
    const late = to === Infinity ? Infinity : from + (to - from) * (0.5 + mark * 0.5);
    last = Math.max(last, Math.round(i < 2 ? early : late));
    return last;
  });
}
