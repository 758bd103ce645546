import iconv from 'iconv-lite';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, type Read } from './contract';
import { CSV_STREAM, csvSource, placesOf, valuesOf } from './csv-source';

describe('text of departments', () => {
  let folder: TestFolder;
  const { open, readOf } = csvSource(() => folder);
  const bad = ({ unreadable }: Read): string[] =>
    unreadable.map(({ place, code }) => `${place} ${code}`);

  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  describe.each(['utf-16le', 'utf-16be', 'gb18030'])('in %s', (encoding) => {
    beforeEach(() => {
      const lines = Array.from({ length: 8 }, (_, i) => `${String(i)},"名\n𠮷${String(i)}",SECRET`);
      const text = `bh,xm,wxdj\r\n${lines.join('\r\n')}\r\n`;
      folder.write('rows.csv', iconv.encode(text, encoding, { addBOM: true }));
    });

    keepsTheContract(() => ({
      open: () => open({ encoding }),
      stream: CSV_STREAM,
      keys: ['0', '1', '2', '3', '4', '5', '6', '7'],
      unasked: 'wxdj',
    }));
  });

  it('that parts fields by tabs keeps commas, and needs no delimiter said', async () => {
    const read = await readOf('bh\txm\n1\ta,b\n2\t"x\ty"\n', {
      settings: { format: 'tsv', delimiter: undefined },
    });
    expect(valuesOf(read, 'xm')).toEqual(['a,b', 'x\ty']);
  });

  it('keeps NUL, full-width digits, 18 digits and leading zeros, and characters that look like marks', async () => {
    const values = [
      'a\0b',
      '１２３',
      '110101199003071234',
      '007',
      '\ufeffx',
      'é\u0301',
      '\u3000x\u3000',
    ];
    const read = await readOf(`bh,xm\n${values.map((xm, i) => `${String(i)},${xm}\n`).join('')}`);
    expect(valuesOf(read, 'xm')).toEqual(values);
  });

  it('in GB18030 keeps what GBK would lose: codes of four bytes, from a file that was never told to be other than GBK', async () => {
    const rare = '㛃𠮷𪚥\u{2A700}\u{2EBF0}';
    for (const char of rare) {
      expect(iconv.encode(char, 'gb18030')).toHaveLength(4);
      expect(iconv.encode(char, 'gbk').toString('latin1')).toBe('?');
    }
    const bytes = iconv.encode(`bh,xm\n1,王${rare}\n`, 'gb18030');
    const read = await readOf(bytes, { settings: { encoding: 'gb18030' } });
    expect(valuesOf(read, 'xm')).toEqual([`王${rare}`]);
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'in %s sets one row aside for a lone surrogate or half a character, with its bytes',
    async (encoding) => {
      const of = (text: string): Buffer => iconv.encode(text, encoding);
      const lone = of('x').fill(
        encoding === 'utf-16le' ? Buffer.from([0, 0xd8]) : Buffer.from([0xd8, 0]),
      );
      const second = Buffer.concat([of('2,二'), lone, of('y\n')]);
      const bytes = [of('\ufeffbh,xm\n1,一\n'), second, of('3,三\n4,四'), Buffer.from([0x41])];
      const read = await readOf(Buffer.concat(bytes), { settings: { encoding: 'utf-16' } });
      expect(read.keys).toEqual(['1', '3']);
      expect(bad(read)).toEqual([
        'rows.csv line 3 ENCODING_INVALID',
        'rows.csv line 5 ENCODING_INVALID',
      ]);
      expect(read.unreadable[0]?.raw).toBe(second.toString('base64'));
      expect(placesOf(read)).toEqual(['rows.csv line 2', 'rows.csv line 4']);
    },
  );

  it.each([
    ['a mark that says something else', '\ufeffbh,xm\n', { encoding: 'gb18030' }],
    ['utf-16 that does not say which', 'bh,xm\n', { encoding: 'utf-16' }],
    ['utf-32', Buffer.from([0xff, 0xfe, 0, 0, 0x62, 0, 0, 0]), { encoding: undefined }],
  ])('is refused with a sentence for %s', async (_, content, settings) => {
    await expect(readOf(content, { settings })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringMatching(/required in rows\.csv, .* given; /),
    });
  });

  it('needs no encoding said where a mark tells it', async () => {
    const bytes = iconv.encode('bh,xm\n1,𠮷\n', 'utf-16be', { addBOM: true });
    expect(valuesOf(await readOf(bytes, { settings: { encoding: undefined } }), 'xm')).toEqual([
      '𠮷',
    ]);
  });
});
