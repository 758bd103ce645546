import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createReader } from '../../src/connect/readers';
import type { Reader, StreamSource } from '../../src/connect/reader';
import { readAll } from '../connectors/readers/contract';
import { emptyDatabase, type TestDatabase } from '../support/database';
import { query } from '../support/query';

const MIB = 2 ** 20;
const HUGE = 500 * MIB;
const STREAM: StreamSource = {
  name: 's',
  from: 't',
  key: ['id'],
  cursor: 'gxsj',
  fields: ['id', 'text', 'gxsj'],
};

/** How much the resident memory of this process grows, at its highest, in MiB. */
function watchMemory(): { most(): number } {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const before = process.memoryUsage().rss;
  let most = before;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().rss);
  };
  const watch = setInterval(look, 5);
  return {
    most() {
      clearInterval(watch);
      look();
      return (most - before) / MIB;
    },
  };
}

describe('a field of 500 MB', () => {
  let database: TestDatabase;
  const readers: Reader[] = [];
  const open = (): Reader => {
    const reader = createReader({ kind: 'sql', client: 'pg', connection: database.url });
    readers.push(reader);
    return reader;
  };

  beforeAll(async () => {
    database = await emptyDatabase();
    await query(
      database.url,
      `CREATE TABLE t (id text, text text, bytes bytea, gxsj timestamp)`,
      `INSERT INTO t SELECT i::text, 'x' || i, '\\x00', timestamp '2026-01-01' + i * interval '1 hour' FROM generate_series(1, 20) AS i`,
      `UPDATE t SET text = '甲' || repeat('x', ${String(HUGE)}) WHERE id = '7'`,
      `UPDATE t SET bytes = convert_to(repeat('y', 2000000), 'UTF8') WHERE id = '9'`,
      `INSERT INTO t VALUES (repeat('k', 5000), 'its key is too long', '\\x00', '2026-01-01')`,
    );
  }, 60_000);
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(() => database.drop());

  it('goes to the quarantine with its beginning, never into memory, and every other row arrives', async () => {
    const memory = watchMemory();
    const began = performance.now();
    const read = await readAll(open(), { ...STREAM, fields: [...STREAM.fields, 'bytes'] });
    expect(memory.most()).toBeLessThan(50);
    expect(performance.now() - began).toBeLessThan(20_000);

    const others = Array.from({ length: 20 }, (_, i) => String(i + 1)).filter(
      (id) => id !== '7' && id !== '9',
    );
    expect(read.keys.filter((key) => key.length < 10).sort()).toEqual(others.sort());
    expect(read.unreadable).toHaveLength(2);
    const [text, bytes] = read.unreadable;
    expect(text).toMatchObject({
      code: 'VALUE_TOO_LONG',
      message: expect.stringMatching(
        /1048576 bytes is required in text, one of 524288003 is given/,
      ),
    });
    expect(bytes?.message).toMatch(/in bytes, one of 2000000/);
    const kept = JSON.parse(Buffer.from(text?.raw ?? '', 'base64').toString()) as Record<
      string,
      string
    >;
    expect(kept).toMatchObject({ id: '7', text: expect.stringMatching(/^甲x{999}$/) });
    const places = [
      ...read.pages.flatMap(({ rows }) => rows.map(({ place }) => place)),
      ...read.unreadable.map(({ place }) => place),
    ];
    expect(new Set(places).size).toBe(21);
  }, 30_000);

  it('is not looked at where nobody asks for it', async () => {
    const read = await readAll(open(), { ...STREAM, fields: ['id', 'gxsj'] });
    expect(read.unreadable).toHaveLength(0);
    expect(read.keys).toHaveLength(21);
  });

  it('does not fill memory with rows that are just short enough either', async () => {
    await query(
      database.url,
      // Packed they are small, so that the source's own figures do not tell.
      `CREATE TABLE wide AS SELECT i AS id, repeat('z', CASE WHEN i > 100 THEN 1000000 ELSE 1 END) AS text
         FROM generate_series(1, 300) AS i`,
      `ALTER TABLE wide ADD PRIMARY KEY (id)`,
    );
    const stream: StreamSource = { name: 'w', from: 'wide', key: ['id'], fields: ['id', 'text'] };
    const { signal } = new AbortController();
    const request = { stream, checkpoint: null, fresh: true, pageSize: 10_000, signal };
    const ids: unknown[] = [];
    for await (const page of open().read(request)) {
      const texts = page.rows.map(({ values }) => String(values['text'] as string));
      expect(texts.join('').length).toBeLessThan(64 * MIB);
      ids.push(...page.rows.map(({ values }) => values['id']));
    }
    expect(ids).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  }, 30_000);
});
