/**
 * Coordinates: the hub keeps CGCS2000 (国家大地坐标系), decimal degrees. CGCS2000 and WGS-84 differ by centimetres, so
 * they are treated as one here. GCJ-02 shifts positions inside China by 50 to 700 m, BD-09 (Baidu) shifts GCJ-02 again.
 *
 * Source of the formulas: neither system is published by its maker. The forward formulas are those in common public
 * use since 2010 (Krasovsky 1940 ellipsoid, a = 6378245 m, e² = 0.00669342162296594323; BD-09 as in Baidu's own
 * scripts). The way back has no closed form: it is found by fixed-point iteration on the forward formula, which
 * gains about three digits a step; the result maps forward to within 1e-9 degrees (0.1 mm) of what was given.
 */
export type CoordinateSystem = 'CGCS2000' | 'GCJ-02' | 'BD-09';

export interface Position {
  /** Decimal degrees, east positive. */
  readonly longitude: number;
  /** Decimal degrees, north positive. */
  readonly latitude: number;
}

const SEMI_MAJOR = 6378245;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const RADIANS = Math.PI / 180;
const BD_ANGLE = (Math.PI * 3000) / 180;
const TOLERANCE = 1e-10;
const MAX_STEPS = 30;

/** Where GCJ-02 shifts at all: the box that the public formula uses; outside it the systems are one. */
function isShifted({ longitude, latitude }: Position): boolean {
  return longitude >= 72.004 && longitude <= 137.8347 && latitude >= 0.8293 && latitude <= 55.8271;
}

/** Sum of amplitude · sin(π · x / period): the ripples of the shift. */
function waves(
  x: number,
  ...terms: readonly (readonly [amplitude: number, period: number])[]
): number {
  return terms.reduce(
    (sum, [amplitude, period]) => sum + amplitude * Math.sin((Math.PI * x) / period),
    0,
  );
}

/** CGCS2000 → GCJ-02. Positions outside China stay. */
export function toGcj02(position: Position): Position {
  if (!isShifted(position)) return position;
  const { longitude, latitude } = position;
  const x = longitude - 105;
  const y = latitude - 35;
  const root = Math.sqrt(Math.abs(x));
  const common = waves(x, [20, 1 / 6], [20, 1 / 2]);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    (2 / 3) * (common + waves(y, [20, 1], [40, 3], [160, 12], [320, 30]));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    (2 / 3) * (common + waves(x, [20, 1], [40, 3], [150, 12], [300, 30]));
  const phi = latitude * RADIANS;
  const w2 = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED)) / (w2 * Math.sqrt(w2));
  const parallel = (SEMI_MAJOR / Math.sqrt(w2)) * Math.cos(phi);
  return {
    longitude: longitude + east / (parallel * RADIANS),
    latitude: latitude + north / (meridian * RADIANS),
  };
}

/** GCJ-02 → BD-09. */
function gcj02ToBd09({ longitude, latitude }: Position): Position {
  const radius = Math.hypot(longitude, latitude) + 0.00002 * Math.sin(latitude * BD_ANGLE);
  const angle = Math.atan2(latitude, longitude) + 0.000003 * Math.cos(longitude * BD_ANGLE);
  return {
    longitude: radius * Math.cos(angle) + 0.0065,
    latitude: radius * Math.sin(angle) + 0.006,
  };
}

/** CGCS2000 → BD-09. Positions outside China stay. */
export function toBd09(position: Position): Position {
  return isShifted(position) ? gcj02ToBd09(toGcj02(position)) : position;
}

/** The position that `forward` moves to `target`. */
function invert(forward: (position: Position) => Position, target: Position): Position {
  let { longitude, latitude } = target;
  for (let step = 0; step < MAX_STEPS; step++) {
    const reached = forward({ longitude, latitude });
    const east = target.longitude - reached.longitude;
    const north = target.latitude - reached.latitude;
    longitude += east;
    latitude += north;
    if (Math.abs(east) < TOLERANCE && Math.abs(north) < TOLERANCE) break;
  }
  return { longitude, latitude };
}

/**
 * The CGCS2000 position of a longitude and latitude (degrees) given in `system`, better than 1 m (the formulas
 * themselves are known to no better). Throws nothing: positions outside China come back as they are.
 */
export function toCgcs2000(
  longitude: number,
  latitude: number,
  system: CoordinateSystem,
): Position {
  const given = { longitude, latitude };
  if (system === 'CGCS2000' || !isShifted(given)) return given;
  return invert(system === 'GCJ-02' ? toGcj02 : toBd09, given);
}
