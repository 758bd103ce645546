import iconv from 'iconv-lite';
import type { Reader } from '../../../src/connect/reader';
import { Random } from '../../../src/demo/random';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll, stored, type Read } from './contract';
import { fileReader, rowsOf, streamOf, valuesIn } from './file-source';

const STREAM = streamOf('rows.xml');

describe('the XML reader', () => {
  let folder: TestFolder;
  const open = (own: object = {}): Reader =>
    fileReader({ folder: folder.path, format: 'xml', row: 'r', ...own });
  const readOf = (
    content: string | Buffer,
    own: { fields?: string[]; settings?: object; pageSize?: number } = {},
  ): Promise<Read> => {
    folder.write('rows.xml', content);
    const { fields = ['bh', 'xm'], settings = {}, pageSize = 3 } = own;
    return readAll(open(settings), streamOf('rows.xml', fields), { pageSize });
  };
  const bad = ({ unreadable }: Read): string[] =>
    unreadable.map(({ place, code }) => `${place} ${code}`);
  const raw = ({ unreadable }: Read): string[] =>
    unreadable.map((row) => Buffer.from(row.raw, 'base64').toString());

  beforeEach(() => {
    folder = testFolder();
    const rows = Array.from(
      { length: 8 },
      (_, i) => `  <r><bh>${String(i)}</bh><xm>名${String(i)}</xm><wxdj>SECRET</wxdj></r>\n`,
    );
    folder.write('rows.xml', `<?xml version="1.0"?>\n<l>\n${rows.join('')}</l>\n`);
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

  it('takes elements, attributes and nested names as columns, lists for what repeats, null for what is empty', async () => {
    const read = await readOf(
      `<d:doc xmlns:d="urn:d" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><d:head><x>1</x></d:head><d:list>
        <d:r id="7" d:kind="a"><d:bh>110101199003071234</d:bh>
          <addr code="31"><street>一 &amp; 二 &#x20BB7;</street><no/></addr>
          <phone>1</phone><phone type="m">2</phone><note><![CDATA[a < b]]> c</note>
          <gone xsi:nil="true">x</gone><!-- remark --></d:r>
      </d:list></d:doc>`,
      {
        fields: [
          '@id',
          'bh',
          'addr.street',
          'addr.@code',
          'addr.no',
          'phone',
          'note',
          'gone',
          'none',
        ],
      },
    );
    expect(valuesIn(read)).toEqual([
      {
        '@id': '7',
        bh: '110101199003071234',
        'addr.street': '一 & 二 𠮷',
        'addr.@code': '31',
        'addr.no': null,
        phone: ['1', '2'],
        note: 'a < b c',
        gone: null,
        none: null,
      },
    ]);
    expect(read.pages[0]?.columns).toEqual(
      expect.arrayContaining(['@id', '@kind', 'phone.@type', 'addr.@code']),
    );
    expect(read.pages[0]?.columns).not.toContain('x');
    expect(rowsOf(read)[0]?.place).toBe('rows.xml row 1 line 2');
  });

  it('expands no entity that a document declares', async () => {
    const lol = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><l><r><bh>&b;</bh></r></l>';
    await expect(readOf(lol)).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('entities of its own'),
    });
    const outside = '<!DOCTYPE l SYSTEM "file:///etc/passwd"><l><r><bh>1</bh></r></l>';
    expect((await readOf(outside)).keys).toEqual(['1']);
  });

  it('sets one row aside for what is wrong within it, and reads the others', async () => {
    const read = await readOf(
      [
        '<l><g>',
        '<r><bh>1</bh></r>',
        '<r><bh>2</bh><xm>A & B</xm></r>',
        '<r><bh>3</bh></r>',
        '<r><bh>4</bh><xm>a < b</xm></r>',
        '<r><bh>5<xm>x</xm></r>',
        '<r><bh>6</bh><xm>&what;</xm></r>',
        '<r><bh>7</bh><xm>&#0;</xm></r><r><bh>8</bh></r>',
        '<r><bh>9</bh></xm></l></r>',
        '<r><bh>10</bh><xm><![CDATA[</r>]]></xm></r>',
        '<r><bh>11</bh><xm><![CDATA[&]]>A & B</xm></r>',
        '<r><bh>12</bh></r></g>',
        '<g><r a=1><bh>13</bh></r><r><bh>14</bh></r></g></l>',
      ].join('\n'),
      { pageSize: 4 },
    );
    expect(read.keys).toEqual(['1', '3', '8', '10', '12', '14']);
    expect(bad(read)).toEqual(
      [
        [2, 3],
        [4, 5],
        [5, 6],
        [6, 7],
        [7, 8],
        [9, 9],
        [11, 11],
        [13, 13],
      ].map(([row, line]) => `rows.xml row ${String(row)} line ${String(line)} ROW_MALFORMED`),
    );
    expect(raw(read)[0]).toBe('<r><bh>2</bh><xm>A & B</xm></r>\n');
    expect(raw(read)[4]).toBe('<r><bh>7</bh><xm>&#0;</xm></r>');
    expect(rowsOf(read).at(3)?.values).toEqual({ bh: '10', xm: '</r>' });
  });

  it.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])(
    'sets one row aside for bytes that are no %s, with its bytes',
    async (encoding) => {
      const encode = (text: string): Buffer => iconv.encode(text, encoding);
      const wrong = encoding.startsWith('utf-16')
        ? encode('x\ud800y').fill(0xd8, 2, 4)
        : Buffer.from('x\xff\xffy', 'latin1');
      const row = Buffer.concat([encode('<r><bh>2</bh><xm>二'), wrong, encode('</xm></r>\n')]);
      const bytes = Buffer.concat([
        encode(`<l>\n<r><bh>1</bh><xm>一𠮷\ufffd</xm></r>\n`),
        row,
        encode(`<r><bh>3</bh><xm>三</xm></r></l>`),
      ]);
      const read = await readOf(bytes, { settings: { encoding } });
      expect(valuesIn(read)).toEqual([
        { bh: '1', xm: '一𠮷\ufffd' },
        { bh: '3', xm: '三' },
      ]);
      expect(bad(read)).toEqual(['rows.xml row 2 line 3 ENCODING_INVALID']);
      expect(read.unreadable[0]?.raw).toBe(row.toString('base64'));
    },
  );

  it.each([
    ['a declaration', 'gb18030', '<?xml version="1.0" encoding="GBK"?>', {}],
    ['a declaration in other words', 'gb18030', "<?xml version='1.0' encoding='gb2312' ?>", {}],
    ['a mark', 'utf-16le', '\ufeff<?xml version="1.0" encoding="UTF-16"?>', {}],
    ['its first bytes', 'utf-16be', '<?xml version="1.0"?>', {}],
    ['the setting', 'gb18030', '<?xml version="1.0"?>', { encoding: 'gb18030' }],
    ['nothing', 'utf-8', '', {}],
  ])('knows the encoding by %s (%s)', async (_, encoding, head, settings) => {
    const bytes = iconv.encode(`${head}<l><r><bh>1</bh><xm>镕㛃𠮷</xm></r></l>`, encoding, {
      addBOM: false,
    });
    expect(valuesIn(await readOf(bytes, { settings }))).toEqual([{ bh: '1', xm: '镕㛃𠮷' }]);
  });

  it.each([
    [
      'the setting and the declaration',
      '<?xml version="1.0" encoding="GBK"?><l/>',
      { encoding: 'utf-8' },
    ],
    ['the mark and the declaration', '\ufeff<?xml version="1.0" encoding="GBK"?><l/>', {}],
    ['the mark and the setting', '\ufeff<l/>', { encoding: 'gb18030' }],
    [
      'a declaration of an encoding that is not read',
      '<?xml version="1.0" encoding="Big5"?><l/>',
      {},
    ],
  ])('says so where encodings contradict each other: %s', async (_, content, settings) => {
    await expect(readOf(content, { settings })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringMatching(/required.*given.*mend/),
    });
  });

  it('gives the rows before a fault outside of rows, then says in which line it is', async () => {
    folder.write('rows.xml', '<l>\n<r><bh>1</bh></r>\n<r><bh>2</bh></r>\n</m>');
    const pages: unknown[] = [];
    const failure = (async () => {
      const signal = new AbortController().signal;
      const request = { stream: STREAM, checkpoint: null, fresh: true, pageSize: 10, signal };
      for await (const page of open().read(request))
        pages.push(...page.rows.map(({ values }) => values['bh']));
    })();
    await expect(failure).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining('line 4'),
    });
    expect(pages).toEqual(['1', '2']);
  });

  it.each([0.5, 0.9])(
    'says of a document of which a part (%p) is there that it ends too early',
    async (part) => {
      const rows = Array.from({ length: 50 }, (_, i) => `<r><bh>${String(i)}</bh></r>\n`).join('');
      const text = `<l>${rows}</l>`;
      await expect(readOf(text.slice(0, text.length * part))).rejects.toMatchObject({
        code: 'SOURCE_PROTOCOL',
        message: expect.stringContaining('ends before'),
      });
    },
  );

  it('passes over a row that is too long, keeps its beginning, and holds no more of it', async () => {
    const text = 'x'.repeat(6_000_000);
    for (const long of [
      `<xm>${text}</xm>`,
      `<xm><![CDATA[${text}]]></xm>`,
      `<xm a="${text}"/>`,
      `<!--${text}-->`,
    ]) {
      const read = await readOf(
        `<l>\n<r><bh>1</bh></r><r><bh>2</bh>${long}</r>\n<r><bh>3</bh></r></l>`,
      );
      expect(read.keys).toEqual(['1', '3']);
      expect(bad(read)).toEqual(['rows.xml row 2 line 2 VALUE_TOO_LONG']);
      expect(raw(read)[0]).toBe(`<r><bh>2</bh>${long}`.slice(0, 65_536));
      expect(rowsOf(read)[1]?.place).toBe('rows.xml row 3 line 3');
    }
  });

  it('goes on at every row, also behind bad ones, as if it had not been broken off', async () => {
    const random = new Random(4, 'xml');
    const sound = (i: number): string => `<r n="${String(i)}"><bh>${String(i)}</bh><xm>名</xm></r>`;
    const spoilt = (i: number): string =>
      random.pick([
        `<r><bh>${String(i)}</bh><xm>A & B</xm></r>`,
        `<r><bh>${String(i)}</xm></r>`,
        `<r><bh>${String(i)}<xm></bh></xm></r>`,
        `<r><bh>${String(i)}</bh>&x;</r>`,
      ]);
    for (let round = 0; round < 60; round += 1) {
      const good = Array.from({ length: random.between(1, 20) }, () => random.chance(0.6));
      const body = good.map(
        (fine, i) => `${fine ? sound(i) : spoilt(i)}${random.pick(['', '\n', '  '])}`,
      );
      const pageSize = random.between(1, 6);
      const whole = await readOf(`<a><b>${body.join('')}</b></a>`, { pageSize });
      expect(whole.keys.map(Number)).toEqual(good.flatMap((fine, i) => (fine ? [i] : [])));
      expect(whole.unreadable).toHaveLength(good.filter((fine) => !fine).length);
      const at = random.between(0, whole.pages.length - 1);
      const checkpoint = stored(whole.pages[at]?.checkpoint ?? null);
      const rest = await readAll(open(), STREAM, { checkpoint, fresh: false, pageSize });
      const behind = whole.pages.slice(at + 1);
      expect(rowsOf(rest)).toEqual(rowsOf({ pages: behind }));
      expect(rest.unreadable).toEqual(behind.flatMap(({ unreadable }) => unreadable));
    }
  });

  it('reads garbage to its end in time that grows with its length alone', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `<r><bh>${String(i)}</bh><xm>A & B</xm></r>\n`,
    );
    const began = performance.now();
    const read = await readOf(`<l>${rows.join('')}</l>`, { pageSize: 10_000 });
    expect(read.unreadable).toHaveLength(20_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('is refused where the file is empty, and asks for the name of the row', async () => {
    await expect(readOf('')).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect((await readOf('', { settings: { emptyFile: 'no-rows' } })).keys).toEqual([]);
    expect(() => open({ row: undefined })).toThrow();
  });
});
