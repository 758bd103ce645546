import { setTimeout as sleep } from 'node:timers/promises';
import { hubMetrics, serveMetrics, type HubMetrics } from '../../../src/observe';
import { cached } from '../../../src/observe/metrics/cached';
import type { HubState } from '../../../src/observe/metrics/state';

const STREAM = { connector: 'hotline', stream: 'visit', removals: 1, vanished: 40, open: 3 };
const STATE: HubState = {
  sources: [
    { connector: 'hotline', lastSuccess: 1_795_456_456, dataAge: 3_600, lastStatus: 'FAILED' },
  ],
  streams: [
    { ...STREAM, read: 100, landed: 60, unchanged: 30, quarantined: 7, deleted: 3, removed: 2 },
  ],
  runs: [
    {
      ...{ connector: 'hotline', status: 'SUCCEEDED', count: 3, seconds: 75 },
      within: [1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3],
    },
  ],
  plan: { status: 'PARTIAL', startedAt: 1_795_456_400, seconds: 60 },
  nights: { status: 'FAILED', startedAt: 1_795_400_000, lastSuccess: null },
  alerts: [{ kind: 'SOURCE_FAILED', open: 1 }],
  undelivered: 1,
  givenUp: 4,
  workers: 2,
};

const POOL = { totalCount: 4, idleCount: 1, waitingCount: 2, options: { max: 10 } };

function metricsOf(state: () => Promise<HubState> = () => Promise.resolve(STATE)): HubMetrics {
  return hubMetrics({
    ...{ version: '1.2.3', state, cacheSeconds: 10, pools: { hub: POOL } },
    queue: () => Promise.resolve({ jobs: { waiting: 5, active: 2 }, oldestAge: 12.5 }),
  });
}

/** Every sample line, by what stands before its value. */
async function samplesOf(metrics: HubMetrics): Promise<Map<string, number>> {
  const text = await metrics.metrics();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const cut = line.lastIndexOf(' ');
        return [line.slice(0, cut), Number(line.slice(cut + 1))];
      }),
  );
}

describe('metrics', () => {
  it("say what the hub's tables say", async () => {
    const samples = await samplesOf(metricsOf());
    const visit = 'connector="hotline",stream="visit"';
    expect(samples.get('wangshu_state_up')).toBe(1);
    expect(samples.get(`wangshu_source_rows_read_total{${visit}}`)).toBe(100);
    const outcomes = ['landed', 'unchanged', 'quarantined', 'deleted'].map(
      (outcome) =>
        samples.get(`wangshu_source_rows_total{${visit},outcome="${outcome}"}`) ?? Number.NaN,
    );
    expect(outcomes.reduce((sum, each) => sum + each)).toBe(100);
    expect(samples.get(`wangshu_quarantine_open_rows{${visit}}`)).toBe(3);
    expect(samples.get(`wangshu_removals_waiting{${visit}}`)).toBe(1);
    expect(samples.get('wangshu_source_data_age_seconds{connector="hotline"}')).toBe(3_600);
    expect(samples.get('wangshu_source_last_run_status{connector="hotline",status="FAILED"}')).toBe(
      1,
    );
    expect(samples.get('wangshu_plan_status{status="PARTIAL"}')).toBe(1);
    expect(samples.get('wangshu_plan_status{status="FAILED"}')).toBe(0);
    expect(samples.has('wangshu_plan_last_success_timestamp_seconds')).toBe(false);
    expect(samples.get('wangshu_night_status{status="FAILED"}')).toBe(1);
    expect(samples.get('wangshu_night_status{status="SUCCEEDED"}')).toBe(0);
    expect(samples.get('wangshu_night_started_timestamp_seconds')).toBe(1_795_400_000);
    expect(samples.get('wangshu_alert_notices_undelivered')).toBe(1);
    expect(samples.get('wangshu_alert_notices_given_up_total')).toBe(4);
    expect(samples.get('wangshu_queue_up')).toBe(1);
    expect(samples.get('wangshu_queue_jobs{state="waiting"}')).toBe(5);
    expect(samples.get('wangshu_queue_oldest_job_age_seconds')).toBe(12.5);
    expect(samples.get('wangshu_database_pool_connections{pool="hub",state="busy"}')).toBe(3);
    expect(samples.get('wangshu_database_pool_waiting{pool="hub"}')).toBe(2);
    expect(samples.get('wangshu_build_info{version="1.2.3"}')).toBe(1);
  });

  it('keep the shape of a Prometheus histogram for what is read from tables', async () => {
    const samples = await samplesOf(metricsOf());
    const run = 'wangshu_source_run_duration_seconds';
    const labels = 'connector="hotline",status="SUCCEEDED"';
    expect(samples.get(`${run}_bucket{${labels},le="15"}`)).toBe(2);
    expect(samples.get(`${run}_bucket{${labels},le="+Inf"}`)).toBe(3);
    expect(samples.get(`${run}_count{${labels}}`)).toBe(3);
    expect(samples.get(`${run}_sum{${labels}}`)).toBe(75);
  });

  it('are named as Prometheus asks: base units, _total for what only grows', async () => {
    const text = await metricsOf().metrics();
    const types = [...text.matchAll(/^# TYPE (wangshu_\S+) (\S+)$/gm)].map(([, name, type]) => ({
      ...{ name: name ?? '', type },
    }));
    expect(types.length).toBeGreaterThan(20);
    for (const { name, type } of types) {
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|kb|mb)(_|$)/);
    }
  });

  it('count requests by names and codes of the hub alone, whatever a caller writes', async () => {
    const metrics = metricsOf();
    const told = (operation: string, code: string | null): void =>
      metrics.apiRequest({ operation, code, seconds: 0.02 });
    told('query', null);
    told('syncConnectors', 'FORBIDDEN');
    for (let i = 0; i < 1_000; i += 1) told(`q11010119900307${String(i)}`, `E${String(i)}`);
    const samples = await samplesOf(metrics);
    const count = 'wangshu_api_request_duration_seconds_count';
    expect(samples.get(`${count}{operation="query",code="OK"}`)).toBe(1);
    expect(samples.get(`${count}{operation="syncConnectors",code="FORBIDDEN"}`)).toBe(1);
    expect(samples.get(`${count}{operation="other",code="OTHER"}`)).toBe(1_000);
    expect([...samples.keys()].filter((key) => key.startsWith(count)).length).toBe(3);
  });

  it('go on without the database, and say so', async () => {
    const samples = await samplesOf(metricsOf(() => Promise.reject(new Error('away'))));
    expect(samples.get('wangshu_state_up')).toBe(0);
    expect([...samples.keys()].some((key) => key.startsWith('wangshu_source'))).toBe(false);
    expect(samples.has('process_cpu_seconds_total')).toBe(true);
  });

  it.each([
    ['the queue', { queue: true }],
    ['the database', { state: true }],
    ['either', { queue: true, state: true }],
  ])('go on where %s is asked and never answers, and say so', async (_, hangs) => {
    const never = (): Promise<never> => new Promise(() => undefined);
    let asked = 0;
    const metrics = hubMetrics({
      ...{ version: '1', cacheSeconds: 0, pools: {}, patienceMs: { queue: 30, state: 30 } },
      state: 'state' in hangs ? never : () => Promise.resolve(STATE),
      queue() {
        asked += 1;
        return 'queue' in hangs ? never() : Promise.resolve({ jobs: {}, oldestAge: null });
      },
    });
    for (let i = 0; i < 3; i += 1) {
      const samples = await samplesOf(metrics);
      expect(samples.get('wangshu_queue_up')).toBe('queue' in hangs ? 0 : 1);
      expect(samples.has('wangshu_queue_oldest_job_age_seconds')).toBe(!('queue' in hangs));
      expect(samples.get('wangshu_state_up')).toBe('state' in hangs ? 0 : 1);
      expect(samples.has('wangshu_workers')).toBe(!('state' in hangs));
    }
    // Questions to who does not answer do not pile up.
    if ('queue' in hangs) expect(asked).toBe(1);
  });

  it('ask the database once for scrapes that come together or shortly after', async () => {
    let asked = 0;
    const metrics = metricsOf(async () => {
      asked += 1;
      await sleep(20);
      return STATE;
    });
    await Promise.all([metrics.metrics(), metrics.metrics()]);
    await metrics.metrics();
    expect(asked).toBe(1);
  });
});

