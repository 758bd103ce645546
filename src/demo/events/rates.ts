/** How many of what, when and where: yearly wave, weekday pattern, over-dispersion, and the planted outbreaks. */
import { weekdayOf, yearPhase, type Day } from '../clock';
import { Random } from '../random';
import { DEFAULT_RESIDENTS, type World } from '../world/types';
import type { Category, Stream } from './categories';

/** Factors for Sunday … Saturday, mean 1. */
const WEEKDAY: Readonly<Record<Stream, readonly number[]>> = {
  hotline: [0.68, 1.2, 1.14, 1.1, 1.08, 1.06, 0.74],
  police: [1.02, 0.92, 0.93, 0.95, 0.98, 1.08, 1.12],
  grid: [0.6, 1.2, 1.18, 1.15, 1.13, 1.08, 0.66],
  urban: [0.82, 1.1, 1.07, 1.06, 1.05, 1.04, 0.86],
};

/**
 * Shape of the gamma that multiplies the mean of each (stream, category, subdistrict, week): counts of a week have
 * variance mean + mean²/shape, as negative binomials do.
 */
const SHAPE = 14;
/** Counts grow by this share a year. */
const GROWTH = 0.04;

/** Subdistrict `s`'s share of the residents, softened: business streets have events without residents. */
export function shareOf(world: World, residentsIn: readonly number[], s: number): number {
  return 0.8 * ((residentsIn[s] ?? 0) / world.residents) + 0.2 / world.subdistricts.length;
}

/** Expected events on one day in one subdistrict, over-dispersion included. */
export function dailyMean(
  world: World,
  o: { stream: Stream; category: Category; day: Day; subdistrict: number; share: number },
): number {
  const weekly = o.category.weekly[o.stream];
  if (weekly === 0) return 0;
  const [amplitude, peak] = o.category.wave;
  const season = 1 + amplitude * Math.cos(2 * Math.PI * (yearPhase(o.day) - peak));
  const weekday = WEEKDAY[o.stream][weekdayOf(o.day)] ?? 1;
  const growth = 1 + (GROWTH * (o.day - world.asOf)) / 365;
  const scale = world.residents / DEFAULT_RESIDENTS;
  return (weekly / 7) * scale * o.share * season * weekday * growth * weekNoise(world.seed, o);
}

const noise = new Map<string, number>();

/** The same for every day of a week, whatever day a run starts on. Kept for the week in hand only. */
function weekNoise(
  seed: number,
  o: { stream: Stream; category: Category; day: Day; subdistrict: number },
): number {
  const week = Math.floor((o.day + 3) / 7);
  const key = `${seed}/${o.stream}/${o.category.hub}/${o.subdistrict}/${week}`;
  let value = noise.get(key);
  if (value === undefined) {
    if (noise.size > 2_000) noise.clear();
    value = new Random(seed, 'week', key).gammaOfMeanOne(SHAPE);
    noise.set(key, value);
  }
  return value;
}

export interface Outbreak {
  readonly name: string;
  readonly category: string;
  /** Area code: a subdistrict or a community. */
  readonly area: string;
  readonly from: Day;
  /** Included. */
  readonly to: Day;
  /** Extra events a day at the default size, by stream. */
  readonly extra: Readonly<Partial<Record<Stream, number>>>;
}

/** The two planted outbreaks, counted back from the world's day. */
export function outbreaksOf(world: Pick<World, 'asOf'>): readonly Outbreak[] {
  return [
    {
      name: 'garbage-liuqiao',
      category: 'GARBAGE',
      area: '990106003',
      from: world.asOf - 27,
      to: world.asOf,
      extra: { hotline: 2.4, grid: 1.6 },
    },
    {
      name: 'noise-dongpu',
      category: 'NOISE',
      area: '990106004002',
      from: world.asOf - 287,
      to: world.asOf - 253,
      extra: { hotline: 1.2, police: 0.8, grid: 0.3 },
    },
  ];
}

/** Extra events of an outbreak on a day; small districts keep a quarter of it, so that it can still be seen. */
export function outbreakMean(world: World, outbreak: Outbreak, stream: Stream, day: Day): number {
  if (day < outbreak.from || day > outbreak.to) return 0;
  const scale = Math.max(0.25, world.residents / DEFAULT_RESIDENTS);
  return (outbreak.extra[stream] ?? 0) * scale;
}
