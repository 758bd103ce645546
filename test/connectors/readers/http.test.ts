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
