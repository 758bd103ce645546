import path from 'node:path';
import ExcelJS from 'exceljs';
import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll } from './contract';

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

  it.each([
    ['a file that is no workbook', () => folder.write('台账.xlsx', 'not a zip'), 'SOURCE_PROTOCOL'],
    [
      'a column that stands twice',
      () => write((book) => book.addWorksheet('一').addRow(['编号', '编号'])),
      'SOURCE_PROTOCOL',
    ],
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
