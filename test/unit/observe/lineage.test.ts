import { z } from 'zod';
import { loadCatalogue } from '../../../src/connect/load';
import {
  databaseOf,
  lineageObserver,
  openSender,
  type Observer,
  type RunEvent,
} from '../../../src/observe';
import { writeSource } from '../../db/jobs/sources';
import { testFolder, type TestFolder } from '../../support/hub';
import { testReceiver, type Receiver } from '../../support/receiver';
import { OPEN_LINEAGE } from './open-lineage-schema';
import { PLAN, tellNight } from './told';

const schema = z.fromJSONSchema(OPEN_LINEAGE as Parameters<typeof z.fromJSONSchema>[0]);
const PRODUCER = 'https://example.org/wangshu/1.2.3';

describe('lineage events', () => {
  let folder: TestFolder;
  let events: RunEvent[];
  let observer: Observer;

  beforeEach(() => {
    folder = testFolder();
    writeSource(folder, 'hotline');
    writeSource(folder, 'police');
    events = [];
    observer = lineageObserver({
      ...{ producer: PRODUCER, namespace: 'chenghu' },
      database: databaseOf('postgres://hub:s3cret-pw@db.example:6432/wangshu'),
      catalogue: loadCatalogue({ folders: [`${folder.path}/connectors`], env: {} }),
      send: (event) => void events.push(event),
    });
  });
  afterEach(() => folder.remove());

  const of = (name: string, type: string): RunEvent => {
    const found = events.find(({ job, eventType }) => job.name === name && eventType === type);
    if (found === undefined) throw new Error(`${type} of ${name} is required, it was not told`);
    return found;
  };

  it('are RunEvents of OpenLineage 2-0-2, each and every one', () => {
    tellNight(observer);
    expect(events.length).toBe(8);
    for (const event of events) {
      const read = schema.safeParse(JSON.parse(JSON.stringify(event)));
      expect(read.error?.issues ?? []).toEqual([]);
    }
    // The schema can say no.
    const [first] = events;
    expect(schema.safeParse({ ...first, eventType: 'DONE' }).success).toBe(false);
    expect(schema.safeParse({ ...first, run: { runId: 'mine', facets: {} } }).success).toBe(false);
  });

  it('begin and end every run once, under one id', () => {
    tellNight(observer);
    const types = new Map<string, string[]>();
    for (const { run, eventType } of events)
      types.set(run.runId, [...(types.get(run.runId) ?? []), eventType]);
    expect([...types.values()].map((told) => told.join(' ')).sort()).toEqual([
      ...['START COMPLETE', 'START COMPLETE', 'START COMPLETE', 'START FAIL'],
    ]);
    expect(types.has(PLAN)).toBe(true);
  });

  it('name what was read by fields and types, and how many rows were read and written', () => {
    tellNight(observer);
    const read = of('read.hotline', 'COMPLETE');
    expect(read.inputs).toEqual([
      expect.objectContaining({ namespace: 'chenghu', name: 'hotline.visit' }),
    ]);
    expect(read.inputs[0]?.facets?.['schema']?.['fields']).toContainEqual({
      ...{ name: 'sfzh', type: 'identityNumber' },
    });
    expect(read.inputs[0]?.inputFacets?.['inputStatistics']).toMatchObject({ rowCount: 25 });
    expect(
      read.outputs.map(({ namespace, name, outputFacets }) => [
        ...[namespace, name, outputFacets?.['outputStatistics']?.['rowCount']],
      ]),
    ).toEqual([
      ['postgres://db.example:6432', 'wangshu.public.record', 24],
      ['postgres://db.example:6432', 'wangshu.public.quarantine', 1],
    ]);
    expect(
      of('stitch', 'COMPLETE').outputs.find(({ name }) => name.endsWith('.resident'))?.outputFacets,
    ).toMatchObject({ outputStatistics: { rowCount: 7 } });
  });

  it('say which night they belong to and which plan they are part of', () => {
    tellNight(observer);
    const { facets } = of('read.police', 'START').run;
    expect(facets['nominalTime']).toMatchObject({ nominalStartTime: '2026-11-23T18:00:00.000Z' });
    expect(facets['parent']).toMatchObject({
      ...{ run: { runId: PLAN }, job: { namespace: 'chenghu', name: 'nightly' } },
    });
  });

  it('say why a source failed, without what must not leave', () => {
    tellNight(observer);
    const told = of('read.police', 'FAIL').run.facets['errorMessage'];
    expect(told?.['message']).toMatch(/^SOURCE_REFUSED: police: a login is required/);
    expect(JSON.stringify(events)).not.toMatch(/s3cret-pw|110101199003071234/);
  });

  it('abort what a person stopped, and leave open what another worker goes on with', () => {
    const source = { planId: PLAN, connector: 'hotline' };
    const counts = { read: 0, landed: 0, unchanged: 0, quarantined: 0, deleted: 0, removed: 0 };
    const end = { ...source, runId: null, counts, failure: null };
    observer.sourceStarted({ ...source, slot: null, full: false });
    observer.sourceFinished({ ...end, status: 'POSTPONED' });
    observer.sourceStarted({ ...source, slot: null, full: false });
    observer.sourceFinished({ ...end, status: 'CANCELLED' });
    expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'START', 'ABORT']);
    expect(new Set(events.map(({ run }) => run.runId)).size).toBe(1);
  });
});

