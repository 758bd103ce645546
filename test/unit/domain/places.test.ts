import { toBd09, toCgcs2000, toGcj02, type Position } from '../../../src/domain/coordinates';
import { parseDivisionCode, parseGridCode } from '../../../src/domain/division-code';
import { Random } from '../../../src/demo/random';

/** Metres between two positions, on a sphere: good to a percent, which is enough here. */
function metres(a: Position, b: Position): number {
  const radians = Math.PI / 180;
  const north = (a.latitude - b.latitude) * radians;
  const east = (a.longitude - b.longitude) * radians * Math.cos(a.latitude * radians);
  return 6_371_000 * Math.hypot(north, east);
}

describe('division codes', () => {
  it.each([
    ['990106', { level: 'COUNTY', parent: null, township: null }],
    ['990100', { level: 'CITY' }],
    ['990000', { level: 'PROVINCE' }],
    ['990106001', { level: 'TOWNSHIP', townshipKind: 'SUBDISTRICT', parent: '990106' }],
    ['990106100', { townshipKind: 'TOWN' }],
    ['990106200', { townshipKind: 'TOWNSHIP' }],
    ['990106400', { townshipKind: 'ENTERPRISE' }],
    ['990106600', { townshipKind: 'OTHER' }],
    [
      '990106001001',
      { level: 'COMMUNITY', communityKind: 'RESIDENTS_COMMITTEE', parent: '990106001' },
    ],
    ['990106001200', { communityKind: 'VILLAGERS_COMMITTEE' }],
    ['990106001000', { code: '990106001', level: 'TOWNSHIP' }],
    ['990106000000', { code: '990106', level: 'COUNTY' }],
    ['990106000', { code: '990106' }],
  ])('%s is read', (code, expected) => {
    expect(parseDivisionCode(code)).toMatchObject(expected);
  });

  it.each(['', '9901', '9901061', '99010600', '090106', '990106000001', '99010a'])(
    '%p is none',
    (code) => {
      expect(parseDivisionCode(code)).toBeNull();
    },
  );

  it('grid codes hold object, community and sequence', () => {
    expect(parseGridCode('01010099010600100203')).toEqual({
      code: '01010099010600100203',
      object: '010100',
      community: '990106001002',
      sequence: '03',
    });
    for (const wrong of ['0101009901060010020', '010100090106001002033', '01010009010600100203'])
      expect(parseGridCode(wrong)).toBeNull();
  });
});

describe('coordinates', () => {
  // Published pairs of one point in the three systems, as map services give them (rounded to 6 decimals).
  const TIANANMEN = { longitude: 116.391349, latitude: 39.907375 };

  it('shift by some hundred metres inside China, and not at all outside', () => {
    expect(metres(TIANANMEN, toGcj02(TIANANMEN))).toBeGreaterThan(300);
    expect(metres(TIANANMEN, toGcj02(TIANANMEN))).toBeLessThan(800);
    expect(toGcj02(TIANANMEN).longitude).toBeCloseTo(116.39759, 4);
    expect(toGcj02(TIANANMEN).latitude).toBeCloseTo(39.908775, 4);
    const [shifted, baidu] = [toGcj02(TIANANMEN), toBd09(TIANANMEN)];
    expect(baidu.longitude - shifted.longitude).toBeCloseTo(0.0064, 3);
    expect(baidu.latitude - shifted.latitude).toBeCloseTo(0.0063, 3);
    for (const abroad of [
      { longitude: -87.6, latitude: 41.8 },
      { longitude: 2.35, latitude: 48.85 },
    ])
      expect([
        toGcj02(abroad),
        toBd09(abroad),
        toCgcs2000(abroad.longitude, abroad.latitude, 'BD-09'),
      ]).toEqual([abroad, abroad, abroad]);
  });

  it('come back to within a millimetre, anywhere in China', () => {
    const random = new Random(9, 'coordinates');
    for (let i = 0; i < 2_000; i += 1) {
      const position = { longitude: 75 + random.unit() * 58, latitude: 5 + random.unit() * 47 };
      const [gcj, bd] = [toGcj02(position), toBd09(position)];
      expect(metres(position, toCgcs2000(gcj.longitude, gcj.latitude, 'GCJ-02'))).toBeLessThan(
        0.001,
      );
      expect(metres(position, toCgcs2000(bd.longitude, bd.latitude, 'BD-09'))).toBeLessThan(0.001);
    }
  });

  it('of the hub itself stay as they are', () => {
    expect(toCgcs2000(116.5, 40, 'CGCS2000')).toEqual({ longitude: 116.5, latitude: 40 });
  });
});
