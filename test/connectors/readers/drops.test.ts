import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { StreamSource } from '../../../src/connect/reader';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll, stored } from './contract';
import { CSV_STREAM, csvSource, placesOf } from './csv-source';

const STREAM: StreamSource = { ...CSV_STREAM, from: 'hotline-{date}.csv' };
const ALL = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

describe('daily drops', () => {
  let folder: TestFolder;
  const source = csvSource(() => folder);
  const open = () => source.open({ drops: 'daily' });
  const drop = (day: string, ...keys: number[]): string =>
    folder.write(
      `hotline-${day}.csv`,
      `bh,xm,wxdj\n${keys.map((key) => `${String(key)},x,SECRET\n`).join('')}`,
    );

  beforeEach(() => {
    folder = testFolder();
    drop('20260302', 3, 4, 5);
    drop('20260301', 1, 2);
    drop('20260303', 6, 7, 8, 9);
    folder.write('hotline-latest.csv', 'bh,xm\n99,x\n');
    folder.write('other-20260301.csv', 'bh,xm\n98,x\n');
  });
  afterEach(() => {
    folder.remove();
  });

  keepsTheContract(() => ({ open, stream: STREAM, keys: ALL, unasked: 'wxdj' }));

  it('are read in the order of their days, and say from which one a row is', async () => {
    const read = await readAll(open(), STREAM);
    expect(read.keys).toEqual(ALL);
    expect(placesOf(read).slice(0, 3)).toEqual([
      'hotline-20260301.csv line 2',
      'hotline-20260301.csv line 3',
      'hotline-20260302.csv line 2',
    ]);
  });

  it('are read once each: the next night reads the new ones, and one that was written anew', async () => {
    const { checkpoint } = await readAll(open(), STREAM);
    const again = await readAll(open(), STREAM, { checkpoint: stored(checkpoint) });
    expect(again.pages).toEqual([
      { rows: [], unreadable: [], columns: [], checkpoint, unchanged: true },
    ]);
    drop('20260304', 10);
    const next = await readAll(open(), STREAM, { checkpoint });
    expect(next.keys).toEqual(['10']);
    drop('20260304', 10, 11);
    const rewritten = await readAll(open(), STREAM, { checkpoint: next.checkpoint });
    expect(rewritten.keys).toEqual(['10', '11']);
  });

  it('go on in the middle of one, also where a new one came meanwhile', async () => {
    const { pages } = await readAll(open(), STREAM, { pageSize: 4 });
    drop('20260304', 10, 11);
    const { checkpoint } = pages[0] ?? { checkpoint: null };
    const rest = await readAll(open(), STREAM, { checkpoint, fresh: false });
    expect(rest.keys).toEqual(['5', '6', '7', '8', '9', '10', '11']);
    expect(placesOf(rest)[0]).toBe('hotline-20260302.csv line 4');
  });

  it('are begun anew where the one under way was written anew, and no other', async () => {
    const { pages } = await readAll(open(), STREAM, { pageSize: 4 });
    drop('20260302', 3, 4, 44, 5);
    const { checkpoint } = pages[0] ?? { checkpoint: null };
    const rest = await readAll(open(), STREAM, { checkpoint, fresh: false });
    expect(rest.keys).toEqual(['3', '4', '44', '5', '6', '7', '8', '9']);
  });

  it('may be taken away once they are read', async () => {
    const { checkpoint } = await readAll(open(), STREAM);
    rmSync(path.join(folder.path, 'hotline-20260301.csv'));
    expect((await readAll(open(), STREAM, { checkpoint })).pages[0]?.unchanged).toBe(true);
  });

  it('of a folder without any are no rows, and not yet a change', async () => {
    const from = 'nothing-{date}.csv';
    const first = await readAll(open(), { ...STREAM, from });
    expect([first.keys, first.pages.length]).toEqual([[], 1]);
    const { checkpoint } = first;
    expect((await readAll(open(), { ...STREAM, from }, { checkpoint })).pages[0]?.unchanged).toBe(
      true,
    );
  });

  it('name their days with or without dashes, and are in the order of days either way', async () => {
    renameSync(
      path.join(folder.path, 'hotline-20260303.csv'),
      path.join(folder.path, 'hotline-2026-03-03.csv'),
    );
    expect((await readAll(open(), STREAM)).keys).toEqual(ALL);
  });

  it('of one day are in the order of their names, and of many areas in that of their days', async () => {
    for (const name of ['b-20260301', 'a-20260302', 'a-20260301-10', 'a-20260301-2'])
      folder.write(`area-${name}.csv`, `bh,xm\n${name},x\n`);
    const read = await readAll(open(), { ...STREAM, from: 'area-*-{date}*.csv' });
    expect(read.keys).toEqual(['a-20260301-2', 'a-20260301-10', 'b-20260301', 'a-20260302']);
  });

  it.each(['hotline.csv', '../hotline-{date}.csv', 'a/hotline-{date}.csv'])(
    'need a pattern with {date} inside their folder, not %s',
    async (from) => {
      await expect(readAll(open(), { ...STREAM, from })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
      });
    },
  );
});
