import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { loadScripted, pagesOf, rowOf, rowsOf, run, type Row } from './scripted';

/** What a hub holds of a source, without ids of runs and times. */
async function holdings(hub: TestHub): Promise<unknown[]> {
  const read = async (table: string, columns: string): Promise<unknown> =>
    (await hub.db.query(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`)).rows;
  return [
    await read('record', 'key, hash, payload, deleted_at IS NULL AS live'),
    await read('mention', 'key, name, noun'),
    await read('quarantine', 'key, code, status'),
  ];
}

describe('a first load', () => {
  let folder: TestFolder;
  const open: TestHub[] = [];
  const hubOf = async (): Promise<TestHub> => {
    const hub = await testHub();
    open.push(hub);
    await loadScripted(hub, folder, '    deletes: { tombstone: { title: gone } }');
    return hub;
  };

  beforeAll(() => {
    folder = testFolder();
  });
  afterEach(async () => {
    for (const hub of open.splice(0)) await hub.close();
  });
  afterAll(() => {
    folder.remove();
  });

  const wellAndBad: readonly Row[] = [
    ...rowsOf(20),
    rowOf(20, { day: 'no day' }),
    rowOf(21, { title: 'gone' }),
    ...rowsOf(30).slice(22),
  ];

  it.each<[string, readonly Row[]]>([
    ['rows that are all new', wellAndBad],
    [
      'a key that comes again on the same page',
      [rowOf(0), rowOf(0, { title: 'again' }), ...wellAndBad.slice(1)],
    ],
    ['a key that comes again on a later page', [...wellAndBad, rowOf(3, { title: 'again' })]],
  ])('holds the same as a load into a hub that knew a row already: %s', async (_, rows) => {
    const [quick, usual] = [await hubOf(), await hubOf()];
    expect(await run(quick, pagesOf(rows, 10))).toMatchObject({ status: 'SUCCEEDED' });
    await run(usual, pagesOf([rowOf(29)], 10));
    expect(await run(usual, pagesOf(rows, 10), { full: true })).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(await holdings(quick)).toEqual(await holdings(usual));
    await quick.settle();
    await usual.settle();
    expect(await quick.digest()).toBe(await usual.digest());
  });
});
