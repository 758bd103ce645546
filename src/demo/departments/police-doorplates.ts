/** Police: the register of standard addresses, police.t_bzdz. The authority on places: kept clean. */
import { DAY, isoMoment } from '../clock';
import { formatAddress } from '../dirty/address';
import { Random } from '../random';
import type { CopySink } from '../sinks/copy-sink';
import { degrees, toGcj02 } from '../world/coordinates';
import { addressOf, gridOf, pointOf, type PlaceRef } from '../world/place-ref';
import type { World } from '../world/types';
import type { Truth } from './truth';

/** One row per gate, building and shop. */
export async function writeDoorplates(world: World, sink: CopySink, truth: Truth): Promise<void> {
  const random = new Random(world.seed, 'police.t_bzdz');
  const write = (ref: PlaceRef, doorplate: string): void => {
    const a = addressOf(world, ref);
    const grid = world.grids[gridOf(world, ref)]!;
    const point = toGcj02(pointOf(world, ref));
    sink.row([
      doorplate,
      formatAddress(a, 'STANDARD'),
      a.road,
      `${a.number}号`,
      a.compound === '' ? null : a.compound,
      a.building === 0 ? null : `${a.building}幢`,
      world.communities[grid.community]!.code,
      grid.code,
      degrees(point.lon),
      degrees(point.lat),
      isoMoment((world.asOf - random.between(1, 1_800)) * DAY + random.between(30_000, 64_000)),
    ]);
    truth.row('police.t_bzdz', { key: doorplate, place: doorplate });
  };
  for (const compound of world.compounds) {
    write({ kind: 'COMPOUND', compound: compound.index }, compound.doorplate);
    compound.buildings.forEach((building, position) => {
      write({ kind: 'BUILDING', compound: compound.index, building: position }, building.doorplate);
    });
    await sink.drain();
  }
  for (const shop of world.shops) {
    write({ kind: 'SHOP', shop: shop.index }, shop.doorplate);
    if (shop.index % 400 === 0) await sink.drain();
  }
}
