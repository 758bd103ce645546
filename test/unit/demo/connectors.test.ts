import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { findConnectorFiles, loadCatalogue } from '../../../src/connect/load';
import { COMPLAINT_KINDS } from '../../../src/demo/departments/culture-events';
import { VENUE_KINDS } from '../../../src/demo/departments/culture-venues';
import { SAFETY_KINDS } from '../../../src/demo/departments/emergency-inspections';
import { DISPUTE_KINDS } from '../../../src/demo/departments/mediation';
import { PETITION_KINDS } from '../../../src/demo/departments/petitions';
import { CATEGORIES } from '../../../src/demo/events/categories';

const ROOT = path.join(__dirname, '../../..');
const ENV = Object.fromEntries(
  findConnectorFiles([path.join(ROOT, 'connectors')])
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\$\{([A-Z0-9_]+)\}/g)])
    .map(([, name = '']) => [name, valueOf(name)]),
);

/** Something of the kind that the name promises. */
function valueOf(name: string): string {
  if (name.endsWith('_URL')) return 'http://127.0.0.1:9';
  if (name.endsWith('_DB_CLIENT')) return 'mysql2';
  if (name.endsWith('_PORT')) return '22';
  if (name.endsWith('_HOST_KEY')) return `SHA256:${'A'.repeat(43)}`;
  return '/nowhere';
}

const { categories } = parse(readFileSync(path.join(ROOT, 'hub.yaml'), 'utf8')) as {
  categories: Record<string, unknown>;
};
const catalogue = loadCatalogue({
  folders: [path.join(ROOT, 'connectors')],
  env: ENV,
  categories: new Set(Object.keys(categories)),
});

describe("the demo departments' connectors", () => {
  it('load without a fault', () => {
    expect(catalogue.connectors.map(({ id }) => id).sort()).toEqual([
      'approvals',
      'civil-affairs',
      'civil-allowance',
      'culture-tourism',
      'education',
      'emergency-management',
      'environment',
      'grid-events',
      'health',
      'hotline-12345',
      'human-resources',
      'justice-mediation',
      'market-supervision',
      'petitions',
      'police-calls',
      'police-population',
      'urban-management',
      'volunteers',
    ]);
  });

  it('are those of sixteen departments, read in every way there is', () => {
    const specs = catalogue.connectors.map(({ spec }) => spec);
    expect(new Set(specs.map(({ department }) => department.code)).size).toBe(16);
    expect(new Set(specs.map(({ reader }) => reader.kind))).toEqual(
      new Set(['sql', 'file', 'http', 'graphql', 'singer', 'push']),
    );
    const { health, environment } = Object.fromEntries(specs.map((spec) => [spec.id, spec.reader]));
    expect(health?.kind === 'file' && health.sftp !== undefined).toBe(true);
    expect(environment?.kind === 'sql' && environment.client).toBe('mysql2');
  });

  it('each lie beside a README in both languages that says which settings it takes and what is never read', () => {
    for (const { id, streams } of catalogue.connectors) {
      const folder = path.join(ROOT, 'connectors', id);
      const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
      const yaml = readFileSync(path.join(folder, 'connector.yaml'), 'utf8');
      expect([id, readme]).toEqual([id, expect.stringMatching(/\p{Script=Han}{4}/u)]);
      expect([id, readme]).toEqual([id, expect.stringMatching(/[A-Za-z]+ [a-z]+ [a-z]+/)]);
      for (const [, name = ''] of yaml.matchAll(/\$\{([A-Z0-9_]+)\}/g))
        expect([id, name, readme.includes(name)]).toEqual([id, name, true]);
      for (const name of streams.flatMap(({ neverRead }) => neverRead))
        expect([id, name, readme.includes(name)]).toEqual([id, name, true]);
    }
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

  it('never read what rates or watches people', () => {
    const neverRead = (id: string, name: string): readonly string[] | undefined =>
      catalogue.connector(id).streams.find((stream) => stream.name === name)?.neverRead;
    expect(neverRead('justice-mediation', 'case')).toEqual(['WXDJ']);
    expect(neverRead('petitions', 'petition')).toEqual(['gzcd']);
    expect(neverRead('education', 'enrolment')).toEqual(['心理测评等级']);
    expect(neverRead('culture-tourism', 'venue')).toEqual(['xypf']);
    expect(neverRead('emergency-management', 'inspection')).toEqual(['aqfxdj']);
  });

  it('hold nothing about a pupil to be less than sensitive, but the state of the enrolment', () => {
    const enrolment = catalogue
      .connector('education')
      .streams.find(({ name }) => name === 'enrolment');
    const milder = [...(enrolment?.items.values() ?? [])]
      .filter(({ kind }) => kind !== 'SENSITIVE')
      .map(({ name }) => name);
    expect(milder).toEqual(['rxny', 'jhrxm', 'jhrgx', 'jhrdh', 'xjzt']);
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
    for (const [kinds, codes] of [
      [SAFETY_KINDS, codesOf('emergency-management', 'inspection', 'jclb')],
      [DISPUTE_KINDS, codesOf('justice-mediation', 'case', 'jflb')],
      [VENUE_KINDS, codesOf('culture-tourism', 'venue', 'cslb')],
      [COMPLAINT_KINDS, codesOf('culture-tourism', 'complaint', 'tslb')],
      [Object.values(PETITION_KINDS), codesOf('petitions', 'petition', 'nrfl')],
    ] as const) {
      expect([...codes].sort()).toEqual(kinds.map(([code]) => code).sort());
    }
    for (const { paths, policeCode, gridCode, urbanCode } of CATEGORIES) {
      for (const each of paths) expect(known.paths).toContain(each);
      if (policeCode !== '') expect(known.police).toContain(policeCode);
      if (gridCode !== '') expect(known.grid).toContain(gridCode);
      if (urbanCode !== '') expect(known.urban).toContain(urbanCode);
    }
  });
});
