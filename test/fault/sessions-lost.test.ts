import { setTimeout as sleep } from 'node:timers/promises';
import { startPlan, workersAlive } from '../../src/jobs';
import { nightHub, TRANSPORTS, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { query } from '../support/query';
import { testFolder, type TestFolder } from '../support/hub';
import { pagesLanded } from './child';

const SOURCES = ['civil', 'police'];
const ROWS = 120;

describe.each(TRANSPORTS)('a worker over %s', (kind) => {
  let folder: TestFolder;
  let hub: NightHub;

  beforeEach(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id, ROWS);
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const endSessions = async (where: string): Promise<number> => {
    const ended = await query(
      hub.url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`,
    );
    return ended.length;
  };

  const alive = async (workers: number): Promise<void> => {
    for (let turn = 0; turn < 200; turn += 1) {
      // The pool of the test lost its sessions too.
      if ((await workersAlive(hub.db).catch(() => null)) === workers) return;
      await sleep(25);
    }
    throw new Error(`${String(workers)} workers are required to be seen`);
  };

  it('that loses the sessions of its locks stops reading, takes them again and goes on', async () => {
    await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 60), concurrency: 2 });
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await pagesLanded(hub.db, 3);
    const holders = `pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2)`;
    expect(await endSessions(holders)).toBe(3);
    await alive(1);
    const report = await hub.wait(planId);
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ read }) => read)).toEqual([ROWS, ROWS]);
    expect(await hub.digest()).toBe(await undisturbedDigest(`${folder.path}/connectors`));
  });

  it('that loses every session of the database goes on when it is back', async () => {
    await hub.worker({ catalogue: slowCatalogue(hub.catalogue, 60), concurrency: 2 });
    const { planId } = await startPlan(hub, { connectors: SOURCES });
    await pagesLanded(hub.db, 3);
    expect(await endSessions('true')).toBeGreaterThan(3);
    await alive(1);
    const report = await hub.wait(planId);
    // A page whose statement was cut off was rolled back, and its source tried again.
    expect(report.status).toBe('SUCCEEDED');
    expect(report.sources.map(({ read }) => read)).toEqual([ROWS, ROWS]);
    expect(await hub.digest()).toBe(await undisturbedDigest(`${folder.path}/connectors`));
  });
});
