import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { catalogueOf } from '../../../src/connect/load';
import { registerCatalogue } from '../../../src/ingest/register';
import { hubMetrics, readState } from '../../../src/observe';
import { readSources, runPlanAndWait } from '../../../src/jobs';
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
    expect(state.nights).toEqual({ status: null, startedAt: null, lastSuccess: null });
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
    // The second was no night.
    expect(state.nights.status).toBe('SUCCEEDED');
    expect(state.nights.startedAt).toBeLessThan(state.plan?.startedAt ?? 0);
    expect(state.nights.lastSuccess).not.toBeNull();
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

  /** A run that took so many seconds and ended a moment ago. */
  async function ran(connector: string, kind: string, seconds: number, code = ''): Promise<string> {
    const id = randomUUID();
    await hub.db.query(
      `INSERT INTO sync_run (id, connector, kind, status, started_at, finished_at, error_code)
       VALUES ($1, $2, $3, CASE $4 WHEN '' THEN 'SUCCEEDED' ELSE 'FAILED' END, clock_timestamp() - make_interval(secs => $5), clock_timestamp(), nullif($4, ''))`,
      [id, connector, kind, code, seconds],
    );
    return id;
  }

  it('judges a source by its reads and pushes: a replay is no success, a fault of the hub no failure', async () => {
    const stateOf = async (): Promise<unknown> =>
      (await readState(hub.db)).sources.find(({ connector }) => connector === 'police');
    const before = await stateOf();
    expect(before).toMatchObject({ lastStatus: 'FAILED' });
    await ran('police', 'REPLAY', 0);
    await ran('police', 'BACKFILL', 0);
    expect(await stateOf()).toMatchObject({ ...(before as object), dataAge: expect.any(Number) });
    await ran('police', 'PUSH', 0);
    await ran('police', 'READ', 0, 'DATABASE_UNAVAILABLE');
    expect(await stateOf()).toMatchObject({ lastStatus: 'SUCCEEDED' });
  });

  it('counts durations that only grow: the pushes of a day, whose end moves, are not among them', async () => {
    const durations = async (): Promise<unknown> =>
      (await readState(hub.db)).runs.filter(({ connector }) => connector === 'hotline');
    const before = await durations();
    const pushes = await ran('hotline', 'PUSH', 2);
    await ran('hotline', 'REPLAY', 2);
    expect(await durations()).toEqual(before);
    await hub.db.query(
      `UPDATE sync_run SET finished_at = finished_at + interval '1 hour' WHERE id = $1`,
      [pushes],
    );
    expect(await durations()).toEqual(before);
    await ran('hotline', 'BACKFILL', 2);
    expect(await durations()).not.toEqual(before);
  });

  it('is of the present catalogue: a stream that went makes nothing old, a source that went is not shown', async () => {
    const file = `${folder.path}/connectors/police/connector.yaml`;
    const text = readFileSync(file, 'utf8');
    const load = (): Promise<void> => hub.load([`${folder.path}/connectors`]);
    await hub.db.query(`UPDATE stream SET data_as_of = now() - interval '9 days'`);
    await hub.db.query(
      `INSERT INTO quarantine (id, stream_id, hash, run_id, mapping_version, stage, place, code, message, raw)
       SELECT gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'MAP', 'row', 'VALUE_INVALID', 'm', '{}'
         FROM stream WHERE connector = 'police'`,
    );
    // Under a new name, and with the record type of the old one.
    folder.write(
      'connectors/police/connector.yaml',
      text.replace('visit:\n    from', 'call:\n    from'),
    );
    await load();
    const police = async (): Promise<unknown[]> => {
      const [state, stands] = [await readState(hub.db), await readSources(hub.db)];
      const is = ({ connector }: { connector: string }): boolean => connector === 'police';
      return [
        state.sources.find(is)?.dataAge,
        state.streams.filter(is).map(({ stream, open }) => `${stream} ${String(open)}`),
        stands.filter(is).map(({ quarantined, retired }) => ({ quarantined, retired })),
      ];
    };
    expect(await police()).toEqual([null, ['call 0'], [{ quarantined: 0, retired: false }]]);
    await hub.db.query(`UPDATE stream SET data_as_of = now() WHERE name = 'call'`);
    const stands = (await readSources(hub.db)).find(({ connector }) => connector === 'police');
    expect(Date.now() - (stands?.dataAsOf?.getTime() ?? 0)).toBeLessThan(60_000);

    const all = hub.catalogue;
    await registerCatalogue(hub.db, catalogueOf(all.connectors.slice(0, 1)));
    expect(await police()).toEqual([undefined, [], [{ quarantined: 0, retired: true }]]);
    expect((await readState(hub.db)).runs.some(({ connector }) => connector === 'police')).toBe(
      false,
    );

    folder.write('connectors/police/connector.yaml', text);
    await load();
    const [age, streams, sources] = await police();
    expect(age).toBeGreaterThan(9 * 24 * 3_600 - 1);
    expect([streams, sources]).toEqual([['visit 1'], [{ quarantined: 1, retired: false }]]);
  });
});
