import { FaultsError } from '../../../src/domain/faults';
import { loadCatalogue } from '../../../src/connect/load';
import { testFolder, type TestFolder } from '../../support/hub';

const GOOD = `id: police-population
department: { code: police, zh: 公安, en: Police }
title: { zh: 实有人口, en: Actual population }
sharing: { class: CONDITIONAL, condition: 网格服务核实, basis: [测试], retention: P3Y }
reader: { kind: file, folder: '\${FOLDER}', format: csv }
streams:
  resident:
    from: resident.csv
    key: [rybh]
    record: PolicePopulationRecord
    items:
      rybh: { kind: ORDINARY }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4, zh: 公民身份号码 }
      wxdj: { share: NOT_SHARED }
    mentions:
      person: { as: Resident, identityNumber: sfzh }
`;

describe('loading connectors', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  const put = (text: string, name = 'one'): string => folder.write(`${name}/connector.yaml`, text);
  const load = (env: Record<string, string> = { FOLDER: '/tmp' }) =>
    loadCatalogue({ folders: [folder.path], env, categories: new Set(['noise']) });

  function faults(env?: Record<string, string>): string[] {
    try {
      load(env);
    } catch (error) {
      if (error instanceof FaultsError) {
        return error.faults.map(
          (fault) => `${fault.path}: ${fault.required} is required, ${fault.given} is given`,
        );
      }
      throw error;
    }
    return [];
  }

  it('takes a whole connector, and leaves out what is NOT_SHARED', () => {
    put(GOOD);
    const [stream] = load().connector('police-population').streams;
    expect([...(stream?.items.keys() ?? [])]).toEqual(['rybh', 'sfzh']);
    expect(stream?.neverRead).toEqual(['wxdj']);
  });

  it('tells an unknown key by its place', () => {
    put(GOOD.replace('    from: resident.csv', '    form: resident.csv\n    from: resident.csv'));
    expect(faults()).toEqual([expect.stringMatching(/^streams\.resident.*form/)]);
  });

  it('tells a wrong type with what was required and given', () => {
    put(GOOD.replace('key: [rybh]', 'key: rybh'));
    expect(faults()).toEqual(['streams.resident.key: a list is required, "rybh" is given']);
  });

  it('names the environment variable that is missing', () => {
    put(GOOD);
    expect(faults({})).toEqual([
      'reader.folder: the environment variable FOLDER is required, nothing is given',
    ]);
  });

  it('tells all faults of all files at once', () => {
    put(GOOD.replace('key: [rybh]', 'key: rybh'), 'one');
    put(GOOD.replace('mask: last4, ', '').replace('id: police', 'id: other'), 'two');
    expect(faults({})).toHaveLength(4);
  });

  it('refuses a category that the hub does not know, as a code or as a constant', () => {
    const event = (category: string): string =>
      `${GOOD}      case: { as: Event, number: { scheme: x, item: rybh }, category: ${category} }\n`;
    put(event('{ const: facility.tree }'));
    expect(faults()).toEqual([
      'streams.resident.mentions.case.category: a category code of hub.yaml is required, "facility.tree" is given',
    ]);
    put(event('{ const: noise }'));
    expect(faults()).toEqual([]);
  });

  it('refuses a direct identifier without a mask, and an item without a kind', () => {
    put(GOOD.replace('mask: last4, ', '').replace('rybh: { kind: ORDINARY }', 'rybh: {}'));
    expect(faults()).toEqual([
      expect.stringContaining('items.rybh.kind: the kind of every shared item is required'),
      expect.stringContaining('items.sfzh.mask: a mask, because the item is DIRECT_IDENTIFIER'),
    ]);
  });

  it('refuses what names a person as ORDINARY, by its type and by what it feeds', () => {
    const mask = 'kind: DIRECT_IDENTIFIER, mask: last4, zh: 公民身份号码';
    put(GOOD.replace(mask, 'kind: ORDINARY'));
    expect(faults()).toEqual([
      expect.stringMatching(/^streams\.resident\.items\.sfzh\.kind: DIRECT_IDENTIFIER with a mask/),
    ]);
    put(GOOD.replace('identityNumber: sfzh', 'identityNumber: sfzh, name: rybh'));
    expect(faults()).toEqual([
      expect.stringMatching(/^streams\.resident\.items\.rybh\.kind: .*names a person/),
    ]);
  });

  it('refuses a rating of a person that is not marked NOT_SHARED', () => {
    put(GOOD.replace('wxdj: { share: NOT_SHARED }', 'wxdj: { kind: ORDINARY, zh: 危险等级 }'));
    expect(faults()).toEqual([expect.stringContaining('no rating of a person')]);
  });

  it('refuses to read an item for a mention that is never read', () => {
    put(GOOD.replace('identityNumber: sfzh', 'identityNumber: sfzh, name: wxdj'));
    expect(faults()[0]).toContain('which is NOT_SHARED and never read');
  });

  it('refuses two streams with one record type', () => {
    put(GOOD, 'one');
    put(GOOD.replace('id: police-population', 'id: police-other'), 'two');
    expect(faults()).toEqual([expect.stringContaining('a record type of its own is required')]);
  });

  it('says where YAML breaks', () => {
    put(`${GOOD}   broken: [`);
    expect(faults()[0]).toMatch(/YAML that can be parsed is required, .* at line 17/);
  });

  it('never quotes a secret', () => {
    put(GOOD.replace("folder: '${FOLDER}'", "folder: x, token: 'hush-hush'"));
    expect(faults().join()).not.toContain('hush-hush');
  });
});
