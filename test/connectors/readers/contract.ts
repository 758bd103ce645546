import type {
  Checkpoint,
  Page,
  RawValue,
  Reader,
  ReadRequest,
  StreamSource,
} from '../../../src/connect/reader';

/** Everything a read gave: rows with their places, what could not be read, and each page's checkpoint. */
export interface Read {
  readonly pages: Page[];
  readonly keys: string[];
  readonly unreadable: Page['unreadable'][number][];
  readonly checkpoint: Checkpoint;
}

const keyOf = ({ key }: StreamSource, values: Readonly<Record<string, RawValue>>): string =>
  key.map((field) => String(values[field] as string | number | null)).join('/');

export async function readAll(
  reader: Reader,
  stream: StreamSource,
  own: Partial<Omit<ReadRequest, 'stream'>> = {},
): Promise<Read> {
  const pages: Page[] = [];
  const request = {
    stream,
    checkpoint: null,
    fresh: true,
    pageSize: 3,
    signal: new AbortController().signal,
    ...own,
  };
  for await (const page of reader.read(request)) {
    pages.push(page);
    if (pages.length > 10_000) throw new Error('a read that ends is required');
  }
  const rows = pages.flatMap((page) => page.rows);
  return {
    pages,
    keys: rows.map(({ values }) => keyOf(stream, values)),
    unreadable: pages.flatMap((page) => page.unreadable),
    checkpoint: pages.at(-1)?.checkpoint ?? null,
  };
}

/** A read that the test takes page by page. */
export function stepwise(
  reader: Reader,
  stream: StreamSource,
  own: Partial<Omit<ReadRequest, 'stream'>> = {},
): AsyncIterator<Page> {
  const signal = new AbortController().signal;
  const request = { stream, checkpoint: null, fresh: true, pageSize: 3, signal, ...own };
  return reader.read(request)[Symbol.asyncIterator]();
}

/** Checkpoints are stored as JSON: what a reader gets back has gone through it. */
export const stored = (checkpoint: Checkpoint): Checkpoint =>
  JSON.parse(JSON.stringify(checkpoint)) as Checkpoint;

export interface Source {
  /** A new reader on the same source. */
  open(): Reader;
  readonly stream: StreamSource;
  /** Keys of all rows, in any order. */
  readonly keys: readonly string[];
  /** A field that the source has and the stream does not ask for. */
  readonly unasked: string;
}

/** What holds for every reader, whatever its source. */
export function keepsTheContract(source: () => Source): void {
  it('reads every row once, on pages of at most the size asked for', async () => {
    const { open, stream, keys } = source();
    for (const pageSize of [1, 2, 3, 1_000]) {
      const read = await readAll(open(), stream, { pageSize });
      expect([...read.keys].sort()).toEqual([...keys].sort());
      for (const page of read.pages)
        expect(page.rows.length + page.unreadable.length).toBeLessThanOrEqual(pageSize);
    }
  });

  it('goes on from every page where it was broken off, and misses and repeats nothing', async () => {
    const { open, stream, keys } = source();
    const { pages } = await readAll(open(), stream);
    expect(pages.length).toBeGreaterThan(1);
    for (let at = 0; at < pages.length; at += 1) {
      const before = pages.slice(0, at + 1).flatMap(({ rows }) => rows);
      const rest = await readAll(open(), stream, {
        checkpoint: stored(pages[at]?.checkpoint ?? null),
        fresh: false,
      });
      const seen = before.map(({ values }) => keyOf(stream, values));
      expect([...seen, ...rest.keys].sort()).toEqual([...keys].sort());
      // The run that was broken off was one that read: its end is not the end of a night on which nothing changed.
      expect(rest.pages.some(({ unchanged }) => unchanged === true)).toBe(false);
      expect(stored(rest.checkpoint)).toEqual(stored(pages.at(-1)?.checkpoint ?? null));
    }
  });

  it('takes the fields that are asked for, names the others, and gives none of them', async () => {
    const { open, stream, unasked } = source();
    const { pages } = await readAll(open(), stream);
    const [first] = pages;
    expect(first?.columns).toEqual(expect.arrayContaining([...stream.fields, unasked]));
    for (const { rows } of pages)
      for (const { values } of rows)
        expect(Object.keys(values).sort()).toEqual([...stream.fields].sort());
    expect(JSON.stringify(pages.map(({ rows }) => rows))).not.toContain('SECRET');
  });

  it('says where each row stands, without showing what it says', async () => {
    const { open, stream } = source();
    const { pages } = await readAll(open(), stream);
    const places = pages.flatMap(({ rows }) => rows.map(({ place }) => place));
    expect(new Set(places).size).toBe(places.length);
    for (const place of places) expect(place).toMatch(/(row|line) \d+/);
  });

  it('ends at once when it is told to', async () => {
    const { open, stream } = source();
    const stop = new AbortController();
    const read = open().read({
      stream,
      checkpoint: null,
      fresh: true,
      pageSize: 1,
      signal: stop.signal,
    });
    const pages = read[Symbol.asyncIterator]();
    expect((await pages.next()).done).toBe(false);
    stop.abort();
    await expect(pages.next()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives an empty page at least, so that a source without rows has a checkpoint too', async () => {
    const { open, stream } = source();
    const whole = await readAll(open(), stream);
    const again = await readAll(open(), stream, { checkpoint: stored(whole.checkpoint) });
    expect(again.pages.length).toBeGreaterThan(0);
    expect(again.checkpoint).not.toBeNull();
  });
}
