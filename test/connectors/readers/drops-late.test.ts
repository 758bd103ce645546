import { rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { testFolder, type TestFolder } from '../../support/hub';
import { readAll, stored, type Read } from './contract';
import { fileReader, rowsOf, streamOf } from './file-source';

type Rows = Readonly<Record<string, string>>;

/** Rows as the hub would hold them when all of this was landed: the last form of each key. */
function landed(...reads: readonly { readonly pages: Read['pages'] }[]): Rows {
  const rows = reads.flatMap((read) => rowsOf(read));
  return Object.fromEntries(
    rows.map(({ values }) => [values['bh'] as string, values['xm'] as string]),
  );
}

describe.each([
  ['daily drops', 'daily', 'v-{date}.csv', ['20260301', '20260302', '20260303', '20260304']],
  ['batches', { kind: 'exchange', done: '{batch}.ok' }, 'v-{batch}.csv', ['8', '9', '10', '11']],
])('%s that come late', (_, drops, from, [first = '', second = '', third = '', fourth = '']) => {
  let folder: TestFolder;
  const stream = streamOf(from);
  const open = () => fileReader({ folder: folder.path, format: 'csv', drops });
  const read = (own: object = {}): Promise<Read> => readAll(open(), stream, own);
  const next = (before: Read): Promise<Read> => read({ checkpoint: stored(before.checkpoint) });
  const drop = (id: string, rows: Rows): void => {
    const lines = Object.entries(rows).map(([key, value]) => `${key},${value}\n`);
    folder.write(`v-${id}.csv`, `bh,xm\n${lines.join('')}`);
    folder.write(`${id}.ok`, '');
  };
  const clear = (id: string): void => {
    for (const name of [`v-${id}.csv`, `${id}.ok`]) rmSync(path.join(folder.path, name));
  };
  const told = ({ unreadable }: Read): string[] =>
    unreadable.map(({ place, message }) => `${place}: ${message}`);

  beforeEach(() => {
    folder = testFolder();
    drop(second, { a: '2', b: '2' });
    drop(third, { a: '3', c: '3', d: '3' });
  });
  afterEach(() => {
    folder.remove();
  });

  it('do not stand over what newer ones have told: those are read again behind them', async () => {
    const before = await read();
    drop(first, { a: '1', b: '1', e: '1' });
    const late = await next(before);
    expect(late.keys).toEqual(['a', 'b', 'e', 'a', 'b', 'a', 'c', 'd']);
    expect(landed(before, late)).toEqual({ a: '3', b: '2', c: '3', d: '3', e: '1' });
    expect((await next(late)).pages[0]?.unchanged).toBe(true);
  });

  it('neither do old ones that somebody touched', async () => {
    const before = await read();
    utimesSync(path.join(folder.path, `v-${second}.csv`), 1, 1);
    const again = await next(before);
    expect(again.keys).toEqual(['a', 'b', 'a', 'c', 'd']);
    utimesSync(path.join(folder.path, `v-${third}.csv`), 1, 1);
    expect((await next(again)).keys).toEqual(['a', 'c', 'd']);
  });

  it('stay owed wherever the run is broken off, also when they are gone by then', async () => {
    const before = await read();
    for (const gone of [false, true]) {
      drop(first, { a: '1', b: '1', e: '1' });
      const whole = await read({ checkpoint: stored(before.checkpoint), pageSize: 1 });
      for (let at = 1; at < whole.pages.length; at += 1) {
        drop(first, { a: '1', b: '1', e: '1' });
        const pages = (await read({ checkpoint: stored(before.checkpoint), pageSize: 1 })).pages;
        const done = pages.slice(0, at);
        if (gone) clear(first);
        const checkpoint = stored(done.at(-1)?.checkpoint ?? null);
        const rest = await read({ checkpoint, fresh: false });
        expect(landed(before, { pages: done }, rest)).toMatchObject({
          a: '3',
          b: '2',
          c: '3',
          d: '3',
        });
        expect((await next(rest)).pages[0]?.unchanged).toBe(true);
      }
    }
  });

  it('cost nothing where nothing newer was read', async () => {
    const before = await read();
    drop(fourth, { a: '4' });
    expect((await next(before)).keys).toEqual(['a']);
  });

  it('are told of and not read where the newest of all has been cleared away', async () => {
    const before = await read();
    clear(second);
    clear(third);
    drop(first, { a: '1' });
    drop(fourth, { f: '4' });
    const late = await next(before);
    expect(late.keys).toEqual(['f']);
    expect(told(late)).toEqual([
      expect.stringMatching(new RegExp(`v-${first}\\.csv line 1: .*\\(${third}\\) is required`)),
    ]);
    // It lies there on, and is told of on, also where newer ones lie beside it.
    const again = await next(late);
    expect([again.keys, again.unreadable]).toEqual([[], late.unreadable]);
    clear(first);
    expect((await next(again)).pages[0]?.unchanged).toBe(true);
  });

  it('that are taken away before their end are told of, and those behind them are read', async () => {
    const { pages } = await read({ pageSize: 1 });
    clear(second);
    const checkpoint = stored(pages[0]?.checkpoint ?? null);
    const rest = await read({ checkpoint, fresh: false });
    expect(rest.keys).toEqual(['a', 'c', 'd']);
    expect(told(rest)).toEqual([
      expect.stringMatching(new RegExp(`v-${second}\\.csv line 3: .* was taken away`)),
    ]);
    expect((await next(rest)).pages[0]?.unchanged).toBe(true);
    drop(second, { a: '2', b: '2' });
    const back = await next(rest);
    expect(landed({ pages: pages.slice(0, 1) }, rest, back)).toEqual({
      a: '3',
      b: '2',
      c: '3',
      d: '3',
    });
  });

  it('are told of also where nothing else is left', async () => {
    const { pages } = await read({ pageSize: 1 });
    clear(second);
    clear(third);
    const checkpoint = stored(pages[0]?.checkpoint ?? null);
    const rest = await read({ checkpoint, fresh: false });
    expect([rest.keys, told(rest)]).toEqual([[], [expect.stringContaining('was taken away')]]);
  });
});

describe('batches that are read again behind a late one', () => {
  it('need no marker a second time: they were found whole', async () => {
    const folder = testFolder();
    try {
      const open = () =>
        fileReader({
          folder: folder.path,
          format: 'csv',
          drops: { kind: 'exchange', done: '{batch}.ok' },
        });
      const stream = streamOf('v-{batch}.csv');
      for (const id of ['2', '3']) {
        folder.write(`v-${id}.csv`, `bh,xm\na,${id}\n`);
        folder.write(`${id}.ok`, '');
      }
      const before = await readAll(open(), stream);
      rmSync(path.join(folder.path, '3.ok'));
      folder.write('v-1.csv', 'bh,xm\na,1\n');
      folder.write('1.ok', '');
      const late = await readAll(open(), stream, {
        checkpoint: stored(before.checkpoint),
        pageSize: 1,
      });
      expect(landed(late)).toEqual({ a: '3' });
      const checkpoint = stored(late.pages[0]?.checkpoint ?? null);
      const rest = await readAll(open(), stream, { checkpoint, fresh: false });
      expect(landed(rest)).toEqual({ a: '3' });
    } finally {
      folder.remove();
    }
  });
});
