import { appendFileSync, renameSync, utimesSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import type { Page } from '../../../src/connect/reader';
import { readerSettings } from '../../../src/connect/readers';
import { Random } from '../../../src/demo/random';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll, stepwise } from './contract';
import { CSV_STREAM as STREAM, csvSource, placesOf, valuesOf } from './csv-source';
import { aged } from './file-source';

describe('the CSV reader', () => {
  let folder: TestFolder;
  const { open, readOf } = csvSource(() => folder);
  beforeEach(() => {
    folder = testFolder();
    folder.write(
      'rows.csv',
      `bh,xm,wxdj\n${Array.from({ length: 8 }, (_, i) => `${String(i)},名${String(i)},SECRET\n`).join('')}`,
    );
  });
  afterEach(() => {
    folder.remove();
  });

  keepsTheContract(() => ({
    open,
    stream: STREAM,
    keys: ['0', '1', '2', '3', '4', '5', '6', '7'],
    unasked: 'wxdj',
  }));

  it('reads a file with a byte order mark, either kind of line end, none at the end, and blank lines', async () => {
    const read = await readOf('\ufeff"bh",xm\r\n1,"一\n二"\r\n\r\n2,"a, ""b"""\n\n3,三', {
      pageSize: 2,
    });
    expect(valuesOf(read, 'xm')).toEqual(['一\n二', 'a, "b"', '三']);
    expect(placesOf(read)).toEqual(['rows.csv line 2', 'rows.csv line 5', 'rows.csv line 7']);
    expect(read.pages[0]?.columns).toEqual(['bh', 'xm']);
  });

  it('reads GB18030 to its rarest characters', async () => {
    const rare = ['王小明', '𠮷野', '㛃', '镕', '䶮', '﨑', 'é', '€', '𪚥', '\u{10FFFD}'];
    const content = `bh,xm\n${rare.map((name, i) => `${String(i)},${name}`).join('\n')}\n`;
    const bytes = iconv.encode(content, 'gb18030');
    expect(valuesOf(await readOf(bytes, { settings: { encoding: 'gb18030' } }), 'xm')).toEqual(
      rare,
    );
  });

  it('takes other delimiters', async () => {
    const read = await readOf('bh;xm\n1;a,b\n2;"x\n;y"\n', { settings: { delimiter: ';' } });
    expect(valuesOf(read, 'xm')).toEqual(['a,b', 'x\n;y']);
  });

  it.each(['，', '"', '\n', 'ab', ''])('refuses %j as a delimiter', (delimiter) => {
    const settings = { kind: 'file', folder: 'x', format: 'csv' };
    expect(readerSettings.safeParse({ ...settings, delimiter: ';' }).success).toBe(true);
    expect(readerSettings.safeParse({ ...settings, delimiter }).success).toBe(false);
  });

  it('reads a file with a header alone as no rows, and names its columns', async () => {
    folder.write('rows.csv', 'bh,xm\n');
    const { keys, checkpoint, pages } = await readAll(open(), STREAM);
    expect([keys, checkpoint === null, pages[0]?.columns]).toEqual([[], false, ['bh', 'xm']]);
  });

  it('refuses a file that was emptied, unless the settings take it for no rows', async () => {
    folder.write('rows.csv', '');
    await expect(readAll(open(), STREAM)).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('rows.csv has 0 bytes'),
    });
    const { keys, checkpoint, pages } = await readAll(open({ emptyFile: 'no-rows' }), STREAM);
    expect([keys, checkpoint === null, pages[0]?.columns]).toEqual([[], false, []]);
  });

  it('says that nothing changed while file and time of change stay, and reads the whole file when they do not', async () => {
    const { checkpoint } = await readAll(open(), STREAM);
    const again = await readAll(open(), STREAM, { checkpoint });
    expect([again.keys, again.pages[0]?.unchanged]).toEqual([[], true]);
    appendFileSync(path.join(folder.path, 'rows.csv'), '8,名8,SECRET\n');
    const more = await readAll(open(), STREAM, { checkpoint });
    expect(more.keys).toHaveLength(9);
    utimesSync(path.join(folder.path, 'rows.csv'), 1, 1);
    expect((await readAll(open(), STREAM, { checkpoint: more.checkpoint })).keys).toHaveLength(9);
  });

  it('starts again where the file was written anew in the middle of a read', async () => {
    const { pages } = await readAll(open(), STREAM);
    folder.write('rows.csv', 'bh,xm\n90,x\n91,y\n');
    const rest = await readAll(open(), STREAM, {
      checkpoint: pages[0]?.checkpoint ?? null,
      fresh: false,
    });
    expect(rest.keys).toEqual(['90', '91']);
  });

  it('says that file or folder are not there, and never leaves the folder', async () => {
    const of = (from: string, own: object = {}) => readAll(open(own), { ...STREAM, from });
    await expect(of('nix.csv')).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    await expect(of('rows.csv', { folder: '/nix' })).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    await expect(of('../rows.csv')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('breaks off where the file is written anew under its hands, and starts again the next time', async () => {
    const pages = stepwise(open(), STREAM);
    const first = await pages.next();
    folder.write('rows.csv', 'bh,xm\n90,x\n91,y\n');
    await expect(pages.next()).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    const { checkpoint } = first.value as Page;
    expect((await readAll(open(), STREAM, { checkpoint, fresh: false })).keys).toEqual([
      '90',
      '91',
    ]);
  });

  it('keeps the whole of the old file where another is moved into its place', async () => {
    const pages = stepwise(open(), STREAM);
    await pages.next();
    renameSync(folder.write('new.csv', 'bh,xm\n90,x\n'), path.join(folder.path, 'rows.csv'));
    const second = (await pages.next()).value as Page;
    expect(second.rows.map(({ values }) => values['bh'])).toEqual(['3', '4', '5']);
    await pages.return?.();
  });

  it.each(['utf-8', 'gb18030'])(
    'reads back what any writer of CSV wrote in %s, on pages of any size',
    async (encoding) => {
      const random = new Random(5, `csv-${encoding}`);
      for (let round = 0; round < 150; round += 1) {
        const cells = Array.from({ length: random.between(1, 30) }, () =>
          Array.from({ length: random.between(0, 8) }, () =>
            random.pick([...'ab,"\n\r 国𠮷;䶮|']),
          ).join(''),
        );
        const quoted = (cell: string): string =>
          /[",\n\r]/.test(cell) || random.chance(0.3) ? `"${cell.replaceAll('"', '""')}"` : cell;
        const lines = cells.map((cell, i) => `${quoted(cell)},"${String(i)}"`);
        const ends = lines.map((line) => `${line}${random.pick(['\n', '\r\n', '\n\n'])}`).join('');
        const text = `xm,bh\r\n${random.chance(0.5) ? ends : ends.trimEnd()}`;
        aged(folder.write('rows.csv', iconv.encode(text, encoding)));
        const pageSize = random.between(1, 12);
        const read = await readAll(open({ encoding }), STREAM, { pageSize });
        expect(read.unreadable).toEqual([]);
        expect(valuesOf(read, 'xm').map((value) => value ?? '')).toEqual(cells);
        // Every place is the line of the file on which the row begins.
        const first = (of: string): string => (of.split('\n')[0] ?? '').replace(/\r+$/, '');
        const all = text.split('\n').map(first);
        expect(placesOf(read).map((place) => all[Number(/\d+$/.exec(place)?.[0]) - 1])).toEqual(
          lines.map(first),
        );
      }
    },
  );
});
