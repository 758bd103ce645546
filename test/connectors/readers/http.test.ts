import { keepsTheContract, readAll, stored } from './contract';
import {
  BY_CURSOR,
  BY_NUMBER,
  cursorAnswer,
  HTTP_STREAM as STREAM,
  httpSource,
  json,
  KEYS,
  pageAnswer,
  ROWS,
  TOKEN,
  type HttpSource,
} from './http-source';

describe('the HTTP reader', () => {
  let source: HttpSource;
  beforeAll(async () => {
    source = await httpSource();
  });
  beforeEach(() => {
    source.asked.length = 0;
    source.answer = pageAnswer();
  });
  afterAll(() => source.close());

  const contract = (own: object) => () => ({
    open: () => source.open(own),
    stream: STREAM,
    keys: KEYS,
    unasked: 'wxdj',
  });

  describe('by page number, where the source tells how many rows there are', () => {
    keepsTheContract(contract({}));

    it('reads all, though the source gives fewer rows than it is asked for', async () => {
      source.answer = pageAnswer(3);
      expect((await readAll(source.open(), STREAM, { pageSize: 100 })).keys).toEqual(KEYS);
    });

    it('keeps to the size of its pages where a run goes on with another', async () => {
      const { pages } = await readAll(source.open(), STREAM, { pageSize: 3 });
      const checkpoint = stored(pages[0]?.checkpoint ?? null);
      const own = { checkpoint, fresh: false, pageSize: 2 };
      expect((await readAll(source.open(), STREAM, own)).keys).toEqual(KEYS.slice(3));
    });

    it.each([
      ['rows were deleted', (): object[] => ROWS.slice(2)],
      // So that the number of rows tells of nothing.
      ['as many came as were deleted', () => [...ROWS.slice(2), { bh: 'n8' }, { bh: 'n9' }]],
      ['the list has shrunk to less than was read', () => [{ bh: 'n8' }]],
      ['a row of its last page was changed', () => ROWS.map((row) => ({ ...row, gxsj: '2027' }))],
    ])(
      'begins again where %s between a break and the next run: no row is lost over the edge of a page',
      async (_, changed) => {
        let rows: readonly object[] = ROWS;
        source.answer = (_request, response, query) => {
          const [page, size] = [Number(query.get('page')), Number(query.get('size'))];
          const list = rows.slice((page - 1) * size, page * size);
          // Some fail behind the end.
          json(response, { data: { list, total: rows.length } }, list.length === 0 ? 404 : 200);
        };
        const { pages } = await readAll(source.open(), STREAM, { pageSize: 3 });
        rows = changed();
        const own = { checkpoint: stored(pages[1]?.checkpoint ?? null), fresh: false };
        const rest = await readAll(source.open(), STREAM, own);
        expect(rest.keys).toEqual(rows.map((row) => (row as { bh: string }).bh));
      },
    );

    it('goes on where its last page is what it was, at the price of one request', async () => {
      const { pages } = await readAll(source.open(), STREAM, { pageSize: 3 });
      source.asked.length = 0;
      const own = { checkpoint: stored(pages[1]?.checkpoint ?? null), fresh: false };
      expect((await readAll(source.open(), STREAM, own)).keys).toEqual(KEYS.slice(6));
      expect(source.asked.map(({ query }) => query.get('page'))).toEqual(['2', '3']);
    });

    it('goes by the rows alone where the number is missing', async () => {
      source.answer = (_, response, query) => {
        const [page, size] = [Number(query.get('page')), Number(query.get('size'))];
        json(response, { data: { list: ROWS.slice((page - 1) * size, page * size), total: null } });
      };
      expect((await readAll(source.open(), STREAM)).keys).toEqual(KEYS);
    });
  });

  describe('by page number alone', () => {
    keepsTheContract(contract({ paging: BY_NUMBER }));

    it('reads all, though the source gives fewer rows than it is asked for', async () => {
      source.answer = pageAnswer(3);
      const read = await readAll(source.open({ paging: BY_NUMBER }), STREAM, { pageSize: 100 });
      expect(read.keys).toEqual(KEYS);
    });

    it('is not led in circles by a source that gives its last page for every later number', async () => {
      source.answer = (_, response) => {
        json(response, { data: { list: ROWS } });
      };
      const read = await readAll(source.open({ paging: BY_NUMBER }), STREAM, { pageSize: 8 });
      expect(read.keys).toEqual(KEYS);
      expect(source.asked).toHaveLength(2);
    });
  });

  describe('by cursor', () => {
    beforeEach(() => {
      source.answer = cursorAnswer;
    });

    it('reads all, and goes on behind any page', async () => {
      const { keys, pages } = await readAll(source.open({ paging: BY_CURSOR }), STREAM);
      expect(keys).toEqual(KEYS);
      for (const [at, { checkpoint }] of pages.entries()) {
        const own = { checkpoint: stored(checkpoint), fresh: false };
        const rest = await readAll(source.open({ paging: BY_CURSOR }), STREAM, own);
        expect(rest.keys).toEqual(KEYS.slice(3 * (at + 1)));
      }
    });

    it('goes on behind a page that is empty, as long as the cursor leads on', async () => {
      source.answer = (_, response, query) => {
        const at = Number(query.get('after') ?? 0);
        const list = at % 2 === 1 ? [] : ROWS.slice(at, at + 2);
        json(response, { data: { list, next: at < 8 ? at + 1 : false } });
      };
      const { keys } = await readAll(source.open({ paging: BY_CURSOR }), STREAM);
      expect([...new Set(keys)]).toEqual(KEYS);
    });

    it.each([
      ['does not go on', () => 'same'],
      ['never ends', () => String(source.asked.length)],
    ])('refuses a cursor that %s', async (_, next) => {
      source.answer = (_request, response) => {
        json(response, { data: { list: [], next: next() } });
      };
      const reading = readAll(source.open({ paging: BY_CURSOR }), STREAM);
      await expect(reading).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
      expect(source.asked.length).toBeLessThan(110);
    });
  });

  it('sends its token with every request, and asks for pages no greater than the source allows', async () => {
    await readAll(source.open({ pageSize: 2 }), STREAM, { pageSize: 100 });
    const { asked } = source;
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(
      asked.map(() => `Bearer ${TOKEN}`),
    );
    expect(new Set(asked.map(({ query }) => query.get('size')))).toEqual(new Set(['2']));
    expect(asked.every(({ path }) => path === '/api/rows')).toBe(true);
  });

  it('sends another header where the source wants one', async () => {
    await readAll(source.open({ auth: { kind: 'header', name: 'X-Key', value: TOKEN } }), STREAM);
    expect(source.asked[0]?.headers['x-key']).toBe(TOKEN);
    expect(source.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('asks for what is new since the greatest cursor it saw, stepped back by the overlap', async () => {
    const { checkpoint } = await readAll(source.open(), STREAM);
    source.asked.length = 0;
    const stream = { ...STREAM, overlap: 'P1D' };
    const next = await readAll(source.open(), stream, { checkpoint: stored(checkpoint) });
    expect(source.asked[0]?.query.get('since')).toBe('2026-01-07 00:00:00');
    expect(next.keys).toEqual(['n6', 'n7']);
    const third = await readAll(source.open(), STREAM, { checkpoint: next.checkpoint });
    expect(third.keys).toEqual(['n7']);
  });

  it.each([
    ['slashes', (day: number) => `2026/01/0${String(day)} 00:00:00`, '2026/01/07 00:00:00'],
    ['digits', (day: number) => `2026010${String(day)}000000`, '20260107000000'],
    ['milliseconds', (day: number) => Date.parse(`2026-01-0${String(day)}Z`), '1767744000000'],
  ])('steps back by the overlap where the cursor is written in %s', async (_, write, since) => {
    const list = ROWS.map((row, i) => ({ ...row, gxsj: write(i + 1) }));
    // Words are no times: a read from there on would see nothing ever again.
    const words = [{ bh: 'x', gxsj: '待定' }];
    source.answer = (_request, response) => {
      json(response, { data: { list: [...list, ...words] } });
    };
    const none = { paging: { kind: 'none' } };
    const { checkpoint } = await readAll(source.open(none), STREAM);
    const stream = { ...STREAM, overlap: 'P1D' };
    await readAll(source.open(none), stream, { checkpoint: stored(checkpoint) });
    expect(source.asked.at(-1)?.query.get('since')).toBe(since);
  });

  it('refuses a cursor that no overlap can step back behind, unless none is asked for', async () => {
    source.answer = (_, response) => {
      json(response, { data: { list: [{ bh: 'x', gxsj: 'Thu, 05 Mar 2026' }] } });
    };
    const none = { paging: { kind: 'none' } };
    const { checkpoint } = await readAll(source.open(none), STREAM);
    const read = (overlap: string) =>
      readAll(source.open(none), { ...STREAM, overlap }, { checkpoint: stored(checkpoint) });
    await expect(read('PT10M')).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
      message: expect.stringMatching(/PT10M.*overlap: PT0S/) as string,
    });
    expect((await read('PT0S')).keys).toEqual(['x']);
  });

  it('begins again where its checkpoint is of the future', async () => {
    const { pages } = await readAll(source.open(), STREAM);
    for (const { checkpoint } of pages)
      for (const at of [{ highest: '9999-12-31 00:00:00' }, { since: '20991231235959' }])
        for (const fresh of [true, false]) {
          const own = { checkpoint: { ...stored(checkpoint), ...at }, fresh };
          expect((await readAll(source.open(), STREAM, own)).keys).toEqual(KEYS);
        }
  });

  it('does not take a time far in the future for the greatest', async () => {
    source.answer = (_, response) => {
      json(response, { data: { list: [...ROWS, { bh: 'x', gxsj: '9999-12-31 00:00:00' }] } });
    };
    const none = { paging: { kind: 'none' } };
    const { checkpoint } = await readAll(source.open(none), STREAM);
    await readAll(source.open(none), STREAM, { checkpoint });
    expect(source.asked.at(-1)?.query.get('since')).toBe('2026-01-08 00:00:00');
  });

  it('takes nested fields, and rows that stand at the top', async () => {
    source.answer = (_, response) => {
      json(response, ROWS);
    };
    const own = { paging: { kind: 'none' }, rows: undefined };
    const { pages } = await readAll(source.open(own), STREAM);
    expect(pages[0]?.rows[3]?.values).toEqual({ bh: 'n3', gxsj: '2026-01-04 00:00:00', 'a.b': 3 });
  });

  it('keeps the digits of numbers that are too long for JavaScript, and leaves text alone', async () => {
    source.answer = (_, response) => {
      response.end(
        '[{"bh":9007199254740993,"gxsj":"\\"9007199254740993: 1","a":{"b":[0.1000000000000000055,1e400,12.50,-9007199254740991]}}]',
      );
    };
    const own = { paging: { kind: 'none' }, rows: undefined };
    const { pages } = await readAll(source.open(own), STREAM);
    expect(pages[0]?.rows[0]?.values).toEqual({
      bh: '9007199254740993',
      gxsj: '"9007199254740993: 1',
      'a.b': ['0.1000000000000000055', '1e400', 12.5, -9007199254740991],
    });
  });

  it('sets aside what is no row, with its place, and reads the others', async () => {
    source.answer = (_, response) => {
      json(response, { data: { list: [ROWS[0], 7, null, [1], ROWS[1]] } });
    };
    const read = await readAll(source.open({ paging: { kind: 'none' } }), STREAM);
    expect(read.keys).toEqual(['n0', 'n1']);
    expect(read.unreadable.map(({ place, code }) => [place, code])).toEqual(
      [2, 3, 4].map((row) => [`/rows row ${String(row)}`, 'ROW_MALFORMED']),
    );
    expect(Buffer.from(read.unreadable[2]?.raw ?? '', 'base64').toString()).toBe('[1]');
  });
});
