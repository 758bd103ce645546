import { renameSync } from 'node:fs';
import { liveCatalogue, type LiveCatalogue } from '../../../src/cli/live-catalogue';
import type { Catalogue } from '../../../src/connect/connector';
import { loadUsable } from '../../../src/connect/load';
import { writeSource } from '../../db/jobs/sources';
import { testFolder, type TestFolder } from '../../support/hub';

describe('the connectors of a worker', () => {
  let folder: TestFolder;
  let live: LiveCatalogue;
  let adopted: Catalogue[];
  let refuse: Error | null;

  beforeEach(() => {
    folder = testFolder();
    for (const id of ['civil', 'police']) writeSource(folder, id);
    adopted = [];
    refuse = null;
    const folders = [`${folder.path}/connectors`];
    const load = (): Catalogue => loadUsable({ folders, env: {}, categories: new Set() });
    live = liveCatalogue(folders, load, (changed) => {
      if (refuse !== null) return Promise.reject(refuse);
      adopted.push(changed);
      return Promise.resolve();
    });
  });
  afterEach(() => folder.remove());

  it('are read once, as long as nobody changes a file', async () => {
    const version = live.catalogue.connector('police').version;
    expect(await live.refresh()).toBe(false);
    expect(adopted).toHaveLength(0);
    expect(live.catalogue.connector('police').version).toBe(version);
  });

  it('are read anew when a file is changed, added or taken away', async () => {
    const { catalogue } = live;
    folder.write('connectors/police/connector.yaml', 'id: [police\n');
    expect(await live.refresh()).toBe(true);
    expect([...catalogue.unusable.keys()]).toEqual(['police']);
    expect(() => catalogue.connector('police')).toThrow(/to mend/);
    writeSource(folder, 'police');
    writeSource(folder, 'school');
    expect(await live.refresh()).toBe(true);
    expect(catalogue.sources).toEqual(['civil', 'police', 'school']);
    renameSync(`${folder.path}/connectors/civil`, `${folder.path}/civil`);
    expect(await live.refresh()).toBe(true);
    expect(catalogue.sources).toEqual(['police', 'school']);
    expect(adopted).toHaveLength(3);
    expect(await live.refresh()).toBe(false);
  });

  it('stay as they are while what is new cannot be taken over, and the next look tries again', async () => {
    writeSource(folder, 'school');
    refuse = new Error('the database is away');
    await expect(live.refresh()).rejects.toBe(refuse);
    expect(live.catalogue.sources).toEqual(['civil', 'police']);
    refuse = null;
    renameSync(`${folder.path}/connectors`, `${folder.path}/away`);
    await expect(live.refresh()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(live.catalogue.sources).toEqual(['civil', 'police']);
    renameSync(`${folder.path}/away`, `${folder.path}/connectors`);
    expect(await live.refresh()).toBe(true);
    expect(live.catalogue.sources).toEqual(['civil', 'police', 'school']);
  });
});
