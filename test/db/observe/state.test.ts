import { hubMetrics, readState } from '../../../src/observe';
import { runPlanAndWait } from '../../../src/jobs';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, type NightHub } from '../jobs/night';
import { writeSource } from '../jobs/sources';

describe("the state of a hub's tables", () => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeAll(async () => {
    folder = testFolder();
    writeSource(folder, 'hotline', 25);
    writeSource(folder, 'police', 4);
    hub = await nightHub('postgres');
    await hub.load([`${folder.path}/connectors`]);
  });
  afterAll(async () => {
    await hub.close();
    folder.remove();
  });

  it('is empty and readable before the first night', async () => {
    const state = await readState(hub.db);
    expect(state.plan).toBeNull();
    expect(state.runs).toEqual([]);
    expect(state.streams.map(({ connector, stream, read }) => [connector, stream, read])).toEqual([
      ['hotline', 'visit', 0],
      ['police', 'visit', 0],
    ]);
    expect(state.sources.every(({ lastSuccess, dataAge }) => lastSuccess === dataAge)).toBe(true);
  });

  it('tells a night, and a second on top of it', async () => {
    await hub.worker();
    const connectors = ['hotline', 'police'];
    await runPlanAndWait(hub, { connectors, slot: new Date('2026-11-23T18:00:00Z') });
    folder.write('data/police/visit.csv', 'no such columns\n1\n');
    await runPlanAndWait(hub, { connectors, full: true });
    const state = await readState(hub.db);
    expect(state.workers).toBe(1);
    expect(state.streams).toEqual([
      {
        ...{ connector: 'hotline', stream: 'visit', read: 50, landed: 25, unchanged: 25 },
        ...{ quarantined: 0, deleted: 0, removed: 0, open: 0, removals: 0, vanished: 0 },
      },
      expect.objectContaining({ connector: 'police', landed: 4 }),
    ]);
    expect(state.sources.map(({ connector, lastStatus }) => [connector, lastStatus])).toEqual([
      ['hotline', 'SUCCEEDED'],
      ['police', 'FAILED'],
    ]);
    for (const { lastSuccess, dataAge } of state.sources) {
      expect(Math.abs(Date.now() / 1000 - (lastSuccess ?? 0))).toBeLessThan(60);
      expect(dataAge ?? -1).toBeGreaterThanOrEqual(0);
      expect(dataAge).toBeLessThan(60);
    }
    expect(state.runs.map(({ connector, status, count }) => [connector, status, count])).toEqual([
      ['hotline', 'SUCCEEDED', 2],
      ['police', 'FAILED', 1],
      ['police', 'SUCCEEDED', 1],
    ]);
    for (const { within, count } of state.runs) {
      expect(within).toEqual([...within].sort((one, other) => one - other));
      expect(within.at(-1)).toBe(count);
    }
    expect(state.plan?.status).toBe('PARTIAL');
    expect(state.plan?.lastSuccess).not.toBeNull();
  });

  it('is one statement a scrape', async () => {
    let statements = 0;
    const counting = {
      query: (...args: Parameters<typeof hub.db.query>) => {
        statements += 1;
        return hub.db.query(...args);
      },
    } as unknown as Parameters<typeof readState>[0];
    const metrics = hubMetrics({
      ...{ version: '1', cacheSeconds: 5, pools: { hub: hub.db } },
      state: () => readState(counting),
    });
    const text = await metrics.metrics();
    await metrics.metrics();
    expect(statements).toBe(1);
    expect(text).toContain('wangshu_source_rows_read_total{connector="hotline",stream="visit"} 50');
    // Sources, streams, states and codes: nothing else tells one sample from another.
    const labels = new Set(
      [...text.matchAll(/^wangshu_.*$/gm)].flatMap(([line]) =>
        [...line.matchAll(/([a-z]+)="/g)].map(([, name]) => name),
      ),
    );
    expect([...labels].sort()).toEqual(
      ['connector', 'le', 'outcome', 'pool', 'state', 'status', 'stream', 'version'].sort(),
    );
  });
});
