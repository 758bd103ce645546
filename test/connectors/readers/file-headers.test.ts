import path from 'node:path';
import ExcelJS from 'exceljs';
import { testFolder, type TestFolder } from '../../support/hub';
import { readAll, stored, type Read } from './contract';
import { fileReader, streamOf } from './file-source';

const STREAM = streamOf('v-{date}.csv', ['bh', 'phone']);

/** A page, as what reads it sees it: its keys, and what its columns are said to be. */
const pagesOf = ({ pages }: Read): unknown[] =>
  pages.map(({ rows, columns, columnsDeclared = false }) => [
    rows.map(({ values }) => values['bh']),
    columns,
    columnsDeclared,
  ]);

describe('files whose headers differ', () => {
  let folder: TestFolder;
  const open = (own: object = {}) => fileReader({ folder: folder.path, format: 'csv', ...own });
  const drop = (day: string, head: string, ...rows: string[]): string =>
    folder.write(`v-202603${day}.csv`, [head, ...rows, ''].join('\n'));

  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('never share a page, so that a column that one of them lacks is seen to be gone', async () => {
    drop('01', 'bh,phone', '1,a', '2,b');
    drop('02', 'bh', '2', '3');
    drop('03', 'phone,bh', 'd,4');
    const read = await readAll(open(), STREAM, { pageSize: 100 });
    expect(pagesOf(read)).toEqual([
      [['1', '2'], ['bh', 'phone'], true],
      [['2', '3'], ['bh'], true],
      [['4'], ['phone', 'bh'], true],
    ]);
  });

  it('share one as long as they have the same columns, in whatever order', async () => {
    drop('01', 'bh,phone', '1,a');
    drop('02', 'phone,bh', 'b,2');
    drop('03', 'bh,phone,new', '3,c,x');
    const read = await readAll(open(), STREAM, { pageSize: 100 });
    expect(pagesOf(read)).toEqual([
      [['1', '2'], ['bh', 'phone'], true],
      [['3'], ['bh', 'phone', 'new'], true],
    ]);
  });

  it('show their header where they have no rows too; one of 0 bytes has none to show', async () => {
    drop('01', 'bh,phone', '1,a');
    drop('02', 'bh');
    folder.write('v-20260303.csv', '');
    const read = await readAll(open({ emptyFile: 'no-rows' }), STREAM, { pageSize: 100 });
    expect(pagesOf(read)).toEqual([
      [['1'], ['bh', 'phone'], true],
      [[], ['bh'], true],
    ]);
  });

  it('are gone on with at the boundary where a run was broken off there', async () => {
    drop('01', 'bh,phone', '1,a');
    drop('02', 'bh', '2');
    drop('03', 'bh', '3');
    const { pages } = await readAll(open(), STREAM, { pageSize: 100 });
    const checkpoint = stored(pages[0]?.checkpoint ?? null);
    const rest = await readAll(open(), STREAM, { checkpoint, fresh: false, pageSize: 100 });
    expect(pagesOf(rest)).toEqual([[['2', '3'], ['bh'], true]]);
  });

  it('are those of workbooks and TSV files too', async () => {
    drop('01', 'bh\tphone', '1\ta');
    drop('02', 'bh', '2');
    const tsv = await readAll(open({ format: 'tsv' }), STREAM, { pageSize: 100 });
    for (const [day, ...row] of [
      ['01', 'bh', 'phone'],
      ['02', 'bh'],
    ]) {
      const book = new ExcelJS.Workbook();
      book.addWorksheet('一').addRows([row, row.map(() => Number(day))]);
      await book.xlsx.writeFile(path.join(folder.path, `v-202603${String(day)}.xlsx`));
    }
    const from = 'v-{date}.xlsx';
    const xlsx = await readAll(open({ format: 'xlsx' }), { ...STREAM, from }, { pageSize: 100 });
    for (const read of [tsv, xlsx])
      expect(read.pages.map(({ columns, columnsDeclared }) => [columns, columnsDeclared])).toEqual([
        [['bh', 'phone'], true],
        [['bh'], true],
      ]);
  });

  it('are none where rows alone show columns: JSON lines and XML share pages, and declare nothing', async () => {
    folder.write('v-20260301.jsonl', '{"bh":"1","phone":"a"}\n');
    folder.write('v-20260302.jsonl', '{"bh":"2"}\n');
    folder.write('v-20260301.xml', '<l><r><bh>1</bh><phone>a</phone></r></l>');
    folder.write('v-20260302.xml', '<l><r><bh>2</bh></r></l>');
    for (const [format, own] of [
      ['jsonl', {}],
      ['xml', { row: 'r' }],
    ] as const) {
      const stream = { ...STREAM, from: `v-{date}.${format}` };
      const read = await readAll(open({ format, ...own }), stream, { pageSize: 100 });
      expect(pagesOf(read)).toEqual([[['1', '2'], ['bh', 'phone'], false]]);
    }
  });
});
