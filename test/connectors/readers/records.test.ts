import { RecordScanner } from '../../../src/connect/readers/file/records';
import { Random } from '../../../src/demo/random';

/** Cuts text into records, pushed in chunks of the given sizes. */
function scan(
  text: string,
  sizes: readonly number[] = [Infinity],
): { text: string; line: number; broken: boolean }[] {
  const bytes = Buffer.from(text);
  const scanner = new RecordScanner(1, 0x2c);
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = Math.min(sizes[i % sizes.length] ?? bytes.length, bytes.length - at);
    scanner.push(bytes.subarray(at, at + size), Infinity);
    at += size;
  }
  scanner.end();
  return scanner.records.map(({ bytes: own, line, broken }) => ({
    text: own.toString(),
    line,
    broken,
  }));
}

describe('cutting bytes into records', () => {
  it('keeps line ends inside quotes, and counts the lines of the file', () => {
    expect(scan('a,b\n"x\ny",1\r\nz,2')).toEqual([
      { text: 'a,b\n', line: 1, broken: false },
      { text: '"x\ny",1\r\n', line: 2, broken: false },
      { text: 'z,2', line: 4, broken: false },
    ]);
  });

  it('takes doubled quotes for what they are', () => {
    expect(scan('"a ""b"" c",1\nd,2\n').map(({ text }) => text)).toEqual([
      '"a ""b"" c",1\n',
      'd,2\n',
    ]);
  });

  it('takes a quote inside a field for a slip, which swallows no line', () => {
    expect(scan('a,x"y\nb,2\nc,z""\n"d"d,4\ne,5\n').map(({ line }) => line)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it('gives up the one line whose quote never closes, and reads on behind it', () => {
    const lines = ['a,1', 'b,"2', 'c,3', 'd,4', ''];
    expect(scan(lines.join('\n'))).toEqual([
      { text: 'a,1\n', line: 1, broken: false },
      { text: 'b,"2\n', line: 2, broken: true },
      { text: 'c,3\n', line: 3, broken: false },
      { text: 'd,4\n', line: 4, broken: false },
    ]);
  });

  it('gives up such a line in the middle of a great file, before it has read all of it', () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${String(i)},${'x'.repeat(40)}`);
    rows[5] = '5,"open';
    const found = scan(`${rows.join('\n')}\n`, [65_536, 1_000]);
    expect(found).toHaveLength(60_000);
    expect(found.filter(({ broken }) => broken)).toEqual([
      { text: '5,"open\n', line: 6, broken: true },
    ]);
    found.forEach(({ text, line }, i) => {
      expect([text, line]).toEqual([`${rows[i] ?? ''}\n`, i + 1]);
    });
  });

  it('cuts the same records wherever the chunks end, and loses no byte', () => {
    const random = new Random(3, 'records');
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: random.between(0, 120) }, () =>
        random.pick([...'ab,"\n\r国𠮷']),
      ).join('');
      const whole = scan(text);
      const sizes = Array.from({ length: 5 }, () => random.between(1, 9));
      expect(scan(text, sizes)).toEqual(whole);
      expect(whole.map((record) => record.text).join('')).toBe(text);
    }
  });
});
