import { setTimeout as sleep } from 'node:timers/promises';
import { nextNight, registerSchedule } from '../../../src/jobs';
import { lastNight } from '../../../src/jobs/schedule';
import { testFolder, type TestFolder } from '../../support/hub';
import { nightHub, TRANSPORTS, type NightHub } from './night';
import { writeSource } from './sources';

/** A night each second. */
const EVERY_SECOND = { pattern: '* * * * * *', timeZone: 'Asia/Shanghai' };

interface PlanRow {
  id: string;
  slot: Date;
  startedAt: Date;
  connectors: string[];
}

describe.each(TRANSPORTS)('nights over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    for (const id of ['hotline', 'police']) writeSource(folder, id);
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const plans = async (atLeast: number): Promise<PlanRow[]> => {
    for (let turn = 0; turn < 400; turn += 1) {
      const { rows } = await hub.db.query<PlanRow>(
        `SELECT id, slot, started_at AS "startedAt", connectors FROM plan_run ORDER BY slot`,
      );
      if (rows.length >= atLeast) return rows;
      await sleep(25);
    }
    throw new Error(`${String(atLeast)} nights are required in time`);
  };

  it('come at their time, read every source, and are one each though several workers see to them', async () => {
    const nightly = { nightly: EVERY_SECOND, schedule: true };
    await Promise.all([hub.worker(nightly), hub.worker(nightly), hub.worker(nightly)]);
    const nights = await plans(2);
    const slots = nights.map(({ slot }) => slot.getTime());
    expect(slots.every((slot) => slot % 1_000 === 0)).toBe(true);
    expect(new Set(slots).size).toBe(slots.length);
    for (const { slot, startedAt, connectors } of nights) {
      const late = startedAt.getTime() - slot.getTime();
      expect(late).toBeGreaterThanOrEqual(-50);
      expect(late).toBeLessThan(5_000);
      expect(connectors).toEqual(['hotline', 'police']);
    }
    expect((await hub.wait(nights[0]?.id ?? '')).status).toBe('SUCCEEDED');
  });

  it('that fell due while no worker ran are made up for by one, under the latest time that was meant', async () => {
    await registerSchedule(hub, EVERY_SECOND);
    await sleep(3_200);
    const boot = Date.now();
    await Promise.all([1, 2].map(() => hub.worker({ nightly: EVERY_SECOND, schedule: true })));
    const nights = await plans(1);
    expect(nights[0]?.slot.getTime()).toBeGreaterThan(boot - 1_000);
  });

  it('that were missed with the queue emptied are caught up once, by whichever worker boots first', async () => {
    const nightly = { pattern: '30 2 * * *', timeZone: 'Asia/Shanghai' };
    const boot = { nightly, schedule: true };
    const slot = lastNight(nightly);
    // A hub that never had a plan has missed nothing.
    await hub.worker(boot);
    expect((await hub.db.query('SELECT FROM plan_run')).rowCount).toBe(0);
    await hub.db.query(
      `INSERT INTO plan_run (id, slot, connectors, status, started_at, finished_at)
       SELECT gen_random_uuid(), day, '{}', 'SUCCEEDED', day, day FROM (SELECT now() - interval '5 days' AS day) d`,
    );
    await Promise.all([hub.worker(boot), hub.worker(boot)]);
    const [, caught, ...more] = await plans(2);
    expect([caught?.slot, more]).toEqual([slot, []]);
    expect((await hub.wait(caught?.id ?? '')).status).toBe('SUCCEEDED');
    await hub.worker(boot);
    expect((await hub.db.query('SELECT FROM plan_run')).rowCount).toBe(2);
  });
});

describe('the next night', () => {
  it('is seen from any time, in the time zone it is meant in', () => {
    const nightly = { pattern: '30 2 * * *', timeZone: 'Asia/Shanghai' };
    const at = (now: string): string => nextNight(nightly, new Date(now)).toISOString();
    expect(at('2026-03-01T10:00:00Z')).toBe('2026-03-01T18:30:00.000Z');
    expect(at('2026-03-01T18:30:00Z')).toBe('2026-03-02T18:30:00.000Z');
  });
});
