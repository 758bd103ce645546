import { beat, fenced, LEASE_MS, staleLease, takeLease } from '../../../src/ingest/lease';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { loadScripted, pagesOf, rowsOf, run } from './scripted';

describe('the lease of a source', () => {
  let folder: TestFolder;
  let hub: TestHub;

  beforeEach(async () => {
    folder = testFolder();
    hub = await testHub();
    await loadScripted(hub, folder);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const held = async (): Promise<{ records: number; checkpoint: unknown }> => {
    const { rows } = await hub.db.query<{ records: number; checkpoint: unknown }>(
      `SELECT (SELECT count(*) FROM record) AS records, checkpoint FROM stream`,
    );
    return rows[0] ?? { records: -1, checkpoint: null };
  };

  it('lets a worker that stood still and wakes up write nothing: no row, no checkpoint, no end of its run', async () => {
    let taken = false;
    const stalled = await run(hub, async function* () {
      for (const page of pagesOf(rowsOf(6))({
        checkpoint: null,
        fresh: true,
      } as never) as Iterable<never>) {
        yield page;
        if (taken) continue;
        // Rows are read one page ahead. By now the first page is being landed; another worker takes the source over.
        await new Promise((resolve) => setTimeout(resolve, 300));
        await hub.db.query(
          `UPDATE sync_run SET status = 'FAILED', error_code = 'RUN_CANCELLED', finished_at = now()`,
        );
        await takeLease(hub.db, {
          connector: 'source',
          runId: '00000000-0000-0000-0000-000000000001',
          holder: null,
        });
        taken = true;
      }
    });
    expect(stalled.error?.code).toBe('LEASE_LOST');
    expect(await held()).toEqual({ records: 2, checkpoint: { at: 2 } });
    const { rows } = await hub.db.query('SELECT status, error_code FROM sync_run');
    expect(rows).toEqual([{ status: 'FAILED', error_code: 'RUN_CANCELLED' }]);
    expect((await run(hub, pagesOf(rowsOf(6)))).counts).toMatchObject({ read: 4, landed: 4 });
  });

  it('gives every run a later epoch', async () => {
    const epochs: number[] = [];
    for (let night = 0; night < 3; night += 1) {
      await run(hub, pagesOf(rowsOf(1)));
      const { rows } = await hub.db.query<{ epoch: number }>('SELECT epoch FROM source_lease');
      epochs.push(rows[0]?.epoch ?? 0);
    }
    expect(epochs).toEqual([1, 2, 3]);
  });

  it('is stale only while its run is under way and has given no sign of life', async () => {
    let during: unknown = 'not asked';
    await run(
      hub,
      async function* (request) {
        await hub.db.query('UPDATE source_beat SET beaten_at = now() - make_interval(secs => $1)', [
          LEASE_MS / 1000 + 1,
        ]);
        during = await staleLease(hub.db, 'source');
        yield* pagesOf(rowsOf(1))(request) as Iterable<never>;
      },
      { holder: { pid: 4711, sessions: 'wangshu source x' } },
    );
    expect(during).toEqual({ pid: 4711, sessions: 'wangshu source x' });
    await hub.db.query(`UPDATE source_beat SET beaten_at = '2020-01-01'`);
    expect(await staleLease(hub.db, 'source')).toBeNull();
  });

  it('is kept alive while the database works on a page, however long, and by nobody who lost it', async () => {
    const runId = '00000000-0000-0000-0000-000000000001';
    const beaten = async (): Promise<boolean> =>
      (await hub.db.query(`SELECT FROM source_beat WHERE beaten_at > '2020-01-02'`)).rowCount === 1;
    const lose = (): Promise<unknown> =>
      hub.db.query(`UPDATE source_beat SET beaten_at = '2020-01-01'`);
    const lease = await takeLease(hub.db, { connector: 'source', runId, holder: null });
    await fenced(hub.db, lease, async () => {
      await lose();
      await beat(hub.db, lease);
      expect(await beaten()).toBe(true);
    });
    await takeLease(hub.db, { connector: 'source', runId, holder: null });
    await lose();
    await beat(hub.db, lease);
    expect(await beaten()).toBe(false);
  });
});
