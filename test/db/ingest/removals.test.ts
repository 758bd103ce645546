import { decideRemoval, listRemovals } from '../../../src/ingest/decide-removal';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { loadScripted, pagesOf, rowOf, rowsOf, run } from './scripted';

describe('removals that a snapshot asks for', () => {
  let folder: TestFolder;
  let hub: TestHub;

  beforeEach(async () => {
    folder = testFolder();
    hub = await testHub();
    await loadScripted(hub, folder, '    deletes: snapshot\n    maxRemoval: 0.2');
    await run(hub, pagesOf(rowsOf(10)));
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const live = async (): Promise<number> => {
    const { rows } = await hub.db.query<{ n: number }>(
      'SELECT count(*) AS n FROM record WHERE deleted_at IS NULL',
    );
    return rows[0]?.n ?? -1;
  };
  const decide = (
    id: string | undefined,
    decision: 'REMOVE' | 'KEEP' | 'ASK_AGAIN',
  ): ReturnType<typeof decideRemoval> =>
    decideRemoval(hub.db, {
      id: id ?? '',
      decision,
      by: 'steward',
      reason: 'asked the department',
    });

  it('are done at once where they are few', async () => {
    const { status, counts } = await run(hub, pagesOf(rowsOf(8)));
    expect(status).toBe('SUCCEEDED');
    expect(counts.removed).toBe(2);
    expect(await live()).toBe(8);
  });

  it('wait where they are many, and the run says so', async () => {
    const { status, error } = await run(hub, pagesOf(rowsOf(7)));
    expect(status).toBe('FAILED');
    expect(error?.code).toBe('SOURCE_SHRUNK');
    expect(error?.message).toMatch(/3 of 10 are gone; nothing was removed.*wangshu removals/);
    expect(await live()).toBe(10);
    expect(await listRemovals(hub.db)).toMatchObject([
      {
        connector: 'source',
        stream: 'visit',
        status: 'WAITING',
        why: 'SHRUNK',
        held: 10,
        vanished: 3,
      },
    ]);
  });

  it('wait where the snapshot is empty, whatever maxRemoval says', async () => {
    await loadScripted(hub, folder, '    deletes: snapshot\n    maxRemoval: 1');
    const { error } = await run(hub, pagesOf([]));
    expect(error?.message).toMatch(/a snapshot with rows is required, an empty one is given/);
    expect(await live()).toBe(10);
    expect(await listRemovals(hub.db)).toMatchObject([{ why: 'EMPTY', vanished: 10 }]);
  });

  it('are not done while a row without a key may be one of those that are missing', async () => {
    const withBroken = [...rowsOf(9), rowOf(9, { id: '' })];
    const { status, counts } = await run(hub, pagesOf(withBroken));
    expect(status).toBe('SUCCEEDED');
    expect(counts).toMatchObject({ read: 10, quarantined: 1, removed: 0 });
    expect(await live()).toBe(10);
    expect(await listRemovals(hub.db)).toMatchObject([{ why: 'UNREADABLE', vanished: 1 }]);
    await run(hub, pagesOf(rowsOf(9)));
    expect(await live()).toBe(9);
    expect(await listRemovals(hub.db)).toEqual([]);
  });

  it('stay one matter night after night, until somebody decides', async () => {
    await run(hub, pagesOf(rowsOf(7)));
    const [first] = await listRemovals(hub.db);
    const again = await run(hub, pagesOf(rowsOf(7)));
    expect(again.error?.code).toBe('SOURCE_SHRUNK');
    expect((await listRemovals(hub.db)).map(({ id }) => id)).toEqual([first?.id]);
  });

  it('are another matter when others are missing: a word is never taken for more than was shown', async () => {
    await run(hub, pagesOf(rowsOf(7)));
    const [first] = await listRemovals(hub.db);
    await run(hub, pagesOf(rowsOf(5)));
    await expect(decide(first?.id, 'REMOVE')).rejects.toMatchObject({ code: 'REMOVAL_CHANGED' });
    expect(await live()).toBe(10);
    expect(await listRemovals(hub.db)).toMatchObject([{ vanished: 5 }]);
  });

  it('are done on a steward’s word, of those that are still gone', async () => {
    await run(hub, pagesOf(rowsOf(6)));
    await run(hub, pagesOf(rowsOf(7)));
    const [waiting] = await listRemovals(hub.db);
    expect(waiting).toMatchObject({ vanished: 3 });
    const decided = await decide(waiting?.id, 'REMOVE');
    expect(decided).toMatchObject({ status: 'REMOVED', removed: 3, decidedBy: 'steward' });
    expect(await live()).toBe(7);
    expect((await run(hub, pagesOf(rowsOf(7)))).status).toBe('SUCCEEDED');
  });

  it('spare a row that a read under way has already seen again', async () => {
    await run(hub, pagesOf(rowsOf(7)));
    const [waiting] = await listRemovals(hub.db);
    let decided: unknown;
    await run(hub, async function* () {
      for (const page of pagesOf(
        rowsOf(10),
        9,
      )({ checkpoint: null, fresh: true } as never) as Iterable<never>) {
        yield page;
        // Rows are read one page ahead: the decision falls between the pages that are landed.
        await new Promise((resolve) => setTimeout(resolve, 300));
        decided ??= await decide(waiting?.id, 'REMOVE');
      }
    });
    expect(decided).toMatchObject({ removed: 1 });
    expect(await live()).toBe(10);
  });

  it('that were refused are not asked for again, until the steward wants to be asked', async () => {
    await run(hub, pagesOf(rowsOf(7)));
    const [waiting] = await listRemovals(hub.db);
    await decide(waiting?.id, 'KEEP');
    expect((await run(hub, pagesOf(rowsOf(7)))).status).toBe('SUCCEEDED');
    expect(await live()).toBe(10);
    await decide(waiting?.id, 'ASK_AGAIN');
    expect((await run(hub, pagesOf(rowsOf(7)))).error?.code).toBe('SOURCE_SHRUNK');
    expect(await listRemovals(hub.db)).toMatchObject([{ status: 'WAITING', vanished: 3 }]);
  });

  it('let the other streams and the plan go on: what was read is landed', async () => {
    const { counts } = await run(hub, pagesOf([...rowsOf(6), rowOf(20)]));
    expect(counts).toMatchObject({ read: 7, landed: 1, unchanged: 6, removed: 0 });
    expect(await live()).toBe(11);
  });
});
