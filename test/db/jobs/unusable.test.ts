import { readFileSync } from 'node:fs';
import { loadUsable } from '../../../src/connect/load';
import { registerCatalogue } from '../../../src/ingest/register';
import { readSources, startPlan } from '../../../src/jobs';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, type NightHub } from './night';
import { writeSource } from './sources';

describe('a connector that cannot be used', () => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    for (const id of ['civil', 'police']) writeSource(folder, id);
    hub = await nightHub('postgres');
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const load = () =>
    loadUsable({ folders: [`${folder.path}/connectors`], env: {}, categories: new Set() });

  it('fails its own source, with a sentence, and keeps no other from its night', async () => {
    await hub.load([`${folder.path}/connectors`]);
    folder.write(
      'connectors/police/connector.yaml',
      'id: police\nreader: { kind: carrier-pigeon }\n',
    );
    const catalogue = load();
    await registerCatalogue(hub.db, catalogue);
    expect(catalogue.connectors.map(({ id }) => id)).toEqual(['civil']);
    expect(catalogue.sources).toEqual(['civil', 'police']);
    await hub.worker({ catalogue });
    const { planId } = await startPlan(hub, { connectors: catalogue.sources });
    const report = await hub.wait(planId);
    expect(report.status).toBe('PARTIAL');
    expect(report.sources.map(({ connector, status }) => [connector, status])).toEqual([
      ['civil', 'SUCCEEDED'],
      ['police', 'FAILED'],
    ]);
    const [, { error } = { error: null }] = report.sources;
    expect(error?.code).toBe('CONNECTOR_INVALID');
    expect(error?.message).toMatch(
      /^police: a connector without faults is required, \d+ stand in its file/,
    );
    expect(error?.message).not.toContain(folder.path);
    // It is not taken for one that was removed.
    const stands = await readSources(hub.db);
    expect(stands.map(({ connector, health, retired }) => [connector, health, retired])).toEqual([
      ['civil', 'OK', false],
      ['police', 'FAILING', false],
    ]);
  });

  it('is told of with all its faults when it is asked for by name', () => {
    folder.write('connectors/police/connector.yaml', 'id: [police\n');
    expect(() => load().connector('police')).toThrow(/to mend:\n.*police\/connector.yaml/);
    expect(load().connector('civil').id).toBe('civil');
  });

  it('is one of two that share a name, not both', () => {
    writeSource(folder, 'other');
    folder.write(
      'connectors/other/connector.yaml',
      readFileSync(`${folder.path}/connectors/civil/connector.yaml`),
    );
    const catalogue = load();
    expect(catalogue.connectors.map(({ id }) => id)).toEqual(['civil', 'police']);
    expect(catalogue.sources).toEqual(['civil', 'police']);
  });
});
