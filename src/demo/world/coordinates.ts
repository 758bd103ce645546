/**
 * Coordinates of the demo: CGCS2000 degrees (equal to WGS-84 at this precision), and the two offset systems that
 * Chinese maps hand out. The forward formulas are the ones in common public use for GCJ-02 and BD-09.
 */
export interface Point {
  readonly lon: number;
  readonly lat: number;
}

const A = 6378245;
const EE = 0.006693421622965943;

function wave(x: number, a: number, b: number, c: number, d: number): number {
  const s = Math.sin;
  const p = Math.PI;
  return (
    (2 / 3) * (a * s((x * p) / 1) + b * s((x * p) / 3) + c * s((x * p) / 12) + d * s((x * p) / 30))
  );
}

/** CGCS2000 → GCJ-02, degrees. */
export function toGcj02({ lon, lat }: Point): Point {
  const x = lon - 105;
  const y = lat - 35;
  const ripple = (2 / 3) * (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI));
  const root = Math.sqrt(Math.abs(x));
  const dLat =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    ripple +
    wave(y, 20, 40, 160, 320);
  const dLon =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + wave(x, 20, 40, 150, 300);
  const radians = (lat * Math.PI) / 180;
  const magic = 1 - EE * Math.sin(radians) ** 2;
  const meridian = (((A * (1 - EE)) / (magic * Math.sqrt(magic))) * Math.PI) / 180;
  const parallel = ((A / Math.sqrt(magic)) * Math.cos(radians) * Math.PI) / 180;
  return { lon: lon + dLon / parallel, lat: lat + dLat / meridian };
}

/** CGCS2000 → BD-09, degrees. */
export function toBd09(point: Point): Point {
  const { lon, lat } = toGcj02(point);
  const k = (Math.PI * 3000) / 180;
  const z = Math.sqrt(lon * lon + lat * lat) + 0.00002 * Math.sin(lat * k);
  const theta = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * k);
  return { lon: z * Math.cos(theta) + 0.0065, lat: z * Math.sin(theta) + 0.006 };
}

/** Degrees with six decimals (about 0.1 m). */
export function degrees(value: number): string {
  return value.toFixed(6);
}
