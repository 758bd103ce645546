import { LONGEST, RecordScanner } from '../../../src/connect/readers/file/records';
import { Random } from '../../../src/demo/random';

interface Found {
  readonly text: string;
  readonly line: number;
  readonly broken: 'quote' | 'length' | null;
}

/** Cuts text into records, pushed in chunks of the given sizes. */
function scan(text: string, sizes: readonly number[] = [Infinity], most = Infinity): Found[] {
  const bytes = Buffer.from(text);
  const scanner = new RecordScanner(1, 0x2c);
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = Math.min(sizes[i % sizes.length] ?? bytes.length, bytes.length - at);
    scanner.push(bytes.subarray(at, at + size), most);
    at += size;
  }
  scanner.end(most);
  return scanner.records.map(({ bytes: own, line, broken }) => ({
    text: own.toString(),
    line,
    broken,
  }));
}

const linesOf = (text: string): string[] =>
  scan(text).map(({ line, broken }) => `${String(line)}${broken === null ? '' : '!'}`);

describe('cutting bytes into records', () => {
  it('keeps line ends inside quotes, and counts the lines of the file', () => {
    expect(scan('a,b\n"x\ny",1\r\nz,2')).toEqual([
      { text: 'a,b\n', line: 1, broken: null },
      { text: '"x\ny",1\r\n', line: 2, broken: null },
      { text: 'z,2', line: 4, broken: null },
    ]);
  });

  it('takes doubled quotes for what they are', () => {
    expect(scan('"a ""b"" c",1\n"""\n""",2\nd,2\n').map(({ text }) => text)).toEqual([
      '"a ""b"" c",1\n',
      '"""\n""",2\n',
      'd,2\n',
    ]);
  });

  it('takes a quote inside a field for a slip, which swallows no line', () => {
    expect(linesOf('a,x"y\nb,2\nc,z""\n"d"d,4\n，"e,5\ng,6\n')).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
  });

  it('opens a quote behind a byte order mark', () => {
    expect(linesOf('\ufeff"a\nb",1\nc,2\n')).toEqual(['1', '3']);
  });

  it('gives up the one line whose quote never closes, and reads on behind it', () => {
    expect(scan('a,1\nb,"2\nc,3\nd,4\n')).toEqual([
      { text: 'a,1\n', line: 1, broken: null },
      { text: 'b,"2\n', line: 2, broken: 'quote' },
      { text: 'c,3\n', line: 3, broken: null },
      { text: 'd,4\n', line: 4, broken: null },
    ]);
  });

  it('gives up one line too where a later quote seems to close it', () => {
    expect(linesOf('a,"open\nb,2\nc,"three"\nd,"4\n4"\ne,5\n')).toEqual(['1!', '2', '3', '4', '6']);
    expect(linesOf('a,"open\nb,"",x\nc,"three"\n')).toEqual(['1!', '2', '3']);
    expect(linesOf('a,"x\nb,"x\nc,"x\nd,1\n')).toEqual(['1!', '2!', '3!', '4']);
  });

  it('gives up such a line in the middle of a great file, before it has read all of it', () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${String(i)},${'x'.repeat(40)}`);
    rows[5] = '5,"open';
    const found = scan(`${rows.join('\n')}\n`, [65_536, 1_000]);
    expect(found).toHaveLength(60_000);
    expect(found.filter(({ broken }) => broken !== null)).toEqual([
      { text: '5,"open\n', line: 6, broken: 'quote' },
    ]);
    found.forEach(({ text, line }, i) => {
      expect([text, line]).toEqual([`${rows[i] ?? ''}\n`, i + 1]);
    });
  });

  it('hands out no more records than are asked for, at the end of the file too', () => {
    for (const text of ['a\nb\nc\nd\n', '"a\nb\nc\nd\n', 'a\nb\n"c\nd\ne\nf']) {
      expect(scan(text, [Infinity], 2)).toEqual(scan(text).slice(0, 2));
      expect(scan(text, [3], 2)).toEqual(scan(text).slice(0, 2));
    }
  });

  it.each(['', '"'])(
    'keeps the beginning of a line that is too long, whatever the chunks (%j)',
    (quote) => {
      const text = `a,1\nb,${quote}${'x'.repeat(2 * LONGEST)}\nc,3\n`;
      const whole = scan(text);
      expect(whole.map(({ line, broken }) => [line, broken])).toEqual([
        [1, null],
        [2, 'length'],
        [3, null],
      ]);
      expect(whole[1]?.text.length).toBe(65_536);
      for (const size of [70_001, LONGEST, LONGEST + 1, 3_000_000])
        expect(scan(text, [size])).toEqual(whole);
    },
  );

  it('cuts the same records wherever the chunks end, and loses no byte', () => {
    const random = new Random(3, 'records');
    for (let round = 0; round < 1_000; round += 1) {
      const text = Array.from({ length: random.between(0, 120) }, () =>
        random.pick([...'ab,"\n\r国𠮷']),
      ).join('');
      const whole = scan(text);
      const sizes = Array.from({ length: 5 }, () => random.between(1, 9));
      expect(scan(text, sizes)).toEqual(whole);
      expect(whole.map((record) => record.text).join('')).toBe(text);
      const lines = text.split('\n');
      for (const { line, text: own } of whole) expect(lines[line - 1]).toBe(own.split('\n')[0]);
    }
  });
});
