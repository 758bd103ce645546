/** Where something happens and who calls about it. */
import type { Day } from '../clock';
import type { Random } from '../random';
import { DIRT } from '../dirt';
import { gridOf, type PlaceRef } from '../world/place-ref';
import type { Range, World } from '../world/types';
import { homesByGrid, residentsOf } from '../world/world';
import type { Category } from './categories';

const GROWN_UP = 18 * 365;

/** Looks up households and shops by area, once per world. */
export class PlaceDrawer {
  private readonly homes: Int32Array;
  private readonly shopStart: Int32Array;
  readonly residentsBySubdistrict: readonly number[];

  constructor(private readonly world: World) {
    this.homes = homesByGrid(world);
    this.shopStart = new Int32Array(world.grids.length + 1);
    for (const shop of world.shops) this.shopStart[shop.grid + 1]!++;
    for (let g = 0; g < world.grids.length; g++) this.shopStart[g + 1]! += this.shopStart[g]!;
    this.residentsBySubdistrict = world.subdistricts.map((_, s) =>
      residentsOf(world, this.homesOf(this.gridsOfSubdistrict(s))),
    );
  }

  gridsOfSubdistrict(s: number): Range {
    const { first, end } = this.world.subdistricts[s]!.communities;
    return {
      first: this.world.communities[first]!.grids.first,
      end: this.world.communities[end - 1]!.grids.end,
    };
  }

  /** Grids of a subdistrict or community code. */
  gridsOfArea(code: string): Range {
    const s = this.world.subdistricts.findIndex((item) => item.code === code);
    if (s >= 0) return this.gridsOfSubdistrict(s);
    const community = this.world.communities.find((item) => item.code === code);
    if (community === undefined)
      throw new RangeError(`an area of the demo is required, ${code} given`);
    return community.grids;
  }

  homesOf(grids: Range): Range {
    return { first: this.homes[grids.first] ?? 0, end: this.homes[grids.end] ?? 0 };
  }

  /** A place of the kind that suits the category, within the grids. */
  place(random: Random, category: Category, grids: Range): PlaceRef {
    const homes = this.homesOf(grids);
    const shops = { first: this.shopStart[grids.first] ?? 0, end: this.shopStart[grids.end] ?? 0 };
    const onStreet = category.site === 'STREET' ? random.chance(0.75) : random.chance(0.04);
    const noHomes = homes.end === homes.first;
    if (shops.end > shops.first && (onStreet || noHomes)) {
      return { kind: 'SHOP', shop: random.between(shops.first, shops.end - 1) };
    }
    // An area with neither homes nor shops borrows from the whole district (only in the smallest districts).
    const household = noHomes
      ? random.int(this.world.households.compound.length)
      : random.between(homes.first, homes.end - 1);
    return this.around(random, household, category.site);
  }

  private around(random: Random, household: number, site: Category['site']): PlaceRef {
    const { households } = this.world;
    const compound = households.compound[household] ?? 0;
    if (site === 'ROOM' && random.chance(0.75)) return { kind: 'ROOM', household };
    if (site === 'ROOM' || (site === 'BUILDING' && random.chance(0.7))) {
      return { kind: 'BUILDING', compound, building: households.building[household] ?? 0 };
    }
    return { kind: 'COMPOUND', compound };
  }

  /** Who calls: someone of the household, of the compound, of the subdistrict, or from elsewhere. −1: nobody named. */
  caller(random: Random, place: PlaceRef, day: Day, anonymous: number): number {
    if (random.chance(anonymous)) return -1;
    const { people, residents } = this.world;
    if (random.chance(DIRT.outsideCaller)) return random.between(residents, people.length - 1);
    const near = this.near(place);
    const start = this.world.households.personStart;
    for (let tries = 0; tries < 12; tries++) {
      const household = random.between(near.first, near.end - 1);
      const person = random.between(start[household] ?? 0, (start[household + 1] ?? 1) - 1);
      if (day - (people[person]?.birth ?? day) > GROWN_UP) return person;
    }
    return -1;
  }

  private near(place: PlaceRef): Range {
    if (place.kind === 'ROOM') return { first: place.household, end: place.household + 1 };
    const homes = place.kind === 'SHOP' ? undefined : this.world.compounds[place.compound]?.homes;
    if (homes !== undefined && homes.end > homes.first) return homes;
    const community =
      this.world.communities[this.world.grids[gridOf(this.world, place)]!.community]!;
    const around = this.homesOf(this.gridsOfSubdistrict(community.subdistrict));
    return around.end > around.first
      ? around
      : { first: 0, end: this.world.households.compound.length };
  }
}
