import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { loadCatalogue } from '../../../src/connect/load';
import { CATEGORIES } from '../../../src/demo/events/categories';

const ROOT = path.join(__dirname, '../../..');
const ENV = Object.fromEntries(
  'POLICE_DB_URL URBAN_DB_URL CIVIL_FOLDER HOTLINE_FOLDER MARKET_URL MARKET_TOKEN GRID_URL GRID_TOKEN'
    .split(' ')
    .map((name) => [name, name.endsWith('_URL') ? 'http://127.0.0.1:9' : '/nowhere']),
);
const { categories } = parse(readFileSync(path.join(ROOT, 'hub.yaml'), 'utf8')) as {
  categories: Record<string, unknown>;
};
const catalogue = loadCatalogue({
  folders: [path.join(ROOT, 'connectors')],
  env: ENV,
  categories: new Set(Object.keys(categories)),
});

describe("the demo departments' connectors", () => {
  it('load without a fault, eight of them from six departments', () => {
    expect(catalogue.connectors.map(({ id }) => id)).toEqual([
      'civil-affairs',
      'civil-allowance',
      'grid-events',
      'hotline-12345',
      'market-supervision',
      'police-calls',
      'police-population',
      'urban-management',
    ]);
    expect(new Set(catalogue.connectors.map(({ spec }) => spec.department.code)).size).toBe(6);
  });

  it('name every item in Chinese and in English, its kind, and a mask where it could find a person', () => {
    for (const { spec } of catalogue.connectors) {
      for (const stream of Object.values(spec.streams)) {
        for (const [name, item] of Object.entries(stream.items)) {
          expect([name, item.zh ?? '', item.en ?? '']).toEqual([
            name,
            expect.stringMatching(/\p{Script=Han}/u),
            expect.stringMatching(/^[A-Z]/),
          ]);
          if (item.kind !== undefined && item.kind !== 'ORDINARY') {
            expect([name, item.mask]).toEqual([name, expect.stringMatching(/^(?!none)/)]);
          }
        }
      }
    }
  });

  it('say on what law they rest and how long records are kept', () => {
    for (const { spec } of catalogue.connectors) {
      expect(spec.sharing.basis.length).toBeGreaterThan(1);
      expect(spec.sharing.basis).toContain('政务数据共享条例');
      expect(spec.sharing.retention).toMatch(/^P\dY$/);
    }
  });

  it('never read the danger rating of the police', () => {
    const resident = catalogue
      .connector('police-population')
      .streams.find(({ name }) => name === 'resident');
    expect(resident?.neverRead).toEqual(['wxdj']);
    expect([...(resident?.items.keys() ?? [])]).not.toContain('wxdj');
  });

  it('know every native category that the departments write', () => {
    const codesOf = (connector: string, stream: string, item: string): string[] => {
      const spec = catalogue.connector(connector).spec.streams[stream]?.items[item];
      return Object.keys(spec?.values ?? {});
    };
    const known = {
      paths: codesOf('hotline-12345', 'ticket', 'sqfl'),
      police: codesOf('police-calls', 'call', 'jqlb'),
      grid: codesOf('grid-events', 'event', 'sblx'),
      urban: codesOf('urban-management', 'case', 'ajlb'),
    };
    for (const { paths, policeCode, gridCode, urbanCode } of CATEGORIES) {
      for (const each of paths) expect(known.paths).toContain(each);
      if (policeCode !== '') expect(known.police).toContain(policeCode);
      if (gridCode !== '') expect(known.grid).toContain(gridCode);
      if (urbanCode !== '') expect(known.urban).toContain(urbanCode);
    }
  });
});
