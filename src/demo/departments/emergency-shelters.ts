/** Emergency management: the register of shelters (应急避难场所), one a community. Coordinates are GCJ-02. */
import { DAY, zonedMoment } from '../clock';
import { writePhone } from '../dirty/text';
import { Random } from '../random';
import type { FileSink } from '../sinks/file-sink';
import { toGcj02 } from '../world/coordinates';
import { placeId, pointOf, type PlaceRef } from '../world/place-ref';
import type { Community, World } from '../world/types';
import type { Truth } from './truth';
import { writePlace } from './write';

const STREAM = 'emergency.shelters';
const KINDS = ['室外', '室外', '室内'];
const WORDS = ['应急避难场所', '广场避难点', '文化活动中心避难点'];

/** In the order of their last change. */
export function writeShelters(world: World, sink: FileSink, truth: Truth): void {
  const random = new Random(world.seed, STREAM);
  const rows = world.communities.map((community, index) => ({
    community,
    index,
    changed: (world.asOf - random.between(1, 900)) * DAY + random.between(32_400, 61_200),
  }));
  rows.sort((a, b) => a.changed - b.changed || a.index - b.index);
  for (const { community, index, changed } of rows) {
    const code = `BN990106${String(index + 1).padStart(4, '0')}`;
    const place = drawPlace(random, world, community);
    const address = place === undefined ? undefined : writePlace(random, world, place, 'emergency');
    const point = toGcj02(place === undefined ? community.centre : pointOf(world, place));
    const area = random.between(3, 90) * 100;
    sink.json({
      csbm: code,
      mc: `${community.name}${random.pick(WORDS)}`,
      lb: random.pick(KINDS),
      sqbm: community.code,
      dz: address?.text ?? null,
      mj: area,
      rnrs: Math.floor(area / 2),
      jd: Number(point.lon.toFixed(6)),
      wd: Number(point.lat.toFixed(6)),
      gldh: writePhone(random, world.people[random.int(world.residents)]!.phone),
      zt: random.chance(0.95) ? '启用' : '停用',
      gxsj: zonedMoment(changed),
    });
    truth.row(STREAM, {
      key: code,
      thing: code,
      ...(place === undefined ? {} : { place: placeId(world, place) }),
      ...(address === undefined ? {} : { address: address.form }),
    });
  }
}

/** A compound's grounds or a doorplate of the community; undefined where it has neither (in the smallest districts). */
function drawPlace(random: Random, world: World, { grids }: Community): PlaceRef | undefined {
  const within = ({ grid }: { readonly grid: number }): boolean =>
    grid >= grids.first && grid < grids.end;
  const compound = world.compounds.filter(within);
  if (compound.length > 0 && random.chance(0.7)) {
    return { kind: 'COMPOUND', compound: random.pick(compound).index };
  }
  const shops = world.shops.filter(within);
  if (shops.length > 0) return { kind: 'SHOP', shop: random.pick(shops).index };
  return compound.length > 0
    ? { kind: 'COMPOUND', compound: random.pick(compound).index }
    : undefined;
}
