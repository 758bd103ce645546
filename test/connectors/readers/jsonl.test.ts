import iconv from 'iconv-lite';
import type { Reader } from '../../../src/connect/reader';
import { testFolder, type TestFolder } from '../../support/hub';
import { keepsTheContract, readAll, stored, type Read } from './contract';
import { aged, fileReader, rowsOf, streamOf, valuesIn } from './file-source';

const STREAM = streamOf('rows.jsonl');

describe('the JSON lines reader', () => {
  let folder: TestFolder;
  const open = (own: object = {}): Reader =>
    fileReader({ folder: folder.path, format: 'jsonl', ...own });
  const readOf = (
    content: string | Buffer,
    own: { fields?: string[]; settings?: object; pageSize?: number } = {},
  ): Promise<Read> => {
    aged(folder.write('rows.jsonl', content));
    const { fields = ['bh', 'xm'], settings = {}, pageSize = 3 } = own;
    return readAll(open(settings), streamOf('rows.jsonl', fields), { pageSize });
  };
  const bad = ({ unreadable }: Read): string[] =>
    unreadable.map(({ place, code }) => `${place} ${code}`);

  beforeEach(() => {
    folder = testFolder();
    const lines = Array.from({ length: 8 }, (_, i) =>
      JSON.stringify({ bh: String(i), xm: `名${String(i)}`, wxdj: 'SECRET' }),
    );
    folder.write('rows.jsonl', `${lines.join('\n')}\n`);
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

  it('takes nested values by dotted names, lists as they are, and what is not there as null', async () => {
    const read = await readOf(
      '{"bh":"1","addr":{"street":"一","no":null},"a.b":"own","a":{"b":"nested"},"tags":["x",{"y":1}],"ok":true}\n',
      { fields: ['bh', 'addr.street', 'addr.no', 'a.b', 'tags', 'ok', 'none'] },
    );
    expect(valuesIn(read)).toEqual([
      {
        bh: '1',
        'addr.street': '一',
        'addr.no': null,
        'a.b': 'own',
        tags: ['x', { y: 1 }],
        ok: true,
        none: null,
      },
    ]);
  });

  it('keeps the digits of numbers that a double cannot hold', async () => {
    const read = await readOf('{"bh":110101199003071234,"xm":1.5}\n{"bh":7,"xm":"０７"}');
    expect(valuesIn(read)).toEqual([
      { bh: '110101199003071234', xm: 1.5 },
      { bh: 7, xm: '０７' },
    ]);
  });

  it('gives NUL and lone surrogates on as they are written, for whoever stores them to judge', async () => {
    const read = await readOf('{"bh":"1","xm":"a\\u0000b"}\n{"bh":"2","xm":"\\ud800"}\n');
    expect(valuesIn(read)).toEqual([
      { bh: '1', xm: 'a\u0000b' },
      { bh: '2', xm: '\ud800' },
    ]);
  });

  it.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])('reads %s', async (encoding) => {
    const bytes = iconv.encode('{"bh":"1","xm":"镕㛃𠮷䶮"}\r\n\r\n{"bh":"2","xm":"二"}', encoding);
    const read = await readOf(bytes, { settings: { encoding } });
    expect(valuesIn(read)).toEqual([
      { bh: '1', xm: '镕㛃𠮷䶮' },
      { bh: '2', xm: '二' },
    ]);
    expect(rowsOf(read).map(({ place }) => place)).toEqual([
      'rows.jsonl line 1',
      'rows.jsonl line 3',
    ]);
  });

  it('sets one row aside for every line that is no object, with its bytes and without its values', async () => {
    const read = await readOf(
      Buffer.concat([
        Buffer.from('\ufeff{"bh":"1"}\nnull\n["SECRET"]\n{"bh":"SECRET"\n'),
        Buffer.from('{"bh":"\xff"}\n', 'latin1'),
        Buffer.from(`{"bh":"${'x'.repeat(1_500_000)}"}\n{"bh":"2"}\n`),
      ]),
      { fields: ['bh'] },
    );
    expect(read.keys).toEqual(['1', '2']);
    expect(bad(read)).toEqual([
      'rows.jsonl line 2 ROW_MALFORMED',
      'rows.jsonl line 3 ROW_MALFORMED',
      'rows.jsonl line 4 ROW_MALFORMED',
      'rows.jsonl line 5 ENCODING_INVALID',
      'rows.jsonl line 6 VALUE_TOO_LONG',
    ]);
    for (const { message } of read.unreadable) expect(message).not.toMatch(/SECRET|xxx/);
    expect(Buffer.from(read.unreadable[1]?.raw ?? '', 'base64').toString()).toBe('["SECRET"]\n');
  });

  it('sets one row aside for what is nested deeper than anyone could follow, and reads the others', async () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    const lines = [99, 100, 500_000].map((n, i) => `{"bh":"${String(i)}","xm":${nested(n)}}\n`);
    const read = await readOf(`${lines.join('')}{"bh":"9"}\n`);
    expect(read.keys).toEqual(['0', '9']);
    expect(bad(read)).toEqual([
      'rows.jsonl line 2 ROW_MALFORMED',
      'rows.jsonl line 3 ROW_MALFORMED',
    ]);
  });

  it('reads an empty file as no rows', async () => {
    const read = await readOf('');
    expect([read.keys, read.pages.length, read.checkpoint === null]).toEqual([[], 1, false]);
    const again = await readAll(open(), STREAM, { checkpoint: stored(read.checkpoint) });
    expect(again.pages[0]?.unchanged).toBe(true);
  });
});
