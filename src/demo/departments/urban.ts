/** Urban management: cases, urban.t_anjian, and components, urban.t_bujian. Coordinates are BD-09. */
import { DAY, isoMoment, type Moment } from '../clock';
import { progress, URBAN_SOURCES, type UrbanCase } from '../events/types';
import { Random } from '../random';
import type { CopySink } from '../sinks/copy-sink';
import type { Cell } from '../sinks/csv';
import { degrees, toBd09 } from '../world/coordinates';
import { gridOf, placeId, pointOf } from '../world/place-ref';
import type { Thing, World } from '../world/types';
import type { Truth } from './truth';
import { shortPlace, writePlace } from './write';

const CASES = 'urban.t_anjian';
const STAGES = 5;
/** What can be wrong with a component, by its kind. */
const FAULTS_OF: Readonly<Record<string, readonly string[]>> = {
  '0101': ['井盖松动,车辆经过有异响', '井盖破损', '井盖缺失,已设围挡'],
  '0105': ['漏水', '被车辆遮挡', '出水口缺盖'],
  '0113': ['夜间不亮', '灯杆倾斜', '线缆外露'],
  '0129': ['立杆倾斜', '被树枝遮挡'],
  '0301': ['满溢', '破损'],
  '0601': ['困人,已解救', '运行有异响', '停运'],
};

function faultOf(random: Random, thing: Thing): string {
  return random.pick(FAULTS_OF[thing.kind] ?? ['破损']);
}

/** Writes a case as it stands at `cutoff`; one that comes later is let go. */
export function writeUrbanCase(
  world: World,
  o: { urbanCase: UrbanCase; sink: CopySink; truth: Truth; cutoff: Moment },
): void {
  const { urbanCase, cutoff } = o;
  const { stage, last } = progress(urbanCase.at, urbanCase.stamps, cutoff);
  if (urbanCase.at >= cutoff) return;
  const { incident } = urbanCase;
  const { category, place } = incident;
  const random = new Random(world.seed, CASES, urbanCase.number);
  const address = writePlace(random, world, place, 'urban');
  const spot = pointOf(world, place);
  const point = toBd09({
    lon: spot.lon + (random.unit() - 0.5) * 0.0004,
    lat: spot.lat + (random.unit() - 0.5) * 0.0004,
  });
  const thing = urbanCase.thing === undefined ? undefined : world.things[urbanCase.thing];
  const stamps: Cell[] = Array.from({ length: STAGES }, (_, i) =>
    stage > i ? isoMoment(urbanCase.stamps[i] ?? 0) : null,
  );
  o.sink.row([
    urbanCase.number,
    URBAN_SOURCES[urbanCase.source],
    urbanCase.cites ?? null,
    category.urbanCode,
    thing === undefined
      ? random.pick(category.texts).replace('@', shortPlace(world, place))
      : `${thing.name}${faultOf(random, thing)}`,
    address.text,
    world.grids[gridOf(world, place)]!.code,
    thing?.code ?? null,
    degrees(point.lon),
    degrees(point.lat),
    isoMoment(urbanCase.at),
    ...stamps,
    String(stage),
    isoMoment(last),
  ]);
  o.truth.row(CASES, {
    key: urbanCase.number,
    event: incident.id,
    category: category.hub,
    place: placeId(world, place),
    address: address.form,
    ...(thing === undefined ? {} : { thing: thing.code }),
    ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
  });
}

export async function writeComponents(world: World, sink: CopySink, truth: Truth): Promise<void> {
  const random = new Random(world.seed, 'urban.t_bujian');
  for (const [i, thing] of world.things.entries()) {
    const point = toBd09(thing.point);
    sink.row([
      thing.code,
      thing.name,
      thing.kind,
      thing.place === undefined ? null : writePlace(random, world, thing.place, 'urban').text,
      world.grids[thing.grid]!.code,
      degrees(point.lon),
      degrees(point.lat),
      thing.status,
      isoMoment((world.asOf - random.between(1, 1_000)) * DAY + random.between(30_000, 64_000)),
    ]);
    truth.row('urban.t_bujian', {
      key: thing.code,
      thing: thing.code,
      ...(thing.place === undefined ? {} : { place: placeId(world, thing.place) }),
    });
    if (i % 400 === 0) await sink.drain();
  }
}
