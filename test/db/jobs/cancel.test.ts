import { setTimeout as sleep } from 'node:timers/promises';
import {
  cancelPlan,
  cancelSource,
  HUB_STAGES,
  readPlan,
  retryPlan,
  startPlan,
} from '../../../src/jobs';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from './night';
import { slowCatalogue, withReaders, writeSource } from './sources';

const LIMIT_MS = 5_000;
const ROWS = 60;

describe.each(TRANSPORTS)('a plan that is cancelled, over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;
  let undisturbed: string;

  beforeAll(async () => {
    folder = testFolder();
    for (const id of ['hotline', 'police', 'slow']) writeSource(folder, id, ROWS);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
  });
  beforeEach(async () => {
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(() => hub.close());
  afterAll(() => {
    folder.remove();
  });

  /** Resolves when a source has landed a page. */
  const begun = async (planId: string, connector: string): Promise<void> => {
    for (;;) {
      const { sources } = await readPlan(hub.db, planId);
      if ((sources.find((source) => source.connector === connector)?.read ?? 0) > 0) return;
      await sleep(20);
    }
  };
  const sessions = async (name: string): Promise<number> =>
    (
      await hub.db.query(
        `SELECT FROM pg_stat_activity WHERE application_name LIKE $1 AND datname = current_database()`,
        [name],
      )
    ).rowCount ?? 0;
  const outcome = async (planId: string): Promise<unknown[]> => {
    const { status, sources } = await hub.wait(planId);
    return [status, ...sources.map((source) => source.status)];
  };

  it('stops within 5 s, keeps what was landed, and its retry reads the rest', async () => {
    const { planId } = await startPlan(hub, { connectors: ['hotline', 'police', 'slow'] });
    await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 300), concurrency: 1 });
    await begun(planId, 'hotline');
    const began = performance.now();
    expect(await cancelPlan(hub.db, planId, 'steward-1')).toBe(true);
    expect(await outcome(planId)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
    const { sources } = await readPlan(hub.db, planId);
    expect(sources[0]?.read).toBeGreaterThan(0);
    expect(sources[0]?.read).toBeLessThan(ROWS);
    expect(await cancelPlan(hub.db, planId, 'steward-1')).toBe(false);

    await hub.worker({ concurrency: 2 });
    const retry = await retryPlan(hub, planId, 'steward-1');
    expect(await outcome(retry.planId)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    const again = await readPlan(hub.db, retry.planId);
    expect((sources[0]?.read ?? 0) + (again.sources[0]?.read ?? 0)).toBe(ROWS);
    expect(again.requestedBy).toBe('steward-1');
    expect(await hub.digest()).toBe(undisturbed);
  }, 30_000);

  it('may lose one source only, under way or still waiting: the others go on', async () => {
    const { planId } = await startPlan(hub, { connectors: ['hotline', 'police', 'slow'] });
    await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 400), concurrency: 1 });
    await begun(planId, 'hotline');
    expect(await cancelSource(hub.db, planId, 'hotline', 'steward-1')).toBe(true);
    expect(await cancelSource(hub.db, planId, 'slow', 'steward-1')).toBe(true);
    expect(await cancelSource(hub.db, planId, 'nothing', 'steward-1')).toBe(false);
    expect(await outcome(planId)).toEqual(['PARTIAL', 'CANCELLED', 'SUCCEEDED', 'CANCELLED']);
    // Its retry has those two alone.
    const retry = await retryPlan(hub, planId, 'steward-1');
    await hub.worker({ concurrency: 2 });
    expect(await outcome(retry.planId)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect((await readPlan(hub.db, retry.planId)).sources.map((each) => each.connector)).toEqual([
      'hotline',
      'slow',
    ]);
    expect(await hub.digest()).toBe(undisturbed);
  }, 30_000);

  it('does not wait for a reader that ignores its signal: nothing of it is written, and the retry reads all', async () => {
    const deaf = withReaders(hub.catalogue, (reader) => ({
      check: (...how) => reader.check(...how),
      discover: (...how) => reader.discover(...how),
      close: () => reader.close(),
      async *read(request) {
        const pages = [];
        for await (const page of reader.read(request)) pages.push(page);
        yield* pages.slice(0, 1);
        await new Promise(() => undefined);
      },
    }));
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    const worker = await hub.worker({ catalogue: deaf });
    await begun(planId, 'police');
    const began = performance.now();
    await cancelPlan(hub.db, planId, 'steward-1');
    expect(await outcome(planId)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
    expect(await sessions('wangshu source %')).toBe(0);
    await worker.close();

    const healthy = await startPlan(hub, { connectors: ['hotline', 'police', 'slow'] });
    await hub.worker({ concurrency: 2 });
    expect((await hub.wait(healthy.planId)).status).toBe('SUCCEEDED');
    expect(await hub.digest()).toBe(undisturbed);
  }, 30_000);

  it('ends the statement that lands a page, however long it takes, and its page is not landed', async () => {
    await hub.db.query(`
      CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END';
      CREATE TRIGGER pause AFTER INSERT ON record FOR EACH STATEMENT EXECUTE FUNCTION pause();`);
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await hub.worker();
    const landing = async (): Promise<boolean> =>
      ((
        await hub.db.query(
          `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
        )
      ).rowCount ?? 0) > 0;
    while (!(await landing())) await sleep(20);
    const began = performance.now();
    await cancelPlan(hub.db, planId, 'steward-1');
    expect(await outcome(planId)).toEqual(['CANCELLED', 'CANCELLED']);
    while (await landing()) await sleep(20);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
    expect((await hub.db.query('SELECT FROM record')).rowCount).toBe(0);
  }, 30_000);

  it('ends the statement that a stage is at, and leaves nothing of it', async () => {
    const asleep = async (): Promise<number> =>
      (
        await hub.db.query(
          `SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()`,
        )
      ).rowCount ?? 0;
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await hub.worker({
      stages: {
        ...HUB_STAGES,
        async stitch({ db }) {
          await db.query('SELECT pg_sleep(60)');
          return {};
        },
      },
    });
    while ((await asleep()) === 0) await sleep(20);
    const began = performance.now();
    await cancelPlan(hub.db, planId, 'steward-1');
    while ((await asleep()) > 0) await sleep(20);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
    const { status, stages } = await readPlan(hub.db, planId);
    expect([status, stages.stitch?.error, stages.trend]).toEqual([
      'CANCELLED',
      undefined,
      undefined,
    ]);
  }, 30_000);
});

describe('a retry', () => {
  let folder: TestFolder;
  let hub: NightHub;
  beforeAll(async () => {
    folder = testFolder();
    writeSource(folder, 'police');
    hub = await nightHub('postgres');
    await hub.load([`${folder.path}/connectors`]);
  });
  afterAll(async () => {
    await hub.close();
    folder.remove();
  });

  it('is refused while the plan is under way, and where nothing failed', async () => {
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await expect(retryPlan(hub, planId, 'me')).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/ended is required.*under way/) as string,
    });
    await hub.worker();
    await hub.wait(planId);
    await expect(retryPlan(hub, planId, 'me')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('of a backfill takes the same window', async () => {
    const window = { since: '2026-03-01', until: '2026-03-02' };
    const { planId } = await startPlan(hub, { connectors: ['police'], window });
    const report = await hub.wait(planId);
    // The source has no cursor: nothing can be bounded by it.
    expect([report.status, report.sources[0]?.error?.code]).toEqual(['FAILED', 'BAD_USER_INPUT']);
    const again = await retryPlan(hub, planId, 'me');
    expect((await readPlan(hub.db, again.planId)).window).toEqual(window);
  });
});
