/** Grid service: the area tree and the events that grid workers report. */
import { DAY, isoMoment, type Moment } from '../clock';
import { progress, type GridEvent } from '../events/types';
import { Random } from '../random';
import type { FileSink } from '../sinks/file-sink';
import type { Point } from '../world/coordinates';
import { gridOf, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import { DISTRICT } from '../world/words';
import { homesByGrid, residentsOf } from '../world/world';
import type { JsonDrops } from './json-drops';
import type { Fault, Truth } from './truth';
import { breakDate, isBroken, shortPlace, writePlace } from './write';

const STREAM = 'grid.events';
const STAGES = ['slsj', 'ffsj', 'czsj', 'fksj', 'hcsj', 'jasj'] as const;
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

/** Writes an event as it stands at `cutoff`. */
export function writeGridEvent(
  world: World,
  o: { event: GridEvent; drops: JsonDrops; truth: Truth; cutoff: Moment },
): void {
  const { event, cutoff } = o;
  if (event.at >= cutoff) return;
  const { stage, last } = progress(event.at, event.stamps, cutoff);
  const { incident } = event;
  const { category, place } = incident;
  const random = new Random(world.seed, STREAM, event.number);
  const address = writePlace(random, world, place, 'grid');
  const fault = isBroken(random, o.drops.rows) ? random.pick(FAULTS) : undefined;
  const reported = isoMoment(event.at);
  o.drops.add(last, {
    sjbh: fault === 'KEY' ? null : event.number,
    wgbm: world.grids[gridOf(world, place)]!.code,
    sbsj: fault === 'DATE' ? breakDate(reported) : reported,
    sblx: category.gridCode,
    sjms: random.pick(category.texts).replace('@', shortPlace(world, place)),
    dz: address.text,
    lysjbh: event.cites ?? null,
    ...Object.fromEntries(
      STAGES.map((name, i) => [name, stage > i ? isoMoment(event.stamps[i] ?? 0) : null]),
    ),
    zt: String(stage),
  });
  if (fault !== undefined) {
    o.truth.broken(STREAM, { key: event.number, at: event.number, fault });
  }
  o.truth.row(STREAM, {
    key: event.number,
    event: incident.id,
    category: category.hub,
    place: placeId(world, place),
    address: address.form,
    ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
  });
}

/** The area tree, top down: district, subdistricts, communities, grids. Coordinates are CGCS2000. */
export function writeAreas(world: World, sink: FileSink, truth: Truth): void {
  const homes = homesByGrid(world);
  const changed = isoMoment((world.asOf - 1_100) * DAY + 32_400);
  const population = (first: number, end: number): number =>
    residentsOf(world, { first: homes[first] ?? 0, end: homes[end] ?? 0 });
  const write = (o: {
    code: string;
    name: string;
    level: string;
    parent: string | null;
    people: number;
    centre: Point;
  }): void => {
    sink.json({
      bm: o.code,
      mc: o.name,
      jb: o.level,
      sjbm: o.parent,
      rks: o.people,
      zxjd: Number(o.centre.lon.toFixed(6)),
      zxwd: Number(o.centre.lat.toFixed(6)),
      gxsj: changed,
    });
    truth.row('grid.grids', { key: o.code, place: o.code });
  };
  const { code, name, centre } = DISTRICT;
  write({ code, name, level: '区', parent: null, people: world.residents, centre });
  for (const s of world.subdistricts) {
    const first = world.communities[s.communities.first]!.grids.first;
    const end = world.communities[s.communities.end - 1]!.grids.end;
    write({ ...s, level: '街道', parent: DISTRICT.code, people: population(first, end) });
  }
  for (const c of world.communities) {
    const people = population(c.grids.first, c.grids.end);
    write({ ...c, level: '社区', parent: world.subdistricts[c.subdistrict]!.code, people });
  }
  world.grids.forEach((g, i) => {
    write({
      ...g,
      level: '网格',
      parent: world.communities[g.community]!.code,
      people: population(i, i + 1),
    });
  });
}
