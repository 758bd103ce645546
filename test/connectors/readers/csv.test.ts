import { appendFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { Random } from '../../../src/demo/random';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll } from './contract';

const STREAM: StreamSource = { name: 's', from: 'rows.csv', key: ['bh'], fields: ['bh', 'xm'] };

describe('the CSV reader', () => {
  let folder: TestFolder;
  const open = (own: object = {}): Reader =>
    createReader({
      kind: 'file',
      folder: folder.path,
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
      ...own,
    });
  const namesIn = async (own: object = {}, stream = STREAM): Promise<unknown[]> =>
    (await readAll(open(own), stream)).pages.flatMap(({ rows }) =>
      rows.map(({ values }) => values['xm']),
    );

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
    folder.write('rows.csv', '\ufeffbh,xm\r\n1,"一\n二"\r\n\r\n2,"a, ""b"""\n\n3,三');
    const { pages } = await readAll(open(), STREAM, { pageSize: 2 });
    const rows = pages.flatMap((page) => page.rows);
    expect(rows.map(({ values }) => values['xm'])).toEqual(['一\n二', 'a, "b"', '三']);
    expect(rows.map(({ place }) => place)).toEqual([
      'rows.csv line 2',
      'rows.csv line 5',
      'rows.csv line 7',
    ]);
  });

  it('reads GB18030 to its rarest characters', async () => {
    const rare = ['王小明', '𠮷野', '㛃', '镕', '䶮', '﨑', 'é', '€'];
    folder.write(
      'rows.csv',
      iconv.encode(
        `bh,xm\n${rare.map((name, i) => `${String(i)},${name}`).join('\n')}\n`,
        'gb18030',
      ),
    );
    expect(await namesIn({ encoding: 'gb18030' })).toEqual(rare);
  });

  it.each(['utf-8', 'gb18030'])(
    'sets one row aside for bytes that are no %s, and reads the others',
    async (encoding) => {
      folder.write(
        'rows.csv',
        Buffer.concat([
          iconv.encode('bh,xm\n1,一\n', encoding),
          Buffer.from('2,x\xff\xff\n', 'latin1'),
          iconv.encode('3,三\n', encoding),
        ]),
      );
      const read = await readAll(open({ encoding }), STREAM, { pageSize: 10 });
      expect(read.keys).toEqual(['1', '3']);
      expect(read.unreadable).toEqual([
        {
          place: 'rows.csv line 3',
          code: 'ENCODING_INVALID',
          message: expect.stringContaining(encoding),
          raw: 'Mix4//8K',
        },
      ]);
    },
  );

  it('sets rows aside that have too many or too few fields, or a quote in the wrong place', async () => {
    folder.write('rows.csv', 'bh,xm\n1,a\n2\n3,c,c\n4,x"y\n5,"z"z\n6,"open\n7,g\n');
    const read = await readAll(open(), STREAM);
    expect(read.keys).toEqual(['1', '7']);
    expect(read.unreadable.map(({ place, code }) => [place, code])).toEqual(
      [3, 4, 5, 6, 7].map((line) => [`rows.csv line ${String(line)}`, 'ROW_MALFORMED']),
    );
    for (const { raw, message } of read.unreadable) {
      expect(Buffer.from(raw, 'base64').toString()).toMatch(/^\d/);
      expect(message).toMatch(/required/);
    }
  });

  it('takes other delimiters', async () => {
    folder.write('rows.csv', 'bh;xm\n1;a,b\n');
    expect(await namesIn({ delimiter: ';' })).toEqual(['a,b']);
  });

  it('reads an empty file, and one with a header alone, as no rows', async () => {
    for (const content of ['', 'bh,xm\n']) {
      folder.write('rows.csv', content);
      const { keys, checkpoint } = await readAll(open(), STREAM);
      expect([keys, checkpoint === null]).toEqual([[], false]);
    }
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

  it.each([
    ['a column that stands twice', 'bh,bh\n1,2\n', 'SOURCE_PROTOCOL'],
    ['no header', '\n\n', 'SOURCE_PROTOCOL'],
  ])('refuses %s', async (_, content, code) => {
    folder.write('rows.csv', content);
    await expect(readAll(open(), STREAM)).rejects.toMatchObject({ code });
  });

  it('says that file or folder are not there, and never leaves the folder', async () => {
    const of = (from: string, own: object = {}) => readAll(open(own), { ...STREAM, from });
    await expect(of('nix.csv')).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    await expect(of('rows.csv', { folder: '/nix' })).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    await expect(of('../rows.csv')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('reads back what any writer of CSV wrote, on pages of any size', async () => {
    const random = new Random(5, 'csv');
    for (let round = 0; round < 40; round += 1) {
      const cells = Array.from({ length: random.between(1, 30) }, () =>
        Array.from({ length: random.between(0, 8) }, () => random.pick([...'ab,"\n\r 国𠮷;'])).join(
          '',
        ),
      );
      const quoted = (cell: string): string =>
        /^$|[",\n\r]/.test(cell) || random.chance(0.3) ? `"${cell.replaceAll('"', '""')}"` : cell;
      folder.write(
        'rows.csv',
        `bh,xm\r\n${cells.map((cell, i) => `${String(i)},${quoted(cell)}`).join(random.pick(['\n', '\r\n']))}\n`,
      );
      const pageSize = random.between(1, 12);
      const { pages, unreadable } = await readAll(open(), STREAM, { pageSize });
      expect(unreadable).toEqual([]);
      const found = pages.flatMap(({ rows }) => rows.map(({ values }) => values['xm'] ?? ''));
      expect(found).toEqual(cells);
    }
  });
});

describe('daily drops', () => {
  let folder: TestFolder;
  const stream: StreamSource = { ...STREAM, from: 'hotline-{date}.csv' };
  const open = (): Reader =>
    createReader({
      kind: 'file',
      folder: folder.path,
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
      drops: 'daily',
    });
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

  keepsTheContract(() => ({
    open,
    stream,
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    unasked: 'wxdj',
  }));

  it('are read in the order of their days', async () => {
    expect((await readAll(open(), stream)).keys).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
    ]);
  });

  it('are read once each: the next night reads the new ones, and one that was written anew', async () => {
    const { checkpoint } = await readAll(open(), stream);
    expect((await readAll(open(), stream, { checkpoint })).pages[0]?.unchanged).toBe(true);
    drop('20260304', 10);
    const next = await readAll(open(), stream, { checkpoint });
    expect(next.keys).toEqual(['10']);
    drop('20260301', 1, 2, 22);
    expect((await readAll(open(), stream, { checkpoint: next.checkpoint })).keys).toEqual([
      '1',
      '2',
      '22',
    ]);
  });

  it('need a pattern with {date}', async () => {
    await expect(readAll(open(), { ...stream, from: 'hotline.csv' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
