/** Compounds, buildings and the rooms that households live in; office buildings and shops. */
import { Random } from '../random';
import { pointInGrid, type Geography } from './geography';
import type { Building, Compound, Households, Shop } from './types';
import { COMPOUND_FIRST, COMPOUND_SECOND, COMPOUND_TAILS, OFFICE_TAILS } from './words';

export interface Places {
  readonly compounds: Compound[];
  readonly shops: Shop[];
  readonly rooms: Omit<Households, 'personStart'>;
}

/** Building styles: units, floors, rooms on each floor of a unit. */
const STYLES = [
  { units: 3, floors: 6, perFloor: 2 },
  { units: 4, floors: 6, perFloor: 2 },
  { units: 2, floors: 11, perFloor: 2 },
  { units: 1, floors: 18, perFloor: 4 },
  { units: 0, floors: 24, perFloor: 6 },
  { units: 0, floors: 3, perFloor: 4 },
] as const;
const OFFICE_STYLE = { units: 0, floors: 12, perFloor: 8 } as const;
const HOMES_PER_COMPOUND = 64;
const OCCUPIED = 0.88;
const SHOPS_PER_ORGANISATION = 0.68;
const ORGANISATIONS_PER_OFFICE = 70;

type DoorplateKind = '1' | '2' | '3';

/** Lays out the district for `homes` households and `organisations` organisations. */
export function makePlaces(
  seed: number,
  g: Geography,
  homes: number,
  organisations: number,
): Places {
  const maker = new PlaceMaker(new Random(seed, 'places'), g);
  const rooms = maker.homes(homes);
  maker.offices(Math.max(9, Math.round(organisations / ORGANISATIONS_PER_OFFICE)));
  maker.addShops(Math.max(60, Math.round(organisations * SHOPS_PER_ORGANISATION)));
  return { compounds: maker.compounds, shops: maker.shops, rooms };
}

class PlaceMaker {
  readonly compounds: Compound[] = [];
  readonly shops: Shop[] = [];
  private readonly names = new Set<string>();
  private readonly roadEnd: Int32Array;
  private doorplates = 0;

  constructor(
    private readonly random: Random,
    private readonly g: Geography,
  ) {
    this.roadEnd = new Int32Array(g.roads.length);
  }

  /** Compounds in the order of the area tree, so that the households of any area are one range. */
  homes(count: number): Places['rooms'] {
    const number = Math.max(this.g.communities.length, Math.round(count / HOMES_PER_COMPOUND));
    const weights = Array.from({ length: number }, () => 0.4 + this.random.unit() * 1.2);
    const total = weights.reduce((a, b) => a + b, 0);
    const rooms = {
      compound: new Int32Array(count),
      building: new Uint16Array(count),
      unit: new Uint8Array(count),
      room: new Uint16Array(count),
    };
    let weight = 0;
    let first = 0;
    for (let i = 0; i < number; i++) {
      weight += weights[i] ?? 0;
      const end = i === number - 1 ? count : Math.round((weight / total) * count);
      this.compound('HOME', Math.floor((i * this.g.grids.length) / number), { first, end }, rooms);
      first = end;
    }
    return rooms;
  }

  offices(count: number): void {
    for (let i = 0; i < count; i++) {
      const grid = this.random.int(this.g.grids.length);
      this.compound('OFFICE', grid, { first: 0, end: 0 });
    }
  }

  addShops(count: number): void {
    for (let i = 0; i < count; i++) {
      const grid = Math.floor((i * this.g.grids.length) / count);
      this.shops.push({
        index: this.shops.length,
        ...this.onRoad(grid),
        grid,
        doorplate: this.doorplate(grid, '3'),
        point: pointInGrid(this.random, this.g.grids[grid]!),
      });
    }
  }

  private compound(
    kind: Compound['kind'],
    grid: number,
    homes: { first: number; end: number },
    rooms?: Places['rooms'],
  ): void {
    const point = pointInGrid(this.random, this.g.grids[grid]!);
    const compound: Compound = {
      index: this.compounds.length,
      kind,
      name: this.name(kind === 'HOME' ? COMPOUND_TAILS : OFFICE_TAILS),
      ...this.onRoad(grid),
      grid,
      doorplate: this.doorplate(grid, '1'),
      point,
      buildings: [],
      homes,
    };
    const style = kind === 'OFFICE' ? OFFICE_STYLE : this.random.pick(STYLES);
    const perBuilding = Math.max(1, style.units) * style.floors * style.perFloor;
    const wanted = Math.ceil((homes.end - homes.first) / OCCUPIED / perBuilding);
    const buildings = kind === 'OFFICE' ? this.random.between(1, 3) : Math.max(1, wanted);
    for (let b = 0; b < buildings; b++) {
      compound.buildings.push({
        compound: compound.index,
        label: b + 1,
        ...style,
        doorplate: this.doorplate(grid, '2'),
        point: {
          lon: point.lon + ((b % 4) - 1.5) * 0.0004,
          lat: point.lat + (Math.floor(b / 4) - 0.5) * 0.0004,
        },
      });
    }
    this.compounds.push(compound);
    if (rooms !== undefined) this.settle(compound, rooms);
  }

  /** Hands out rooms by selection sampling: every household gets one, the empty ones fall anywhere. */
  private settle(compound: Compound, rooms: Places['rooms']): void {
    let next = compound.homes.first;
    let roomsLeft = compound.buildings.reduce((sum, b) => sum + capacity(b), 0);
    compound.buildings.forEach((building, b) => {
      for (let i = 0; i < capacity(building); i++, roomsLeft--) {
        if (this.random.unit() * roomsLeft >= compound.homes.end - next) continue;
        const { unit, room } = roomAt(building, i);
        rooms.compound[next] = compound.index;
        rooms.building[next] = b;
        rooms.unit[next] = unit;
        rooms.room[next] = room;
        next++;
      }
    });
  }

  private name(tails: readonly string[]): string {
    for (;;) {
      const name =
        this.random.pick(COMPOUND_FIRST) +
        this.random.pick(COMPOUND_SECOND) +
        this.random.pick(tails);
      if (this.names.has(name)) continue;
      this.names.add(name);
      return name;
    }
  }

  private onRoad(grid: number): { road: string; number: number } {
    const community = this.g.communities[this.g.grids[grid]!.community]!;
    const { first, end } = this.g.subdistricts[community.subdistrict]!.roads;
    const road = this.random.between(first, end - 1);
    const number = (this.roadEnd[road] ?? 0) + this.random.between(1, 4);
    this.roadEnd[road] = number;
    return { road: this.g.roads[road] ?? '', number };
  }

  /** 19 digits: community (12), kind (1 gate, 2 building, 3 on the road), sequence (6). */
  private doorplate(grid: number, kind: DoorplateKind): string {
    const community = this.g.communities[this.g.grids[grid]!.community]!;
    return `${community.code}${kind}${String(++this.doorplates).padStart(6, '0')}`;
  }
}

function capacity(b: Building): number {
  return Math.max(1, b.units) * b.floors * b.perFloor;
}

function roomAt(b: Building, i: number): { unit: number; room: number } {
  const perUnit = b.floors * b.perFloor;
  const inUnit = i % perUnit;
  const room = (Math.floor(inUnit / b.perFloor) + 1) * 100 + (inUnit % b.perFloor) + 1;
  return { unit: b.units === 0 ? 0 : Math.floor(i / perUnit) + 1, room };
}
