/** What all departments' writers share: address habits, broken values, words for a place. */
import { cumulate, type Random } from '../random';
import { DIRT } from '../dirt';
import { writeAddress, type WrittenAddress } from '../dirty/address';
import { addressOf, type PlaceRef } from '../world/place-ref';
import type { World } from '../world/types';

/** How often each department uses each form, in the order of ADDRESS_FORMS. */
const HABITS = {
  population: cumulate([34, 14, 12, 8, 5, 8, 4, 4, 3, 8]),
  calls: cumulate([4, 8, 18, 26, 10, 8, 4, 14, 4, 4]),
  civil: cumulate([20, 22, 14, 6, 6, 8, 10, 4, 2, 8]),
  market: cumulate([40, 26, 10, 2, 1, 8, 2, 2, 1, 8]),
  hotline: cumulate([5, 12, 20, 24, 9, 8, 4, 10, 4, 4]),
  grid: cumulate([6, 14, 22, 20, 6, 10, 3, 8, 3, 8]),
  urban: cumulate([10, 22, 26, 10, 3, 8, 2, 14, 1, 4]),
  emergency: cumulate([30, 30, 14, 2, 1, 8, 2, 4, 1, 8]),
  mediation: cumulate([6, 10, 18, 22, 8, 8, 8, 10, 4, 6]),
  pupils: cumulate([22, 14, 12, 18, 10, 8, 2, 4, 6, 4]),
  culture: cumulate([26, 30, 16, 4, 1, 10, 2, 5, 2, 4]),
  petitions: cumulate([14, 16, 18, 16, 6, 8, 4, 8, 2, 8]),
  environment: cumulate([16, 24, 22, 6, 2, 8, 4, 10, 2, 6]),
  approvals: cumulate([46, 28, 8, 1, 1, 6, 1, 2, 1, 6]),
  volunteers: cumulate([4, 8, 14, 30, 10, 8, 6, 8, 6, 6]),
  health: cumulate([10, 14, 16, 12, 12, 10, 8, 6, 8, 4]),
} as const;
export type Habit = keyof typeof HABITS;

export function writePlace(
  random: Random,
  world: World,
  place: PlaceRef,
  habit: Habit,
): WrittenAddress {
  const vague = habit === 'hotline' || habit === 'calls';
  return writeAddress(random, addressOf(world, place), HABITS[habit], vague);
}

/** A place in the words of a complaint: 桃园路88号, or 锦绣花园3幢. */
export function shortPlace(world: World, place: PlaceRef): string {
  const a = addressOf(world, place);
  if (a.compound === '') return `${a.road}${a.number}号`;
  return a.building > 0 ? `${a.compound}${a.building}幢` : a.compound;
}

/** A date (any form that holds YYYY, MM, DD in this order) turned into one that no calendar has: day 31 of February. */
export function breakDate(text: string): string {
  const digits = /^(\d{4})(\D?)\d{2}(\D?)\d{2}/;
  return text.replace(digits, (_, year: string, a: string, b: string) => `${year}${a}02${b}31`);
}

/** The row of each stream that is always broken, so that the smallest district has something in quarantine. */
const ALWAYS_BROKEN = 7;

/** Whether the row at this position of its stream (from 0) is one that nobody can understand. */
export function isBroken(random: Random, position: number): boolean {
  return random.chance(DIRT.broken) || position === ALWAYS_BROKEN;
}
