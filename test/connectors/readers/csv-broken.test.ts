import iconv from 'iconv-lite';
import { Random } from '../../../src/demo/random';
import { testFolder, type TestFolder } from '../../support/hub';
import { readAll, type Read } from './contract';
import { CSV_STREAM as STREAM, csvSource, placesOf } from './csv-source';

const badLines = ({ unreadable }: Read): string[] =>
  unreadable.map(({ place, code }) => `${place.replace('rows.csv line ', '')} ${code}`);
const rawOf = ({ unreadable }: Read): string[] =>
  unreadable.map(({ raw }) => Buffer.from(raw, 'base64').toString());

describe('a CSV file with broken lines', () => {
  let folder: TestFolder;
  const { open, readOf } = csvSource(() => folder);

  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it.each(['utf-8', 'gb18030'])(
    'sets one row aside for bytes that are no %s, and reads the others',
    async (encoding) => {
      const content = Buffer.concat([
        iconv.encode('bh,xm\n1,一\n', encoding),
        Buffer.from('2,x\xff\xff\n', 'latin1'),
        iconv.encode('3,三\n', encoding),
      ]);
      const read = await readOf(content, { pageSize: 10, settings: { encoding } });
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
    const read = await readOf('bh,xm\n1,a\n2\n3,c,c\n4,x"y\n5,"z"z\n6,"open\n7,g\n');
    expect(read.keys).toEqual(['1', '7']);
    expect(badLines(read)).toEqual([3, 4, 5, 6, 7].map((line) => `${String(line)} ROW_MALFORMED`));
    expect(rawOf(read)).toEqual(['2\n', '3,c,c\n', '4,x"y\n', '5,"z"z\n', '6,"open\n']);
    for (const { message } of read.unreadable) expect(message).toMatch(/required, /);
  });

  it('loses no line to a quote that is never closed, whatever quotes follow', async () => {
    const read = await readOf(
      'bh,xm\n1,"open\n2,b\n3,"c"\n4,"d\nd"\n5,"e\n6,""\n7,"g ""g"""\n8,"h\n9,i",i\n10,j\n',
    );
    expect(read.keys).toEqual(['2', '3', '4', '6', '7', '10']);
    expect(placesOf(read).map((place) => Number(/\d+$/.exec(place)?.[0]))).toEqual([
      3, 4, 5, 8, 9, 12,
    ]);
    // The quote of 8 closes on 9 as a quote may: both lines, and no third, are set aside.
    expect(rawOf(read)).toEqual(['1,"open\n', '5,"e\n', '8,"h\n', '9,i",i\n']);
  });

  it('keeps to the size of a page where a quote stays open to the end of the file', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${String(i)},x`);
    const read = await readOf(`bh,xm\n0,"open\n${rows.join('\n')}`, { pageSize: 7 });
    expect(read.keys).toHaveLength(50);
    expect(read.pages.map((page) => page.rows.length + page.unreadable.length)).toEqual([
      7, 7, 7, 7, 7, 7, 7, 2,
    ]);
  });

  it('keeps the beginning of a line that is too long, and reads on behind it', async () => {
    const read = await readOf(`bh,xm\n1,a\n2,${'x'.repeat(3_000_000)}\n3,c\n`);
    expect(read.keys).toEqual(['1', '3']);
    expect(badLines(read)).toEqual(['3 VALUE_TOO_LONG']);
    expect(rawOf(read)[0]).toHaveLength(65_536);
    expect(read.unreadable[0]?.message).not.toContain('xxx');
  });

  it('goes on behind a bad line too, when a run was broken off there', async () => {
    const content = 'bh,xm\n1,a\n2,"open\n3,c\n4\n5,e\n6,f\n';
    const whole = await readOf(content, { pageSize: 2 });
    expect([whole.keys, badLines(whole)]).toEqual([
      ['1', '3', '5', '6'],
      ['3 ROW_MALFORMED', '5 ROW_MALFORMED'],
    ]);
    for (const [at, { checkpoint }] of whole.pages.entries()) {
      const rest = await readAll(open(), STREAM, { checkpoint, fresh: false, pageSize: 2 });
      const behind = whole.pages.slice(at + 1);
      expect(rest.keys).toEqual(
        behind.flatMap(({ rows }) => rows.map(({ values }) => values['bh'])),
      );
      expect(rest.unreadable).toEqual(behind.flatMap(({ unreadable }) => unreadable));
    }
  });

  it('brings in every sound row between broken ones, and every byte of the broken ones', async () => {
    const random = new Random(8, 'broken');
    const bad = ['"open', 'a"b', '"a"b', 'a,b,c', '"x,y', '"a""'];
    for (let round = 0; round < 200; round += 1) {
      const cells = Array.from({ length: random.between(2, 20) }, () =>
        random.chance(0.3)
          ? { text: random.pick(bad), sound: false }
          : { text: random.pick(['a', '"b"', '"c ""c"" c"', '']), sound: true },
      );
      const lines = cells.map(({ text }, i) => `${String(i)},${text}\n`);
      const read = await readOf(`bh,xm\n${lines.join('')}`, { pageSize: random.between(1, 9) });
      const of = (sound: boolean): number[] =>
        cells.flatMap((cell, i) => (cell.sound === sound ? [i] : []));
      expect(read.keys.map(Number)).toEqual(of(true));
      expect(rawOf(read)).toEqual(of(false).map((i) => lines[i]));
      expect(badLines(read)).toEqual(of(false).map((i) => `${String(i + 2)} ROW_MALFORMED`));
    }
  });

  it.each([
    ['a column that stands twice', 'bh,bh\n1,2\n', 'twice'],
    ['no header', '\n\n', 'none that can be read'],
    ['a header in another encoding', Buffer.from('bh,\xd0\xd5\n', 'latin1'), 'none that can be'],
    ['a header with a broken quote', 'bh,"xm\n1,a\n', 'none that can be read'],
    ['a header without a column of the key', 'BH,xm\n1,a\n', 'without it'],
  ])('is refused for %s', async (_, content, message) => {
    await expect(readOf(content)).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringContaining(message),
    });
  });
});
