import { setTimeout as sleep } from 'node:timers/promises';
import { HUB_STAGES, recoverPlans, startPlan, type Stages } from '../../../src/jobs';
import { jobId, STAGES } from '../../../src/jobs/names';
import { plainText } from '../../../src/jobs/safe-error';
import { WangshuError } from '../../../src/domain/errors';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from './night';
import { queueOf } from './raw-queue';
import { withReaders, writeSource } from './sources';

const SECRET = '990101199001010019';
/** What a driver may say: a row's values, a NUL, half a character, a terminal's commands, and far too much. */
const NASTY = `value "${SECRET}"\u0000 \ud83d \u001b[2J password=top-secret-word ${'x'.repeat(5_000)}`;

function failing(times: number, error: () => Error): { stages: Stages; calls: string[] } {
  const calls: string[] = [];
  const stages = Object.fromEntries(
    STAGES.map((name): [string, Stages['trend']] => [
      name,
      (context) => {
        calls.push(name);
        const tried = calls.filter((each) => each === 'stitch').length;
        if (name === 'stitch' && tried <= times) return Promise.reject(error());
        return HUB_STAGES[name](context);
      },
    ]),
  ) as unknown as Stages;
  return { stages, calls };
}

describe.each(TRANSPORTS)('stages over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    writeSource(folder, 'police');
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  it('are tried again, and one failure on the way leaves no trace', async () => {
    const { stages, calls } = failing(1, () => new Error('a connection was lost'));
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await hub.worker({ stages });
    const report = await hub.wait(planId);
    expect(report.status).toBe('SUCCEEDED');
    expect(calls).toEqual(['resolve', 'stitch', 'stitch', 'trend']);
    expect(report.stages.stitch?.error).toBeUndefined();
    expect(await hub.digest()).toBe(await undisturbedDigest(`${folder.path}/connectors`));
  });

  it('fail the plan at the third time, with the reason, and nothing stands on them', async () => {
    const why = 'a graph that can be stitched is required, none was given; look at it';
    const { stages, calls } = failing(3, () => new WangshuError('RUN_IN_PROGRESS', why));
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await hub.worker({ stages });
    const report = await hub.wait(planId);
    expect(report.status).toBe('FAILED');
    expect(report.finishedAt).not.toBeNull();
    expect(calls).toEqual(['resolve', 'stitch', 'stitch', 'stitch']);
    expect(report.stages.stitch?.error).toEqual({ code: 'RUN_IN_PROGRESS', message: why });
    expect(report.stages.trend).toBeUndefined();
    // The queue fails what stands on a failed job a moment later.
    const last = jobId(planId, 'trend');
    const deadline = Date.now() + 15_000;
    while ((await hub.transport.queue.getJobState(last)) !== 'failed' && Date.now() < deadline)
      await sleep(25);
    // Had the worker died before it wrote that down, whoever keeps house would.
    await hub.db.query(`UPDATE plan_run SET status = 'RUNNING', finished_at = NULL`);
    expect(await recoverPlans(hub, 0)).toEqual({ added: 0, ended: 1 });
    expect((await hub.wait(planId)).status).toBe('FAILED');
    // What was read stays, and the next plan goes on with it.
    expect(report.sources[0]?.status).toBe('SUCCEEDED');
    const next = await startPlan(hub, { connectors: ['police'] });
    expect((await hub.wait(next.planId)).status).toBe('SUCCEEDED');
  });

  it('may say anything when they fail: the queue stands it, and nobody reads a value in it', async () => {
    const nasty = Object.assign(new Error(NASTY), { code: '22021', detail: NASTY });
    const { stages } = failing(3, () => nasty);
    const { planId } = await startPlan(hub, { connectors: ['police'] });
    await hub.worker({ stages });
    const report = await hub.wait(planId);
    expect(report.status).toBe('FAILED');
    expect(report.stages.stitch?.error).toEqual({
      code: 'INTERNAL',
      message:
        'the hub met a fault of its own (Error 22021); the log of the worker says where, and the next run tries again',
    });
    const queue = await queueOf(hub);
    try {
      await queue.settled();
      const jobs = await queue.jobs();
      expect(jobs.find(({ name }) => name === 'stitch')?.failedReason).toMatch(/^INTERNAL: /);
      const everything = [
        JSON.stringify(report),
        ...hub.log,
        ...jobs.map(({ text }) => text),
      ].join();
      expect(everything).not.toMatch(/top-secret-word|990101199001010019|\\u0000|xxxx/);
    } finally {
      await queue.close();
    }
  });

  it('go on after a reader that says anything when it fails', async () => {
    writeSource(folder, 'hotline');
    await hub.load([`${folder.path}/connectors`]);
    const healthy = hub.catalogue;
    const broken = withReaders(healthy, (reader) => ({
      check: (...how) => reader.check(...how),
      discover: (...how) => reader.discover(...how),
      close: () => reader.close(),
      // eslint-disable-next-line @typescript-eslint/require-await, require-yield
      async *read() {
        throw new Error(NASTY);
      },
    }));
    const mixed = {
      ...healthy,
      connector: (id: string) => (id === 'hotline' ? broken : healthy).connector(id),
    };
    const { planId } = await startPlan(hub, { connectors: ['hotline', 'police'] });
    await hub.worker({ catalogue: mixed });
    const report = await hub.wait(planId);
    expect(report.status).toBe('PARTIAL');
    expect(report.sources.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(report.sources[0]?.error?.code).toBe('INTERNAL');
    expect(report.stages.trend?.finishedAt).toBeDefined();
    expect(JSON.stringify(report) + hub.log.join('')).not.toMatch(
      /top-secret-word|990101199001010019|xxxx/,
    );
    // The log says where, all the same.
    expect(hub.log.join('')).toContain('stages.test.ts');
  });
});

describe('text for the queue', () => {
  it('has no character that a table, a queue or a terminal cannot stand, and an end', () => {
    const text = plainText(NASTY);
    for (const character of ['\u0000', '\u001b', '\ud83d']) expect(text).not.toContain(character);
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(plainText('第一行\n第二行\t😀')).toBe('第一行\n第二行\t😀');
  });
});
