import { z } from 'zod';
import { runPlanAndWait } from '../../../src/jobs';
import {
  databaseOf,
  lineageObserver,
  NOBODY,
  observeAll,
  type Observer,
  type RunEvent,
} from '../../../src/observe';
import { testFolder, type TestFolder } from '../../support/hub';
import { OPEN_LINEAGE } from '../../unit/observe/open-lineage-schema';
import { nightHub, TRANSPORTS, type NightHub } from '../jobs/night';
import { writeSource } from '../jobs/sources';

const schema = z.fromJSONSchema(OPEN_LINEAGE as Parameters<typeof z.fromJSONSchema>[0]);
const SLOT = new Date('2026-11-23T18:00:00Z');

describe.each(TRANSPORTS)('what a night over %s tells those who watch', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;
  let events: RunEvent[];
  let told: string[];

  beforeAll(async () => {
    folder = testFolder();
    writeSource(folder, 'hotline', 25);
    writeSource(folder, 'police', 4);
    folder.write('data/police/visit.csv', 'no such columns\n1\n');
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
    events = [];
    told = [];
    const lineage = lineageObserver({
      ...{ producer: 'urn:wangshu:hub:test', namespace: 'wangshu', catalogue: hub.catalogue },
      ...{ database: databaseOf(hub.url), send: (event) => void events.push(event) },
    });
    const words: Observer = new Proxy(NOBODY, {
      get: (_, name) => (word: { connector?: string; stage?: string; status?: string }) =>
        void told.push(
          [String(name), word.connector ?? word.stage, word.status].filter(Boolean).join(' '),
        ),
    });
    const broken: Observer = new Proxy(NOBODY, {
      get: () => () => {
        throw new Error('an observer that is broken');
      },
    });
    const observer = observeAll([broken, lineage, words], () => undefined);
    await hub.worker({ observer });
    const report = await runPlanAndWait(
      { ...hub, observer },
      { connectors: ['hotline', 'police'], slot: SLOT },
    );
    expect(report.status).toBe('PARTIAL');
  });
  afterAll(async () => {
    await hub.close();
    folder.remove();
  });

  it('is every beginning and every end, once', () => {
    expect([...new Set(told)].sort()).toEqual(
      [
        ...['planStarted', 'planFinished PARTIAL'],
        ...['sourceStarted hotline', 'sourceStarted police', 'sourceProgressed hotline'],
        ...['sourceFinished hotline SUCCEEDED', 'sourceFinished police FAILED'],
        ...['resolve', 'stitch', 'trend'].flatMap((stage) => [
          ...[`stageStarted ${stage}`, `stageFinished ${stage}`],
        ]),
      ].sort(),
    );
    expect(told.filter((word) => word.startsWith('sourceProgressed')).length).toBe(3);
    expect(told.length).toBe(new Set(told).size + 2);
  });

  it('is lineage that the standard knows, from START to an end for every run', () => {
    for (const event of events)
      expect(schema.safeParse(JSON.parse(JSON.stringify(event))).error?.issues ?? []).toEqual([]);
    const runs = new Map<string, string[]>();
    for (const { run, job, eventType } of events)
      runs.set(run.runId, [...(runs.get(run.runId) ?? [job.name]), eventType]);
    expect([...runs.values()].map((run) => run.join(' ')).sort()).toEqual([
      'nightly START COMPLETE',
      'read.hotline START COMPLETE',
      'read.police START FAIL',
      'resolve START COMPLETE',
      'stitch START COMPLETE',
      'trend START COMPLETE',
    ]);
    const end = events.find(
      ({ job, eventType }) => job.name === 'read.hotline' && eventType === 'COMPLETE',
    );
    expect(end?.inputs[0]?.inputFacets?.['inputStatistics']).toMatchObject({ rowCount: 25 });
    expect(end?.outputs[0]?.outputFacets?.['outputStatistics']).toMatchObject({ rowCount: 25 });
    expect(end?.run.facets['nominalTime']).toMatchObject({ nominalStartTime: SLOT.toISOString() });
  });
});
