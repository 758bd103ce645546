/** The area tree and the roads: fixed in number (9 subdistricts, 60 communities, 360 grids), whatever the population. */
import type { Point } from './coordinates';
import type { Community, Grid, Subdistrict } from './types';
import {
  COMMUNITIES_PER_SUBDISTRICT,
  COMMUNITY_NAMES,
  DISTRICT,
  ROAD_FIRST,
  ROAD_SECOND,
  ROAD_TAILS,
  SUBDISTRICTS,
} from './words';
import { Random } from '../random';

export interface Geography {
  readonly subdistricts: Subdistrict[];
  readonly communities: Community[];
  readonly grids: Grid[];
  readonly roads: string[];
}

const GRIDS_PER_COMMUNITY = 6;
const ROADS_PER_SUBDISTRICT = 14;
/** Sizes in degrees: the district measures about 14 by 13 km. */
const CELL = { lon: 0.05, lat: 0.04 };
/** Object part of the grid code (digits 1–6): made up for this district. */
const GRID_OBJECT = '010100';

/** Makes the area tree. Cells tile the district row by row, so that neighbours in code are neighbours on the map. */
export function makeGeography(seed: number): Geography {
  const geography: Geography = { subdistricts: [], communities: [], grids: [], roads: [] };
  const roads = roadNames(new Random(seed, 'roads'));
  SUBDISTRICTS.forEach((name, s) => {
    const centre = offset(
      DISTRICT.centre,
      ((s % 3) - 1) * CELL.lon,
      (1 - Math.floor(s / 3)) * CELL.lat,
    );
    const firstCommunity = geography.communities.length;
    const firstRoad = geography.roads.length;
    const code = `${DISTRICT.code}${String(s + 1).padStart(3, '0')}`;
    geography.roads.push(...roads.slice(firstRoad, firstRoad + ROADS_PER_SUBDISTRICT));
    const communities = COMMUNITIES_PER_SUBDISTRICT[s] ?? 6;
    for (let c = 0; c < communities; c++) addCommunity(geography, s, c, code, centre);
    geography.subdistricts.push({
      code,
      name: `${name}街道`,
      centre,
      communities: { first: firstCommunity, end: geography.communities.length },
      roads: { first: firstRoad, end: geography.roads.length },
    });
  });
  return geography;
}

function addCommunity(g: Geography, s: number, c: number, parentCode: string, around: Point): void {
  const code = `${parentCode}${String(c + 1).padStart(3, '0')}`;
  const centre = offset(
    around,
    ((c % 4) - 1.5) * (CELL.lon / 4),
    (0.5 - Math.floor(c / 4)) * (CELL.lat / 2),
  );
  const name = COMMUNITY_NAMES[g.communities.length] ?? '';
  const first = g.grids.length;
  for (let n = 0; n < GRIDS_PER_COMMUNITY; n++) {
    const sequence = String(n + 1).padStart(2, '0');
    g.grids.push({
      code: `${GRID_OBJECT}${code}${sequence}`,
      name: `${name}第${'一二三四五六'.charAt(n)}网格`,
      community: g.communities.length,
      centre: offset(
        centre,
        ((n % 3) - 1) * (CELL.lon / 12),
        (0.5 - Math.floor(n / 3)) * (CELL.lat / 4),
      ),
    });
  }
  g.communities.push({
    code,
    name: `${name}社区`,
    subdistrict: s,
    centre,
    grids: { first, end: g.grids.length },
  });
}

function roadNames(random: Random): string[] {
  const names = new Set<string>();
  while (names.size < SUBDISTRICTS.length * ROADS_PER_SUBDISTRICT) {
    names.add(random.pick(ROAD_FIRST) + random.pick(ROAD_SECOND) + random.pick(ROAD_TAILS));
  }
  return [...names];
}

function offset(point: Point, lon: number, lat: number): Point {
  return { lon: point.lon + lon, lat: point.lat + lat };
}

/** A point inside a grid's cell. */
export function pointInGrid(random: Random, grid: Grid): Point {
  return offset(
    grid.centre,
    (random.unit() - 0.5) * (CELL.lon / 12),
    (random.unit() - 0.5) * (CELL.lat / 4),
  );
}
