import { jobId } from '../../../src/jobs/names';
import { addFlow } from '../../../src/jobs/plan';
import { registerSchedule, startPlan } from '../../../src/jobs';
import { testFolder, type TestFolder } from '../../support/hub';
import { NIGHTLY, nightHub, TRANSPORTS, type NightHub } from './night';
import { queueOf } from './raw-queue';
import { writeSource } from './sources';

const SOURCES = ['hotline', 'police'];
const SLOT = new Date('2026-03-01T18:30:00Z');

describe.each(TRANSPORTS)('what is asked twice over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id);
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const runs = async (): Promise<number> =>
    (await hub.db.query('SELECT FROM sync_run')).rowCount ?? 0;

  it('is one plan for one slot, whoever asks and however many at once', async () => {
    const request = { slot: SLOT, connectors: SOURCES };
    const asked = await Promise.all(Array.from({ length: 6 }, () => startPlan(hub, request)));
    expect(new Set(asked.map(({ planId }) => planId)).size).toBe(1);
    expect(asked.filter(({ created }) => created)).toHaveLength(1);
    const planId = asked[0]?.planId ?? '';
    await hub.worker();
    expect((await hub.wait(planId)).status).toBe('SUCCEEDED');
    expect(await startPlan(hub, request)).toEqual({ planId, created: false });
    expect((await hub.db.query('SELECT FROM plan_run')).rowCount).toBe(1);
    expect(await runs()).toBe(SOURCES.length);
  });

  it('is two plans for two slots, and for two who ask without one', async () => {
    const ids = [
      await startPlan(hub, { slot: SLOT, connectors: SOURCES }),
      await startPlan(hub, { slot: new Date(SLOT.getTime() + 86_400_000), connectors: SOURCES }),
      await startPlan(hub, { connectors: SOURCES }),
      await startPlan(hub, { connectors: SOURCES }),
    ].map(({ planId }) => planId);
    expect(new Set(ids).size).toBe(4);
    await hub.worker({ concurrency: 4 });
    for (const id of ids) expect((await hub.wait(id)).status).toBe('SUCCEEDED');
    expect(await runs()).toBe(4 * SOURCES.length);
  });

  it('is nothing more when the jobs of a plan are added again, before, while and after it runs', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    const again = (): Promise<void> => addFlow(hub.transport, { id: planId, connectors: SOURCES });
    await again();
    await hub.worker();
    await Promise.all([again(), again(), again()]);
    const ended = await hub.wait(planId);
    expect(ended.status).toBe('SUCCEEDED');
    await again();
    expect(await hub.wait(planId)).toEqual(ended);
    expect(await runs()).toBe(SOURCES.length);
  });

  it('is nothing more when the queue runs jobs of an ended plan anew', async () => {
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await hub.worker();
    const ended = await hub.wait(planId);
    const digest = await hub.digest();
    const queue = await queueOf(hub);
    try {
      await queue.settled();
      await queue.obliterate();
      await addFlow(hub.transport, { id: planId, connectors: SOURCES });
      await queue.settled();
      expect(await hub.transport.queue.getJobState(jobId(planId, 'trend'))).toBe('completed');
    } finally {
      await queue.close();
    }
    expect(await hub.wait(planId)).toEqual(ended);
    expect(await runs()).toBe(SOURCES.length);
    expect(await hub.digest()).toBe(digest);
  });

  it('is one schedule, and a changed pattern takes the place of the one before', async () => {
    const queue = await queueOf(hub);
    try {
      await Promise.all(Array.from({ length: 5 }, () => registerSchedule(hub, NIGHTLY)));
      expect(await queue.schedules()).toEqual({ nightly: ['30 2 1 1 *', 'Asia/Shanghai'] });
      const changed = { pattern: '15 3 1 1 *', timeZone: 'Asia/Urumqi' };
      await Promise.all(Array.from({ length: 5 }, () => registerSchedule(hub, changed)));
      expect(await queue.schedules()).toEqual({ nightly: ['15 3 1 1 *', 'Asia/Urumqi'] });
      // One job that waits for its time, none left of the pattern before.
      expect((await queue.jobs()).map(({ name }) => name)).toEqual(['nightly']);
    } finally {
      await queue.close();
    }
  });

  it('carries ids in its jobs, and nothing else', async () => {
    const { planId } = await startPlan(hub, {
      slot: SLOT,
      connectors: SOURCES,
      requestedBy: '王一',
    });
    await hub.worker({ schedule: true });
    await hub.wait(planId);
    const queue = await queueOf(hub);
    try {
      await queue.settled();
      const data = (await queue.jobs()).map((job) => [job.name, job.data] as const);
      expect(new Set(data.map(([name]) => name))).toEqual(
        new Set(['sync', 'resolve', 'stitch', 'trend', 'nightly']),
      );
      for (const [name, carried] of data) {
        if (name === 'nightly') expect(carried).toEqual({});
        else if (name === 'sync') {
          expect(carried).toEqual({
            planId,
            connector: expect.stringMatching(/^(hotline|police)$/) as string,
          });
        } else expect(carried).toEqual({ planId });
      }
    } finally {
      await queue.close();
    }
  });
});