describe('a plan that another process began', () => {
  it('is told with its own beginning, before its end', () => {
    const events: RunEvent[] = [];
    lineageObserver({
      ...{ producer: PRODUCER, namespace: 'chenghu', catalogue: { connectors: [] } },
      ...{ database: databaseOf('postgres://db/hub'), send: (event) => void events.push(event) },
    }).planFinished({
      ...{ planId: PLAN, status: 'CANCELLED', slot: null },
      ...{ startedAt: new Date('2026-11-23T01:00:00Z'), finishedAt: new Date() },
    });
    expect(events.map(({ eventType, job }) => `${eventType} ${job.name}`)).toEqual([
      ...['START plan', 'ABORT plan'],
    ]);
    expect(events[0]?.eventTime).toBe('2026-11-23T01:00:00.000Z');
  });
});

describe('the address of a database', () => {
  it.each([
    ['postgres://hub:s3cret-pw@db.example:6432/wang%20shu', 'wang shu.public'],
    ['postgres://hub:s3cret-pw@/wangshu?host=/run/postgresql', 'postgres.public'],
    ['postgres://db.example/%E0%A4%A', '%E0%A4%A.public'],
  ])('names it without a secret, and keeps no command from starting: %s', (url, prefix) => {
    const named = databaseOf(url);
    expect(named.prefix).toBe(prefix);
    expect(JSON.stringify(named)).not.toContain('s3cret-pw');
  });
});

describe('delivery of lineage events', () => {
  let store: Receiver;
  let outcomes: string[];
  const event = (name: string): RunEvent => ({
    ...{ eventType: 'START', eventTime: '2026-11-23T18:00:00Z', producer: PRODUCER },
    ...{ schemaURL: PRODUCER, run: { runId: PLAN, facets: {} }, inputs: [], outputs: [] },
    job: { namespace: 'chenghu', name, facets: {} },
  });
  const open = (
    settings: Partial<Parameters<typeof openSender>[0]> = {},
  ): ReturnType<typeof openSender> =>
    openSender({
      ...{ url: `${store.url}/api/v1/lineage`, apiKey: 'key-of-the-store', waits: [10, 10] },
      ...{ timeoutMs: 200, closeMs: 1_000 },
      onOutcome: (outcome, word) => void outcomes.push(`${outcome} ${word}`),
      ...settings,
    });

  beforeEach(async () => {
    store = await testReceiver();
    outcomes = [];
  });
  afterEach(() => store.close());

  const names = (): string[] =>
    store.received.map(({ body }) => (JSON.parse(body) as RunEvent).job.name);

  it('keeps their order and carries the key', async () => {
    const sender = open();
    for (let i = 0; i < 20; i += 1) sender.send(event(`job-${String(i)}`));
    await sender.close();
    expect(names()).toEqual(Array.from({ length: 20 }, (_, i) => `job-${String(i)}`));
    expect(store.received[0]).toMatchObject({
      path: '/api/v1/lineage',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer key-of-the-store',
      },
    });
  });

  it('tries again when the store stumbles, and gives up after a few times', async () => {
    let stumbles = 2;
    store.answer(() => ({ status: stumbles-- > 0 ? 503 : 201 }));
    const sender = open();
    sender.send(event('one'));
    await store.until(3);
    stumbles = 1_000;
    sender.send(event('two'));
    await sender.close();
    expect(names()).toEqual(['one', 'one', 'one', 'two', 'two', 'two']);
    expect(outcomes).toEqual(['sent 201', 'dropped 503']);
  });

  it('does not repeat what the store refuses', async () => {
    store.answer({ status: 422 });
    const sender = open();
    sender.send(event('one'));
    await sender.close();
    expect(outcomes).toEqual(['dropped 422']);
    expect(names()).toEqual(['one']);
  });

  it('follows no redirect', async () => {
    const other = await testReceiver();
    store.answer({ status: 307, headers: { location: other.url } });
    const sender = open();
    sender.send(event('one'));
    await sender.close();
    expect(other.received).toEqual([]);
    expect(outcomes).toEqual(['dropped 307']);
    await other.close();
  });

  it('goes on with the next where the word about one fails', async () => {
    let words = 0;
    const sender = open({
      onOutcome() {
        words += 1;
        throw new Error('a log that is full');
      },
    });
    for (const name of ['one', 'two']) sender.send(event(name));
    await sender.close();
    expect([names(), words]).toEqual([['one', 'two'], 2]);
  });

  it('never waits for a store that does not answer, and keeps a bounded number', async () => {
    store.answer(null);
    const sender = open({ timeoutMs: 10_000, closeMs: 50 });
    const began = performance.now();
    for (let i = 0; i < 1_500; i += 1) sender.send(event('many'));
    expect(performance.now() - began).toBeLessThan(500);
    await sender.close();
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(outcomes.filter((word) => word === 'dropped FULL').length).toBe(499);
    expect(outcomes.filter((word) => word === 'dropped CLOSED').length).toBe(1_000);
  });
});
