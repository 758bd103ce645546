import { readFileSync } from 'node:fs';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll, stored } from './contract';

const STREAM: StreamSource = {
  name: 's',
  from: '台账.xlsx',
  key: ['编号'],
  fields: ['编号', '姓名'],
};

describe('the XLSX reader', () => {
  let folder: TestFolder;
  const open = (own: object = {}): Reader =>
    createReader({
      kind: 'file',
      folder: folder.path,
      format: 'xlsx',
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
      ...own,
    });
  const write = (fill: (book: ExcelJS.Workbook) => void): Promise<void> => {
    const book = new ExcelJS.Workbook();
    fill(book);
    return book.xlsx.writeFile(path.join(folder.path, '台账.xlsx'));
  };

  beforeEach(async () => {
    folder = testFolder();
    await write((book) => {
      const sheet = book.addWorksheet('一');
      sheet.addRow(['编号', '姓名', '评级']);
      for (let i = 0; i < 7; i += 1) sheet.addRow([`n${String(i)}`, `名${String(i)}`, 'SECRET']);
    });
  });
  afterEach(() => {
    folder.remove();
  });

  keepsTheContract(() => ({
    open,
    stream: STREAM,
    keys: ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6'],
    unasked: '评级',
  }));

  it('gives cells as a person sees them', async () => {
    await write((book) => {
      const sheet = book.addWorksheet('一');
      sheet.addRow(['编号', '日期', '时刻', '数', '文本数', '公式', '富文本', '链接', '空']);
      sheet.addRow([
        '1',
        new Date(Date.UTC(2026, 2, 5)),
        new Date(Date.UTC(2026, 2, 5, 9, 30)),
        12.5,
        '0012',
        { formula: 'A1', result: '甲' },
        { richText: [{ text: '王' }, { text: '明' }] },
        { text: '网', hyperlink: 'http://localhost' },
        null,
      ]);
    });
    const fields = ['编号', '日期', '时刻', '数', '文本数', '公式', '富文本', '链接', '空'];
    const { pages } = await readAll(open(), { ...STREAM, fields });
    expect(pages[0]?.rows[0]?.values).toEqual({
      编号: '1',
      日期: '2026-03-05',
      时刻: '2026-03-05 09:30:00',
      数: 12.5,
      文本数: '0012',
      公式: '甲',
      富文本: '王明',
      链接: '网',
      空: null,
    });
  });

  it('passes over empty rows, titles above the header, and other sheets', async () => {
    await write((book) => {
      book.addWorksheet('封面').addRow(['不是这里']);
      const sheet = book.addWorksheet('数据');
      sheet.addRow(['二〇二六年台账']);
      sheet.addRow(['编号', '姓名']);
      sheet.addRow(['1', '甲']);
      sheet.addRow([]);
      sheet.addRow(['2', '乙']);
    });
    const { keys, pages } = await readAll(open({ sheet: '数据', headerRow: 2 }), STREAM);
    expect(keys).toEqual(['1', '2']);
    expect(pages.flatMap(({ rows }) => rows.map(({ place }) => place))).toEqual([
      '台账.xlsx row 3',
      '台账.xlsx row 5',
    ]);
  });

  it('gives seconds whole, results of formulas as what they show, and errors as errors', async () => {
    await write((book) => {
      const sheet = book.addWorksheet('一');
      sheet.addRow(['编号', '时刻', '错', '算出', '算出日', '真', '零', '算错']);
      for (let i = 0; i < 60; i += 1) {
        const at = new Date(Date.UTC(2026, 2, 5, 9, 30, i));
        const sum = { formula: 'A1+1', result: i + 0.5 };
        const none = { formula: 'A1-A1', result: 0 };
        const wrong = { formula: '1/0', result: { error: '#DIV/0!' as const } };
        const day = { formula: 'B2', result: at };
        const row = [String(i), at, { error: '#N/A' }, sum, day, true, none, wrong];
        sheet.addRow(row).getCell(5).numFmt = 'yyyy"年"m"月"d"日" hh:mm:ss';
      }
    });
    const fields = ['编号', '时刻', '错', '算出', '算出日', '真', '零', '算错'];
    const { pages } = await readAll(open(), { ...STREAM, fields }, { pageSize: 7 });
    const rows = pages.flatMap((page) => page.rows.map(({ values }) => values));
    expect(rows).toEqual(
      Array.from({ length: 60 }, (_, i) => {
        const at = `2026-03-05 09:30:${String(i).padStart(2, '0')}`;
        const computed = { 算出: i + 0.5, 算出日: at, 零: 0, 算错: '#DIV/0!' };
        return { 编号: String(i), 时刻: at, 错: '#N/A', 真: true, ...computed };
      }),
    );
  });

  it('reads the same where every text is shared, and where none is', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `名${String(i % 3)}`);
    for (const useSharedStrings of [true, false]) {
      const filename = path.join(folder.path, '台账.xlsx');
      const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useSharedStrings });
      const sheet = book.addWorksheet('一');
      sheet.addRow(['编号', '姓名']).commit();
      texts.forEach((text, i) => {
        sheet.addRow([i, text]).commit();
      });
      await book.commit();
      const { pages } = await readAll(open(), STREAM, { pageSize: 20 });
      expect(pages.flatMap(({ rows }) => rows.map(({ values }) => values['姓名']))).toEqual(texts);
    }
  });

  it('reads a workbook in one pass, page by page, and starts none that nobody asks for', async () => {
    await write((book) => {
      const sheet = book.addWorksheet('一');
      sheet.addRow(['编号', '姓名']);
      for (let i = 0; i < 20_000; i += 1) sheet.addRow([`n${String(i)}`, `名${String(i)}`]);
    });
    const began = performance.now();
    const once = await readAll(open(), STREAM, { pageSize: 20_001 });
    const whole = performance.now() - began;
    const again = performance.now();
    const paged = await readAll(open(), STREAM, { pageSize: 200 });
    expect(paged.keys).toEqual(once.keys);
    // A hundred pages, each of which entered the workbook anew, would take fifty times as long.
    expect(performance.now() - again).toBeLessThan(8 * whole + 500);
  });

  it.each([0.3, 0.7, 0.98])(
    'says of a workbook of which only a part (%p) is there that it is broken',
    async (part) => {
      const file = path.join(folder.path, '台账.xlsx');
      const bytes = readFileSync(file);
      folder.write('台账.xlsx', bytes.subarray(0, Math.floor(bytes.length * part)));
      const error = await readAll(open(), STREAM).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    },
  );

  it('says that nothing changed until the file does', async () => {
    const { checkpoint } = await readAll(open(), STREAM);
    const again = await readAll(open(), STREAM, { checkpoint: stored(checkpoint) });
    expect([again.keys, again.pages[0]?.unchanged]).toEqual([[], true]);
    await write((book) => {
      book.addWorksheet('一').addRows([
        ['编号', '姓名'],
        ['n9', '名'],
      ]);
    });
    expect((await readAll(open(), STREAM, { checkpoint })).keys).toEqual(['n9']);
  });

  it.each([
    ['a file that is no workbook', () => folder.write('台账.xlsx', 'not a zip'), 'SOURCE_PROTOCOL'],
    [
      'a column that stands twice',
      () => write((book) => book.addWorksheet('一').addRow(['编号', '编号'])),
      'SOURCE_PROTOCOL',
    ],
    [
      'a header without a column of the key',
      () => write((book) => book.addWorksheet('一').addRow(['姓名'])),
      'SOURCE_PROTOCOL',
    ],
    ['an empty file', () => folder.write('台账.xlsx', ''), 'SOURCE_PROTOCOL'],
  ])('says in a sentence what is wrong: %s', async (_, spoil, code) => {
    await spoil();
    await expect(readAll(open(), STREAM)).rejects.toMatchObject({ code });
  });

  it('says that a sheet or the file is not there', async () => {
    await expect(readAll(open({ sheet: '无' }), STREAM)).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
    });
    await expect(readAll(open(), { ...STREAM, from: '无.xlsx' })).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
  });
});
