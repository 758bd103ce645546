/** Pointing at a true place, and what is true of it. */
import type { AddressParts } from '../dirty/address';
import type { Point } from './coordinates';
import type { Building, Compound, PlaceRef, World } from './types';

export type { PlaceRef } from './types';

interface Located {
  readonly road: string;
  readonly number: number;
  readonly grid: number;
  readonly doorplate: string;
  readonly point: Point;
  readonly compound?: Compound;
  readonly building?: Building;
  readonly unit: number;
  readonly room: number;
}

function locate(world: World, ref: PlaceRef): Located {
  if (ref.kind === 'SHOP') return { ...world.shops[ref.shop]!, unit: 0, room: 0 };
  if (ref.kind === 'ROOM') {
    const { compound, building, unit, room } = world.households;
    const h = ref.household;
    const at = inCompound(world, compound[h] ?? 0, building[h] ?? 0);
    return { ...at, unit: unit[h] ?? 0, room: room[h] ?? 0 };
  }
  if (ref.kind === 'COMPOUND') return inCompound(world, ref.compound);
  const at = inCompound(world, ref.compound, ref.building);
  return ref.kind === 'OFFICE' ? { ...at, room: ref.room } : at;
}

function inCompound(world: World, index: number, position?: number): Located {
  const compound = world.compounds[index]!;
  const building = position === undefined ? undefined : compound.buildings[position]!;
  return {
    road: compound.road,
    number: compound.number,
    grid: compound.grid,
    doorplate: building?.doorplate ?? compound.doorplate,
    point: building?.point ?? compound.point,
    compound,
    ...(building === undefined ? {} : { building }),
    unit: 0,
    room: 0,
  };
}

/** The parts of a place's true address. */
export function addressOf(world: World, ref: PlaceRef): AddressParts {
  const at = locate(world, ref);
  const community = world.communities[world.grids[at.grid]!.community]!;
  return {
    subdistrict: world.subdistricts[community.subdistrict]!.name,
    community: community.name,
    road: at.road,
    number: at.number,
    compound: at.compound?.name ?? '',
    building: at.building?.label ?? 0,
    unit: at.unit,
    room: at.room,
  };
}

/** Code on the doorplate that stands nearest above a place: its building's, or the gate's, or the shop's. */
export function doorplateOf(world: World, ref: PlaceRef): string {
  return locate(world, ref).doorplate;
}

/** True id of a place: the doorplate code, and unit and room behind it where there are any. */
export function placeId(world: World, ref: PlaceRef): string {
  const at = locate(world, ref);
  return at.room === 0 ? at.doorplate : `${at.doorplate}/${at.unit}/${at.room}`;
}

export function gridOf(world: World, ref: PlaceRef): number {
  if (ref.kind === 'SHOP') return world.shops[ref.shop]!.grid;
  const compound = ref.kind === 'ROOM' ? world.households.compound[ref.household] : ref.compound;
  return world.compounds[compound ?? 0]!.grid;
}

export function pointOf(world: World, ref: PlaceRef): Point {
  return locate(world, ref).point;
}

export function personId(index: number): string {
  return `P${String(index).padStart(7, '0')}`;
}