describe('a cached answer', () => {
  it('is asked for again when its time is over, and after a failure', async () => {
    let asked = 0;
    const ask = cached(async () => {
      asked += 1;
      await sleep(1);
      if (asked === 1) throw new Error('away');
      return asked;
    }, 30);
    await expect(ask()).rejects.toThrow('away');
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(2);
    await sleep(40);
    expect(await ask()).toBe(3);
  });

  it('that never comes is asked for anew after a while; what comes too late is not kept', async () => {
    const answers: ((value: number) => void)[] = [];
    const ask = cached(() => new Promise<number>((resolve) => answers.push(resolve)), 10_000, 20);
    void ask();
    void ask();
    expect(answers.length).toBe(1);
    await sleep(30);
    const second = ask();
    expect(answers.length).toBe(2);
    answers[0]?.(1);
    answers[1]?.(2);
    expect(await second).toBe(2);
    expect(await ask()).toBe(2);
  });
});

describe('the address of metrics', () => {
  const serve = (
    token: string | null,
    faults: unknown[] = [],
    fail = false,
  ): ReturnType<typeof serveMetrics> =>
    serveMetrics({
      ...{ host: '127.0.0.1', port: 0, token, onFault: (error) => faults.push(error) },
      source: {
        contentType: 'text/plain; version=0.0.4; charset=utf-8',
        metrics: () => (fail ? Promise.reject(new Error('no')) : Promise.resolve('up 1\n')),
      },
    });
  const get = (port: number, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${String(port)}${path}`, init);

  it('answers /metrics and nothing else', async () => {
    const server = await serve(null);
    const answer = await get(server.port, '/metrics');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      ...[200, 'text/plain; version=0.0.4; charset=utf-8', 'up 1\n'],
    ]);
    expect((await get(server.port, '/graphql')).status).toBe(404);
    expect((await get(server.port, '/metrics', { method: 'POST' })).status).toBe(405);
    await server.close();
  });

  it('asks for its token where it has one', async () => {
    const server = await serve('a-token-of-the-scraper');
    const as = (authorization: string): Promise<Response> =>
      get(server.port, '/metrics', { headers: { authorization } });
    expect((await get(server.port, '/metrics')).status).toBe(401);
    expect((await as('Bearer another')).status).toBe(401);
    expect((await as('Bearer a-token-of-the-scraper')).status).toBe(200);
    await server.close();
  });

  it('says that it could not read them, without saying more', async () => {
    const faults: unknown[] = [];
    const server = await serve(null, faults, true);
    const answer = await get(server.port, '/metrics');
    expect([answer.status, await answer.text()]).toEqual([500, 'the metrics could not be read\n']);
    expect(faults.length).toBe(1);
    await server.close();
  });

  it('says that its port is taken', async () => {
    const server = await serve(null);
    const second = serveMetrics({
      ...{ host: '127.0.0.1', port: server.port, token: null, onFault: () => undefined },
      source: { contentType: 'text/plain', metrics: () => Promise.resolve('') },
    });
    await expect(second).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await server.close();
  });
});
