import { readFileSync } from 'node:fs';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { testFolder, type TestFolder } from '../../support/hub';
import { readAll, stored, type Read } from './contract';
import { fileReader, rowsOf, streamOf, valuesIn } from './file-source';
import { zipOf } from './xlsx-zip';

const SHEET = 'xl/worksheets/sheet1.xml';

/** Workbooks as other programs write them: parts are put in as they stand. */
describe('cells of a workbook', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  /** A workbook with this sheet data, and with parts that stand for its own. */
  const write = (rows: string, own: Record<string, string | null> = {}, packed = true): void => {
    const relation = (id: string, type: string, target: string): string =>
      `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
    const parts: Record<string, string | null> = {
      [SHEET]: `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${rows}</sheetData></worksheet>`,
      '_rels/.rels': `<Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships>${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}${relation('r2', 'sharedStrings', '/xl/sharedStrings.xml')}${relation('r3', 'styles', 'styles.xml')}</Relationships>`,
      ...own,
    };
    const there = Object.entries(parts).flatMap(([name, content]) =>
      content === null ? [] : [[name, content] as const],
    );
    folder.write('rows.xlsx', zipOf(Object.fromEntries(there), { packed }));
  };
  const read = (fields: string[] = ['bh', 'xm'], pageSize = 100): Promise<Read> =>
    readAll(fileReader({ folder: folder.path, format: 'xlsx' }), streamOf('rows.xlsx', fields), {
      pageSize,
    });
  const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const HEADER = `<row r="1">${text('bh')}${text('xm')}</row>`;
  const row = (bh: number | string, cell: string): string =>
    `<row>${text(String(bh))}${cell}</row>`;
  const bad = ({ unreadable }: Read): string[] =>
    unreadable.map(({ place, code }) => `${place} ${code}`);

  it.each([true, false])(
    'keep every character wherever the bytes of the file are cut (texts shared: %p)',
    async (useSharedStrings) => {
      const names = Array.from(
        { length: 20_000 },
        (_, i) => `${'张王李赵欧阳司马𠮷㛃䶮'.repeat(2)}${String(i)}`,
      );
      const filename = path.join(folder.path, 'rows.xlsx');
      const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useSharedStrings });
      const sheet = book.addWorksheet('一');
      sheet.addRow(['bh', 'xm']).commit();
      names.forEach((name, i) => {
        sheet.addRow([String(i), name]).commit();
      });
      await book.commit();
      const found = await read(['bh', 'xm'], 30_000);
      expect(valuesIn(found)).toEqual(names.map((xm, i) => ({ bh: String(i), xm })));
    },
  );

  it('are numbers where a double holds them, and otherwise text as it stands: an identity number is never another', async () => {
    const numbers = {
      '<v>12.5</v>': 12.5,
      '<v>1.1000000000000001</v>': 1.1,
      '<v>-3</v>': -3,
      '<v>110101199003071234</v>': '110101199003071234',
      '<v>1.10101199003071E+17</v>': '1.10101199003071E+17',
      '<v>9007199254740991</v>': 9007199254740991,
      '<v></v>': null,
      '<v>x</v>': 'x',
    };
    const rows = Object.keys(numbers).map((cell, i) => row(i, `<c>${cell}</c>`));
    write(`${HEADER}${rows.join('')}`);
    expect(valuesIn(await read()).map((values) => (values as { xm: unknown }).xm)).toEqual(
      Object.values(numbers),
    );
  });

  it('are days by their format, also the unwritten formats of Chinese workbooks, and times that count on', async () => {
    const formats = ['14', '31', '57', '22', '46', '164', '165', '166', '0', '2'];
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot;day&quot;"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`;
    const of = (style: number, value: number): string =>
      `<c s="${String(style)}"><v>${String(value)}</v></c>`;
    const cells = [
      of(0, 46086),
      of(1, 46086),
      of(2, 46086.5),
      of(3, 46086.395833333336),
      of(4, 1.5),
      of(5, 46086),
      of(6, 46086),
      of(7, 1.25),
      of(8, 46086),
      of(9, 46086),
      of(0, 0.75),
      of(0, 59),
      of(0, 61),
      of(0, 99999999),
    ];
    write(`${HEADER}${cells.map((cell, i) => row(i, cell)).join('')}`, {
      'xl/styles.xml': styles,
    });
    const values = async (): Promise<unknown[]> =>
      valuesIn(await read()).map((each) => (each as { xm: unknown }).xm);
    expect(await values()).toEqual([
      '2026-03-05',
      '2026-03-05',
      '2026-03-05 12:00:00',
      '2026-03-05 09:30:00',
      '36:00:00',
      '2026-03-05',
      46086,
      '30:00:00',
      46086,
      46086,
      '18:00:00',
      '1900-02-28',
      '1900-03-01',
      99999999,
    ]);
    write(`${HEADER}${row(1, of(0, 46086 - 1462))}`, {
      'xl/styles.xml': styles,
      'xl/workbook.xml':
        '<workbook><workbookPr date1904="1"/><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
    });
    expect(await values()).toEqual(['2026-03-05']);
  });

  it('are the whole of their text: runs, escapes of control characters, no reading aids, no text decoded twice', async () => {
    const shared = [
      '<si><t>一</t></si>',
      '<si><r><t>王</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 明</t></r></si>',
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr/></si>',
      '<si><t>a_x000D_b_x005F_x0041_</t></si>',
      '<si><t>&amp;lt;</t></si>',
      '<si><t/></si>',
      '<si><t>１２３　Ａ</t></si>',
    ];
    const rows = shared.map((_, i) => row(i, `<c t="s"><v>${String(i)}</v></c>`));
    const inline = row('x', '<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>');
    write(`${HEADER}${rows.join('')}${inline}`, {
      'xl/sharedStrings.xml': `<sst>${shared.join('')}</sst>`,
    });
    expect(valuesIn(await read()).map((values) => (values as { xm: unknown }).xm)).toEqual([
      '一',
      '王 明',
      '東京',
      'a\rb_x0041_',
      '&lt;',
      null,
      '１２３　Ａ',
      '甲乙',
    ]);
  });

  it('stand where they say, or behind the one before; rows too', async () => {
    write(
      `<row r="3"><c r="C3" t="str"><v>xm</v></c><c r="A3" t="str"><v>bh</v></c></row><row r="7"><c r="A7"><v>1</v></c><c r="C7" t="str"><v>x</v></c></row><row><c><v>2</v></c><c><v>9</v></c><c t="str"><v>y</v></c></row>`,
      {},
      false,
    );
    const found = await read();
    expect(rowsOf(found)).toEqual([
      { place: 'rows.xlsx row 7', values: { bh: 1, xm: 'x' } },
      { place: 'rows.xlsx row 8', values: { bh: 2, xm: 'y' } },
    ]);
  });

  it('cost one row where they are too long, broken or no text, and the others are read', async () => {
    const rows = [
      row(1, text('a')),
      row(2, text('长'.repeat(2_000_000))),
      row(3, '<c t="s"><v>0</v></c>'),
      row(4, '<c t="s"><v>7</v></c>'),
      row(5, text('A & B')),
      row(6, '<c r="ZZZZ1"><v>1</v></c>'),
      row(7, '<c t="s"><v>1</v></c>'),
    ];
    write(`${HEADER}${rows.join('')}`, {
      'xl/sharedStrings.xml': `<sst><si><t>${'长'.repeat(1_500_000)}</t></si><si><t>b</t></si></sst>`,
    });
    for (const pageSize of [1, 3, 100]) {
      const found = await read(['bh', 'xm'], pageSize);
      expect(found.keys).toEqual(['1', '7']);
      expect(bad(found)).toEqual([
        'rows.xlsx row 3 VALUE_TOO_LONG',
        'rows.xlsx row 4 VALUE_TOO_LONG',
        'rows.xlsx row 5 ROW_MALFORMED',
        'rows.xlsx row 6 ROW_MALFORMED',
        'rows.xlsx row 7 ROW_MALFORMED',
      ]);
      for (const { message } of found.unreadable) expect(message).toMatch(/required.*given/);
      for (const { checkpoint } of found.pages) {
        const reader = fileReader({ folder: folder.path, format: 'xlsx' });
        const own = { checkpoint: stored(checkpoint), fresh: false };
        const rest = await readAll(reader, streamOf('rows.xlsx'), own);
        expect(stored(rest.checkpoint)).toEqual(stored(found.checkpoint));
      }
    }
  });

  it('are of the first worksheet by its tab, wherever the parts of the workbook lie', async () => {
    const base = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    write('', {
      [SHEET]: null,
      'xl/workbook.xml': null,
      'xl/_rels/workbook.xml.rels': null,
      '_rels/.rels': `<Relationships><Relationship Id="a" Type="${base}/officeDocument" Target="/book/Main.xml"/></Relationships>`,
      'book/main.xml':
        '<x:workbook xmlns:x="u" xmlns:q="r"><x:sheets><x:sheet name="图" q:id="c"/><x:sheet name="二" q:id="b"/><x:sheet name="一" q:id="a"/></x:sheets></x:workbook>',
      'book/_rels/main.xml.rels': `<Relationships><Relationship Id="a" Type="${base}/worksheet" Target="../data/a.xml"/><Relationship Id="b" Type="${base}/worksheet" Target="../data/b.xml"/><Relationship Id="c" Type="${base}/chartsheet" Target="c.xml"/></Relationships>`,
      'data/a.xml': '<worksheet/>',
      'data/b.xml': `<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="str"><x:v>bh</x:v></x:c></x:row><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    });
    expect((await read(['bh'])).keys).toEqual(['5']);
  });

  it('are told of as broken where a byte of the file is another', async () => {
    write(`${HEADER}${row(1, text('a'))}`, {}, false);
    const bytes = readFileSync(path.join(folder.path, 'rows.xlsx'));
    bytes[bytes.indexOf('<t>a</t>') + 3] = 0x62;
    folder.write('rows.xlsx', bytes);
    await expect(read()).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
  });
});
