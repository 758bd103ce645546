import { DelayedError, WaitingError, type FlowJob } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE, type JobData, type JobName } from '../../../src/jobs/names';
import type { HubJob, ProcessJob, WorkerHandle } from '../../../src/jobs/queue';
import { nightHub, TRANSPORTS, type NightHub } from './night';
import { queueOf } from './raw-queue';

/**
 * What the nightly plan asks of a queue, and nothing more. Whatever holds the jobs has to pass this; what the plan makes of
 * it is tested in the other suites of this folder, over the same queues.
 */
const PLAN = 'c5a1c7e8-0f3c-4a0e-9d7c-3a6a5a3f0001';
const LOCK_MS = 1_000;

interface Said {
  readonly name: string;
  readonly data: JobData;
}

describe.each(TRANSPORTS)('a queue in %s', (kind) => {
  let hub: NightHub;
  let workers: WorkerHandle[];

  beforeEach(async () => {
    hub = await nightHub(kind);
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close(true)));
    await hub.close();
  });

  const work = async (process: ProcessJob, concurrency = 4): Promise<WorkerHandle> => {
    const worker = hub.transport.worker(process, {
      ...{ concurrency, lockDuration: LOCK_MS, stalledInterval: LOCK_MS },
      ...{ maxStalledCount: 10, drainDelay: 1 },
    });
    workers.push(worker);
    await worker.waitUntilReady();
    return worker;
  };
  const opts = (id: string, more: FlowJob['opts'] = {}): NonNullable<FlowJob['opts']> => ({
    ...{ jobId: `${PLAN}.${id}`, removeOnComplete: false, removeOnFail: false },
    ...more,
  });
  const child = (connector: string, more: FlowJob['opts'] = {}): FlowJob => ({
    ...{ name: 'sync', queueName: QUEUE, data: { planId: PLAN, connector } },
    opts: opts(connector, { ignoreDependencyOnFailure: true, ...more }),
  });
  const stage = (name: JobName, children: FlowJob[], more: FlowJob['opts'] = {}): FlowJob => ({
    ...{ name, queueName: QUEUE, data: { planId: PLAN }, opts: opts(name, more), children },
  });
  const flow = (children: FlowJob[], inner: FlowJob['opts'] = {}): FlowJob =>
    stage('trend', [stage('resolve', children, { failParentOnFailure: true, ...inner })]);
  const stateOf = (id: string): Promise<string> => hub.transport.queue.getJobState(`${PLAN}.${id}`);
  const reaches = async (id: string, state: string, limitMs = 10_000): Promise<void> => {
    const deadline = Date.now() + limitMs;
    for (let now = await stateOf(id); now !== state; now = await stateOf(id)) {
      if (Date.now() > deadline) throw new Error(`${state} is required, ${id} is ${now}`);
      await sleep(20);
    }
  };
  /** A worker that does what `act` says and keeps what it was given, in order. */
  const listening = (act: (job: HubJob, token: string) => Promise<void>): [Said[], ProcessJob] => {
    const said: Said[] = [];
    return [
      said,
      async (job, token) => {
        await act(job, token);
        said.push({ name: job.name, data: job.data });
      },
    ];
  };
  const names = (said: readonly Said[]): string[] =>
    said.map(({ name, data }) => data.connector ?? name);

  it('gives a job out when all that it stands on has ended, and not before', async () => {
    const [said, process] = listening(() => sleep(30));
    await hub.transport.flows.add(flow(['a', 'b', 'c'].map((id) => child(id))));
    expect(await stateOf('trend')).toBe('waiting-children');
    await work(process);
    await reaches('trend', 'completed');
    expect(names(said).slice(0, 3).sort()).toEqual(['a', 'b', 'c']);
    expect(names(said).slice(3)).toEqual(['resolve', 'trend']);
  });

  it('gives a job that stands on nothing out at once', async () => {
    const [said, process] = listening(() => Promise.resolve());
    await hub.transport.flows.add(flow([]));
    await work(process);
    await reaches('trend', 'completed');
    expect(names(said)).toEqual(['resolve', 'trend']);
  });

  it('tries a job again as often as it may, with a pause, and then lets it go: its siblings and its parent go on', async () => {
    const at: number[] = [];
    const [said, process] = listening(({ data }) => {
      if (data.connector !== 'b') return Promise.resolve();
      at.push(performance.now());
      return Promise.reject(new Error('no'));
    });
    const again = { attempts: 3, backoff: { type: 'exponential', delay: 200 } };
    await hub.transport.flows.add(flow([child('a'), child('b', again), child('c')]));
    await work(process);
    await reaches('trend', 'completed');
    expect(await stateOf('b')).toBe('failed');
    expect(names(said).sort()).toEqual(['a', 'c', 'resolve', 'trend']);
    const pauses = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    expect(pauses).toHaveLength(2);
    // 200 ms, then 400 ms.
    expect(pauses[0]).toBeGreaterThan(190);
    expect(pauses[1]).toBeGreaterThan(390);
  });

  it('fails what stands on a job that must succeed and did not, without giving it out', async () => {
    const [said, process] = listening(({ name }) =>
      name === 'resolve' ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    await hub.transport.flows.add(flow([child('a')], { attempts: 2 }));
    await work(process);
    await reaches('trend', 'failed');
    expect(names(said)).toEqual(['a']);
  });

  it('holds a flow once, however often and whenever it is added', async () => {
    const [said, process] = listening(() => sleep(50));
    const add = (): Promise<unknown> => hub.transport.flows.add(flow([child('a'), child('b')]));
    await Promise.all([add(), add(), add()]);
    await work(process);
    await Promise.all([add(), add()]);
    await reaches('trend', 'completed');
    await add();
    await sleep(300);
    expect(names(said).sort()).toEqual(['a', 'b', 'resolve', 'trend']);
  });

  it('gives each job to one of many workers', async () => {
    const [said, process] = listening(() => sleep(5));
    const ids = Array.from({ length: 60 }, (_, i) => `s${String(i)}`);
    await Promise.all([work(process, 8), work(process, 8), work(process, 8)]);
    await hub.transport.flows.add(flow(ids.map((id) => child(id))));
    await reaches('trend', 'completed', 20_000);
    expect(names(said).sort()).toEqual([...ids, 'resolve', 'trend'].sort());
  });

  it('says what it does not know, and takes up again what it lost', async () => {
    const [said, process] = listening(() => Promise.resolve());
    const plan = flow([child('a')]);
    await hub.transport.flows.add(plan);
    const raw = await queueOf(hub);
    await raw.obliterate().finally(() => raw.close());
    expect(await stateOf('trend')).toBe('unknown');
    await hub.transport.flows.add(plan);
    await work(process);
    await reaches('trend', 'completed');
    expect(names(said)).toEqual(['a', 'resolve', 'trend']);
  });

  it('takes a job back, and gives it out again: at once, or after a while, and neither is a failed attempt', async () => {
    const at: number[] = [];
    const [said, process] = listening(async (job, token) => {
      if (job.data.connector === undefined) return;
      at.push(performance.now());
      expect(job.attemptsMade).toBe(0);
      if (at.length === 1) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (at.length === 2) {
        await job.moveToDelayed(Date.now() + 700, token);
        throw new DelayedError();
      }
    });
    await hub.transport.flows.add(flow([child('a', { attempts: 1 })]));
    await work(process);
    await reaches('trend', 'completed');
    expect(names(said)).toEqual(['a', 'resolve', 'trend']);
    const [first = 0, second = 0, third = 0] = at;
    expect(at).toHaveLength(3);
    expect(second - first).toBeLessThan(1_500);
    expect(third - second).toBeGreaterThan(690);
    expect(third - second).toBeLessThan(3_000);
  });

  it('wakes workers that have nothing to do when a job that waits for its time is due', async () => {
    const [said, process] = listening(() => Promise.resolve());
    await work(process);
    await sleep(200);
    const began = performance.now();
    await hub.transport.queue.add('nightly', {}, { ...opts('later'), delay: 1_200 });
    expect(await stateOf('later')).toBe('delayed');
    await reaches('later', 'completed');
    expect(performance.now() - began).toBeGreaterThan(1_150);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(said).toHaveLength(1);
  });

  it('gives the job of a worker that gives no sign of life to another', async () => {
    const given: string[] = [];
    let release = (): void => undefined;
    const dead = await work(async () => {
      given.push('first');
      await new Promise<void>((resolve) => (release = resolve));
    }, 1);
    await hub.transport.flows.add(flow([child('a')]));
    while (given.length === 0) await sleep(10);
    // Closed by force it no longer renews its claim, as a dead one.
    await dead.close(true);
    const [said, process] = listening(() => Promise.resolve());
    await work(process);
    await reaches('trend', 'completed');
    expect(names(said)).toEqual(['a', 'resolve', 'trend']);
    release();
  });

  it('keeps a job alive that takes longer than a sign of life may be missing', async () => {
    const [said, process] = listening(({ data }) =>
      data.connector === undefined ? Promise.resolve() : sleep(LOCK_MS * 3),
    );
    await Promise.all([work(process), work(process)]);
    await hub.transport.flows.add(flow([child('a')]));
    await reaches('trend', 'completed');
    expect(names(said)).toEqual(['a', 'resolve', 'trend']);
  });

  it('gives out nothing more once it was asked to pause, and the rest to whoever comes next', async () => {
    const [said, process] = listening(() => sleep(100));
    const worker = await work(process, 1);
    await hub.transport.flows.add(flow(['a', 'b', 'c', 'd'].map((id) => child(id))));
    while (said.length === 0) await sleep(5);
    await worker.pause(true);
    await worker.close();
    const ended = said.length;
    expect(ended).toBeLessThanOrEqual(2);
    await sleep(300);
    expect(said).toHaveLength(ended);
    await work(process);
    await reaches('trend', 'completed');
    expect(names(said).sort()).toEqual(['a', 'b', 'c', 'd', 'resolve', 'trend']);
  });

  it('comes round with a schedule, in its time zone, and says which time each job was meant for', async () => {
    const meant: number[] = [];
    const [, process] = listening(({ opts: { prevMillis } }) => {
      meant.push(prevMillis ?? Number.NaN);
      return Promise.resolve();
    });
    await hub.transport.queue.upsertJobScheduler(
      'nightly',
      { pattern: '* * * * * *', tz: 'Asia/Shanghai' },
      { name: 'nightly', data: {} },
    );
    await work(process);
    while (meant.length < 3) await sleep(20);
    expect(meant.every((time) => time % 1_000 === 0)).toBe(true);
    expect(new Set(meant).size).toBe(meant.length);
    expect(await hub.transport.queue.getJobScheduler('nightly')).toMatchObject({
      tz: 'Asia/Shanghai',
    });
  });

  it('is cleaned of what ended long enough ago, and of nothing else', async () => {
    const [, process] = listening(({ data }) =>
      data.connector === 'b' ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    const worker = await work(process);
    await hub.transport.flows.add(flow([child('a'), child('b')]));
    await reaches('trend', 'completed');
    await worker.close();
    await hub.transport.queue.add('nightly', {}, opts('waits'));
    for (const state of ['completed', 'failed'] as const)
      expect(await hub.transport.queue.clean(60_000, 100, state)).toEqual([]);
    await sleep(10);
    for (const state of ['completed', 'failed'] as const)
      await hub.transport.queue.clean(1, 100, state);
    expect(await stateOf('trend')).toBe('unknown');
    expect(await stateOf('b')).toBe('unknown');
    expect(await stateOf('waits')).toBe('waiting');
  });
});
