/** Puts the true district together. Pure: the same seed, size and day give the same world. */
import type { Day } from '../clock';
import { makePlaces } from './compounds';
import { makeGeography } from './geography';
import { Minter } from './mint';
import { makeOrganisations, ORGANISATIONS_PER_RESIDENT } from './organisations';
import { makePopulation } from './people';
import { makeThings, THINGS_PER_RESIDENT } from './things';
import type { Range, World } from './types';

/** Time and memory grow linearly with `residents` (about 0.4 KB and 6 µs each). */
export function makeWorld(seed: number, residents: number, asOf: Day): World {
  const minter = new Minter();
  const geography = makeGeography(seed);
  const population = makePopulation(seed, residents, asOf, minter);
  const organisations = Math.max(40, Math.round(residents * ORGANISATIONS_PER_RESIDENT));
  const homes = population.personStart.length - 1;
  const places = makePlaces(seed, geography, homes, organisations);
  const things = Math.max(60, Math.round(residents * THINGS_PER_RESIDENT));
  return {
    seed,
    residents,
    asOf,
    subdistricts: geography.subdistricts,
    communities: geography.communities,
    grids: geography.grids,
    compounds: places.compounds,
    shops: places.shops,
    people: population.people,
    households: { personStart: Int32Array.from(population.personStart), ...places.rooms },
    couples: population.couples,
    organisations: makeOrganisations(seed, organisations, population.people, places, asOf, minter),
    things: makeThings(seed, things, geography, places.compounds, places.shops),
  };
}

/**
 * First household of each grid, and one past the last (grids + 1 numbers): compounds lie in the order of the grids,
 * so the households of any area are one range.
 */
export function homesByGrid(world: World): Int32Array {
  const start = new Int32Array(world.grids.length + 1).fill(-1);
  for (const { kind, grid, homes } of world.compounds) {
    if (kind === 'HOME' && (start[grid] ?? 0) < 0) start[grid] = homes.first;
  }
  start[world.grids.length] = world.households.compound.length;
  for (let g = world.grids.length - 1; g >= 0; g--) {
    if ((start[g] ?? 0) < 0) start[g] = start[g + 1] ?? 0;
  }
  return start;
}

/** Residents of a range of households. */
export function residentsOf(world: World, homes: Range): number {
  const start = world.households.personStart;
  return (start[homes.end] ?? 0) - (start[homes.first] ?? 0);
}
