import { appendFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ExcelJS from 'exceljs';
import type { Page } from '../../../src/connect/reader';
import { testFolder, type TestFolder } from '../../support/hub';
import { readAll, stepwise, stored } from './contract';
import { fileReader, streamOf } from './file-source';

describe('a file that is still being written', () => {
  let folder: TestFolder;
  const open = (format: string, own: object = {}) =>
    fileReader({ folder: folder.path, format, ...(format === 'xml' ? { row: 'r' } : {}), ...own });
  const keysOf = (pages: readonly Page[]): unknown[] =>
    pages.flatMap(({ rows }) => rows.map(({ values }) => values['bh']));

  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it.each([
    ['csv', 'bh,xm\n', (i: number) => `${String(i)},x\n`, ''],
    ['jsonl', '', (i: number) => `{"bh":"${String(i)}"}\n`, ''],
    ['xml', '<l>', (i: number) => `<r><bh>${String(i)}</bh></r>\n`, '</l>\n'],
  ])(
    'is not whole (%s): its rows so far stay, the read does not end well, and the next one begins again',
    async (format, head, row, tail) => {
      const stream = streamOf(`rows.${format}`);
      const rows = Array.from({ length: 11 }, (_, i) => row(i));
      const file = folder.write(`rows.${format}`, `${head}${rows.slice(0, 8).join('')}${tail}`);
      const pages = stepwise(open(format), stream);
      const seen: Page[] = [];
      const failure: unknown = await (async () => {
        for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
          if (seen.length === 0) appendFileSync(file, tail === '' ? rows.slice(8).join('') : '\n');
          seen.push(page.value);
        }
      })().catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'SOURCE_PROTOCOL',
        message: expect.stringContaining(`rows.${format} grew meanwhile`),
      });
      // What stands on its last page may be half of it.
      const kept = tail === '' ? 9 : 6;
      expect(keysOf(seen)).toEqual(Array.from({ length: kept }, (_, i) => String(i)));
      const checkpoint = stored(seen.at(-1)?.checkpoint ?? null);
      const again = await readAll(open(format), stream, { checkpoint, fresh: false });
      expect(again.keys).toHaveLength(tail === '' ? 11 : 8);
    },
  );

  it.each([
    ['csv', 'bh,xm\n1,x\n2,y\n', '2,yz\n3,z\n', 2],
    ['csv', 'bh,xm', ',wxdj\n1,x,y\n', 0],
    ['jsonl', '{"bh":"1"}\n{"bh":"2"}\n', '', 1],
  ])(
    'whose last line has no end (%s %j) is waited for a moment, and looked at again',
    async (format, content, more, cut) => {
      const file = folder.write(`rows.${format}`, content.slice(0, content.length - cut));
      const read = readAll(open(format), streamOf(`rows.${format}`));
      setTimeout(() => {
        writeFileSync(file, content + more);
      }, 300);
      await expect(read).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    },
  );

  it('ends at once when it is told to while it waits', async () => {
    folder.write('rows.csv', 'bh,xm\n1,x');
    const stop = new AbortController();
    const read = readAll(open('csv'), streamOf('rows.csv'), { signal: stop.signal });
    setTimeout(() => {
      stop.abort();
    }, 100);
    const began = Date.now();
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
    expect(Date.now() - began).toBeLessThan(600);
  });

  it('and one that nobody wrote to for a second are told apart: the last line needs no end', async () => {
    const file = folder.write('rows.csv', Buffer.from('bh,xm\n1,x', 'utf16le'));
    const at = Date.now() / 1_000 - 2;
    utimesSync(file, at, at);
    const began = Date.now();
    const read = await readAll(open('csv', { encoding: 'utf-16le' }), streamOf('rows.csv'));
    expect(read.keys).toEqual(['1']);
    expect(Date.now() - began).toBeLessThan(600);
  });

  it('is not whole as a workbook either, whose bytes changed while it was read', async () => {
    const file = path.join(folder.path, 'rows.xlsx');
    const book = new ExcelJS.Workbook();
    book.addWorksheet('一').addRows([['bh'], ...Array.from({ length: 8 }, (_, i) => [i])]);
    await book.xlsx.writeFile(file);
    const pages = stepwise(open('xlsx'), streamOf('rows.xlsx', ['bh']));
    await pages.next();
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(10)]));
    await pages.next();
    await expect(pages.next()).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });

  it('as a drop is left with those behind it: those before it are landed', async () => {
    for (const day of ['01', '02', '03'])
      folder.write(`v-202603${day}.csv`, `bh,xm\n${day}a,x\n${day}b,x\n`);
    const stream = streamOf('v-{date}.csv');
    const pages = stepwise(open('csv'), stream, { pageSize: 1 });
    const seen: Page[] = [];
    const failure: unknown = await (async () => {
      for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
        seen.push(page.value);
        if (seen.length === 3) appendFileSync(path.join(folder.path, 'v-20260302.csv'), '02c,x\n');
      }
    })().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    const checkpoint = stored(seen.at(-1)?.checkpoint ?? null);
    const rest = await readAll(open('csv'), stream, { checkpoint, fresh: false });
    expect(rest.keys).toEqual(['02a', '02b', '02c', '03a', '03b']);
  });
});
