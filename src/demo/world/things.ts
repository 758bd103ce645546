/** Public objects (城市部件): cameras, hydrants, lifts and the rest of what urban management counts. */
import { Random } from '../random';
import { pointInGrid, type Geography } from './geography';
import type { PlaceRef } from './place-ref';
import type { Compound, Shop, Thing } from './types';

/** Things per resident: 3,000 in 60,000. */
export const THINGS_PER_RESIDENT = 3_000 / 60_000;

/** Native kind codes of the component register, with their names. */
export const THING_KINDS = [
  { code: '0101', kind: 'MANHOLE', zh: '井盖', weight: 22 },
  { code: '0105', kind: 'HYDRANT', zh: '消火栓', weight: 16 },
  { code: '0113', kind: 'STREET_LAMP', zh: '路灯', weight: 22 },
  { code: '0129', kind: 'CAMERA', zh: '监控探头', weight: 16 },
  { code: '0301', kind: 'BIN', zh: '果皮箱', weight: 10 },
  { code: '0601', kind: 'LIFT', zh: '电梯', weight: 14 },
] as const;

export function makeThings(
  seed: number,
  count: number,
  g: Geography,
  compounds: readonly Compound[],
  shops: readonly Shop[],
): Thing[] {
  const random = new Random(seed, 'things');
  const homes = compounds.filter((compound) => compound.buildings.length > 0);
  const placesIn = placesByGrid(compounds, shops);
  return Array.from({ length: count }, (_, index) => {
    const kind = random.pick(BAG);
    const home = kind.kind === 'LIFT' ? random.pick(homes) : undefined;
    const grid = home?.grid ?? random.int(g.grids.length);
    const building = home === undefined ? undefined : random.pick(home.buildings);
    const near = placesIn.get(grid) ?? [];
    const place: PlaceRef | undefined =
      home !== undefined
        ? { kind: 'BUILDING', compound: home.index, building: home.buildings.indexOf(building!) }
        : near.length === 0
          ? undefined
          : random.pick(near);
    const division = g.communities[g.grids[grid]!.community]!.code.slice(0, 6);
    return {
      code: `${division}${kind.code}${String(index + 1).padStart(10, '0')}`,
      name:
        home === undefined
          ? `${kind.zh}${index + 1}号`
          : `${home.name}${building?.label ?? 1}幢电梯`,
      kind: kind.code,
      grid,
      point: building?.point ?? pointInGrid(random, g.grids[grid]!),
      ...(place === undefined ? {} : { place }),
      status: random.chance(0.96) ? '完好' : random.chance(0.7) ? '破损' : '废弃',
    };
  });
}

function placesByGrid(
  compounds: readonly Compound[],
  shops: readonly Shop[],
): Map<number, PlaceRef[]> {
  const places = new Map<number, PlaceRef[]>();
  const put = (grid: number, place: PlaceRef): void => {
    const list = places.get(grid);
    if (list === undefined) places.set(grid, [place]);
    else list.push(place);
  };
  for (const { index, grid } of compounds) put(grid, { kind: 'COMPOUND', compound: index });
  for (const { index, grid } of shops) put(grid, { kind: 'SHOP', shop: index });
  return places;
}

const BAG = THING_KINDS.flatMap((kind) => Array.from({ length: kind.weight / 2 }, () => kind));
