import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { testFolder, type TestFolder } from '../../support/hub';
import type { Million } from './file-million';
import { zipOf } from './xlsx-zip';

const ROWS = 1_000_000;
const MIB = 1 << 20;
/** What the language and the libraries take, and a page, and nothing that grows: the heap is not given more than 64 MiB. */
const MOST = 320;

/** The reader in a process of its own, with a small heap. */
async function read(folder: TestFolder, name: string, own: object): Promise<Million> {
  const root = path.join(__dirname, '../../..');
  const settings = JSON.stringify({ kind: 'file', folder: folder.path, ...own });
  const script = path.join(__dirname, 'file-million.ts');
  const args = ['--max-old-space-size=96', '--import', 'tsx', script, settings, name];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout) as Million;
}

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const BOOK = {
  'xl/workbook.xml': '<workbook><sheets><sheet name="1" r:id="a"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="a" Type="${RELATIONS}/worksheet" Target="s.xml"/><Relationship Id="b" Type="${RELATIONS}/sharedStrings" Target="t.xml"/></Relationships>`,
};
const SHEET = `<worksheet><sheetData><row>${text('bh')}${text('xm')}${text('rq')}</row>`;
const SHEET_END = '</sheetData></worksheet>';

describe('memory stays what it is', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  const write = async (name: string, chunks: Iterable<string | Buffer>): Promise<void> => {
    const file = createWriteStream(path.join(folder.path, name));
    for (const chunk of chunks) if (!file.write(chunk)) await once(file, 'drain');
    file.end();
    await once(file, 'finish');
  };
  const rows = function* (head: string, row: (i: number) => string, tail = ''): Iterable<string> {
    yield head;
    for (let i = 0; i < ROWS; i += 1_000)
      yield Array.from({ length: 1_000 }, (_, j) => row(i + j)).join('');
    yield tail;
  };

  describe('at a million rows of', () => {
    it.each([
      ['csv', 'bh,xm,rq,x\n', (i: number) => `${String(i)},"名${String(i)}",2026-03-01,\n`, ''],
      ['jsonl', '', (i: number) => `{"bh":"${String(i)}","xm":"名${String(i)}","rq":null}\n`, ''],
      ['xml', '<l>', (i: number) => `<r><bh>${String(i)}</bh><xm>名</xm></r>\n`, '</l>'],
    ])(
      '%s',
      async (format, head, row, tail) => {
        await write(`rows.${format}`, rows(head, row, tail));
        const own = { format, ...(format === 'xml' ? { row: 'r' } : {}) };
        const seen = await read(folder, `rows.${format}`, own);
        expect(seen).toMatchObject({ rows: ROWS, codes: [] });
        expect(seen.most).toBeLessThan(MOST);
      },
      60_000,
    );

    it('xlsx, with a million texts that are shared', async () => {
      const sheet = rows(
        SHEET,
        (i) => `<row><c><v>${String(i)}</v></c><c t="s"><v>${String(i)}</v></c></row>`,
        SHEET_END,
      );
      const texts = rows('<sst>', (i) => `<si><t>名${String(i)}</t></si>`, '</sst>');
      const parts = { ...BOOK, 'xl/s.xml': [...sheet].join(''), 'xl/t.xml': [...texts].join('') };
      await write('rows.xlsx', [zipOf(parts, { packed: true })]);
      const seen = await read(folder, 'rows.xlsx', { format: 'xlsx' });
      expect(seen).toMatchObject({ rows: ROWS, codes: [] });
      expect(seen.most).toBeLessThan(MOST);
    }, 60_000);
  });

  describe('where rows are long: a page ends before they are many in', () => {
    const long = 'x'.repeat(100_000);
    const many = function* (head: string, row: (i: number) => string, tail = ''): Iterable<string> {
      yield head;
      for (let i = 0; i < 1_500; i += 1) yield row(i);
      yield tail;
    };

    it.each([
      ['csv', 'bh,xm,rq\n', (i: number) => `${String(i)},${long},\n`, ''],
      ['jsonl', '', (i: number) => `{"bh":"${String(i)}","xm":"${long}"}\n`, ''],
      ['xml', '<l>', (i: number) => `<r><bh>${String(i)}</bh><xm>${long}</xm></r>\n`, '</l>'],
    ])(
      '%s',
      async (format, head, row, tail) => {
        await write(`rows.${format}`, many(head, row, tail));
        const own = { format, ...(format === 'xml' ? { row: 'r' } : {}) };
        const seen = await read(folder, `rows.${format}`, own);
        expect(seen).toMatchObject({ rows: 1_500, codes: [] });
        expect(seen.most).toBeLessThan(MOST);
      },
      60_000,
    );

    it('xlsx, whose cells name one long text', async () => {
      const sheet = many(
        SHEET,
        (i) => `<row><c><v>${String(i)}</v></c><c t="s"><v>0</v></c></row>`,
        SHEET_END,
      );
      const texts = `<sst><si><t>${long}</t></si></sst>`;
      const parts = { ...BOOK, 'xl/s.xml': [...sheet].join(''), 'xl/t.xml': texts };
      await write('rows.xlsx', [zipOf(parts, { packed: true })]);
      const seen = await read(folder, 'rows.xlsx', { format: 'xlsx' });
      expect(seen).toMatchObject({ rows: 1_500, codes: [] });
      expect(seen.most).toBeLessThan(MOST);
    }, 60_000);
  });

  describe('where a small workbook stands for a great one:', () => {
    const styles = `<Relationship Id="c" Type="${RELATIONS}/styles" Target="y.xml"/></Relationships>`;
    const links = BOOK['xl/_rels/workbook.xml.rels'].replace('</Relationships>', styles);
    const row = (bh: number, cells = ''): string =>
      `<row><c><v>${String(bh)}</v></c>${cells}</row>`;
    const seenOf = async (parts: Parameters<typeof zipOf>[0]): Promise<Million> => {
      const bytes = zipOf({ ...BOOK, ...parts }, { packed: true });
      expect(bytes.length).toBeLessThan(8 * MIB);
      await write('rows.xlsx', [bytes]);
      const seen = await read(folder, 'rows.xlsx', { format: 'xlsx' });
      expect(seen.most).toBeLessThan(MOST);
      return seen;
    };

    it('a row each of whose cells names a text of 900 KB costs that row', async () => {
      const cells = '<c t="s"><v>0</v></c>'.repeat(16_000);
      const seen = await seenOf({
        'xl/s.xml': `${SHEET}${row(1)}${row(2, cells)}${row(3)}${SHEET_END}`,
        'xl/t.xml': `<sst><si><t>${'x'.repeat(900_000)}</t></si></sst>`,
      });
      expect(seen).toMatchObject({ rows: 2, codes: ['VALUE_TOO_LONG'] });
    }, 60_000);

    it('formats of 500 MB are no workbook', async () => {
      const chunk = Buffer.alloc(MIB, 'x');
      const seen = await seenOf({
        'xl/_rels/workbook.xml.rels': links,
        'xl/y.xml': { head: '<styleSheet>', chunk, times: 500, tail: '</styleSheet>' },
        'xl/s.xml': `${SHEET}${row(1)}${SHEET_END}`,
      });
      expect(seen).toMatchObject({ rows: 0, codes: ['SOURCE_PROTOCOL'] });
    }, 60_000);
  });

  describe('with a field of 500 MB, which costs one row, in', () => {
    const long = Buffer.alloc(MIB, '长x');
    const field = function* (head: string, tail: string): Iterable<string | Buffer> {
      yield head;
      for (let i = 0; i < 500; i += 1) yield long;
      yield tail;
    };

    it.each([
      ['csv', 'bh,xm,rq\n1,a,\n2,"', '",\n3,b,\n'],
      ['jsonl', '{"bh":"1"}\n{"bh":"2","xm":"', '"}\n{"bh":"3"}\n'],
      ['xml', '<l><r><bh>1</bh></r><r><bh>2</bh><xm>', '</xm></r><r><bh>3</bh></r></l>'],
    ])(
      '%s',
      async (format, head, tail) => {
        await write(`rows.${format}`, field(head, tail));
        const own = { format, ...(format === 'xml' ? { row: 'r' } : {}) };
        const seen = await read(folder, `rows.${format}`, own);
        expect(seen).toMatchObject({ rows: 2, codes: ['VALUE_TOO_LONG'] });
        expect(seen.most).toBeLessThan(MOST);
      },
      60_000,
    );

    it.each(['s', 't'])(
      'xlsx, in its part %s',
      async (part) => {
        const row = (bh: number, cell: string): string =>
          `<row><c><v>${String(bh)}</v></c>${cell}</row>`;
        const shared = '<c t="s"><v>0</v></c>';
        const [head, tail] = [`${SHEET}${row(1, '')}`, `${row(3, '')}${SHEET_END}`];
        const inline = row(2, text('|')).split('|');
        const repeated = (before: string, behind: string) => ({
          head: before,
          chunk: long,
          times: 500,
          tail: behind,
        });
        const parts =
          part === 's'
            ? { 'xl/s.xml': repeated(`${head}${inline[0] ?? ''}`, `${inline[1] ?? ''}${tail}`) }
            : {
                'xl/s.xml': `${head}${row(2, shared)}${tail}`,
                'xl/t.xml': repeated('<sst><si><t>', '</t></si></sst>'),
              };
        await write('rows.xlsx', [zipOf({ ...BOOK, ...parts }, { packed: true })]);
        const seen = await read(folder, 'rows.xlsx', { format: 'xlsx' });
        expect(seen).toMatchObject({ rows: 2, codes: ['VALUE_TOO_LONG'] });
        expect(seen.most).toBeLessThan(MOST);
      },
      60_000,
    );
  });
});
