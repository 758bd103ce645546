import { readAll, stepwise, stored } from './contract';
import {
  HTTP_STREAM as STREAM,
  httpSource,
  json,
  KEYS,
  ROWS,
  type Answer,
  type HttpSource,
} from './http-source';

const CURSOR = { kind: 'cursor', param: 'after', sizeParam: 'size', next: 'data.next' };
const LINK = { kind: 'link', sizeParam: 'size' };

describe('the end of a list that is led through by cursor or link', () => {
  let source: HttpSource;
  /** What the source has; the test may change it under a read. */
  let rows: readonly object[];
  let ways: {
    /** Name of the next cursor in the answer. */
    next: string;
    /** What a last page says in its place; undefined: it leaves it out. */
    last: null | '' | false | undefined;
    /** The number of rows that is told; null: none is. */
    total: (() => number) | null;
    /** The most rows that it gives at once. */
    most: number;
  };
  const answer: Answer = (request, response, query) => {
    const from = Number(query.get('after') ?? 0);
    const size = Math.min(ways.most, Number(query.get('size')));
    const isLast = from + size >= rows.length;
    const address = new URL(request.url ?? '', 'http://x');
    address.searchParams.set('after', String(from + size));
    if (!isLast && ways.next === 'link')
      response.setHeader('link', `<${address.pathname}${address.search}>; rel="next"`);
    json(response, {
      data: {
        list: rows.slice(from, from + size),
        [ways.next]: isLast ? ways.last : String(from + size),
        ...(ways.total === null ? {} : { total: ways.total() }),
      },
    });
  };

  beforeAll(async () => {
    source = await httpSource();
  });
  beforeEach(() => {
    source.asked.length = 0;
    source.answer = answer;
    rows = ROWS;
    ways = { next: 'next', last: null, total: null, most: Infinity };
  });
  afterAll(() => source.close());

  const counted = (paging: object): object => ({ paging: { ...paging, total: 'data.total' } });

  describe.each([
    ['cursor', CURSOR, 'next'],
    ['link', LINK, 'link'],
  ])('by %s', (_, paging, next) => {
    it('is believed where as many rows came as the source tells of, or it tells of none', async () => {
      ways = { ...ways, next, last: undefined, total: () => ROWS.length };
      for (const own of [counted(paging), { paging }])
        for (const pageSize of [3, 4, 8, 100])
          expect((await readAll(source.open(own), STREAM, { pageSize })).keys).toEqual(KEYS);
    });

    it('is refused where fewer came, on the first page and on any other', async () => {
      ways = { ...ways, next: 'nextCursor', total: () => ROWS.length };
      const error = { code: 'SOURCE_PROTOCOL', message: expect.stringContaining('(8)') as string };
      await expect(readAll(source.open(counted(paging)), STREAM)).rejects.toMatchObject(error);
      ways = { ...ways, next };
      const pages = stepwise(source.open(counted(paging)), STREAM);
      await pages.next();
      ways = { ...ways, next: 'nextCursor' };
      await expect(pages.next()).rejects.toMatchObject(error);
    });

    it.each([
      ['deleted', () => ROWS.slice(0, 5), 5],
      // Where the read has been already: it is told of and not seen.
      ['added', () => ROWS, 9],
    ])('is believed where rows are %s under the read', async (__, now, total) => {
      ways = { ...ways, next, total: () => (source.asked.length === 1 ? ROWS.length : total) };
      source.answer = (request, response, query) => {
        answer(request, response, query);
        rows = now();
      };
      const { checkpoint } = await readAll(source.open(counted(paging)), STREAM);
      expect(checkpoint).toMatchObject({ ended: true });
    });

    it('that a broken read comes to too early is begun again, and not stuck there every night', async () => {
      ways = { ...ways, next, total: () => ROWS.length };
      const { pages } = await readAll(source.open(counted(paging)), STREAM);
      // While nobody read, a row that was read went, and another came where the read has been: one too few is reached.
      const checkpoint = { ...stored(pages[1]?.checkpoint ?? null), reached: 5 };
      const own = { checkpoint, fresh: false };
      const rest = await readAll(source.open(counted(paging)), STREAM, own);
      expect(rest.keys).toEqual(KEYS);
      expect(rest.checkpoint).toMatchObject({ ended: true });
    });

    it.each([
      ['as it was asked for', Infinity, 4],
      ['as the source gives at most', 10, 500],
    ])(
      'is refused where a first page as full %s says nothing of a next one, and a smaller page nothing either',
      async (__, most, pageSize) => {
        rows = Array.from({ length: 35 }, (___, i) => ({ ...ROWS[0], bh: `m${String(i)}` }));
        ways = { ...ways, next: 'nextCursor', last: undefined, most };
        await expect(readAll(source.open({ paging }), STREAM, { pageSize })).rejects.toMatchObject({
          code: 'SOURCE_PROTOCOL',
          message: expect.stringMatching(/even where more rows follow; mend paging/) as string,
        });
        expect(source.asked).toHaveLength(2);
      },
    );
  });

  it.each([undefined, null, '', false] as const)(
    'is believed on a single page that is full, where a source says %p there',
    async (last) => {
      ways = { ...ways, last };
      for (const pageSize of [8, 4]) {
        source.asked.length = 0;
        const read = await readAll(source.open({ paging: CURSOR }), STREAM, { pageSize });
        expect(read.keys).toEqual(KEYS);
        // One that leaves it out is asked once more, and for fewer rows.
        expect(source.asked.length).toBe(
          8 / pageSize + (last === undefined && pageSize === 8 ? 1 : 0),
        );
      }
    },
  );

  it('is believed of a source that gives as many rows as it likes, whatever it is asked for', async () => {
    source.answer = (_, response) => {
      json(response, { data: { list: ROWS } });
    };
    const read = await readAll(source.open({ paging: CURSOR }), STREAM, { pageSize: 8 });
    expect(read.keys).toEqual(KEYS);
  });
});
