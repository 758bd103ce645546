import iconv from 'iconv-lite';
import { keepsTheContract, readAll, stored } from './contract';
import {
  HTTP_STREAM,
  httpSource,
  json,
  KEYS,
  ROWS,
  type Answer,
  type HttpSource,
} from './http-source';

const xmlOf = (rows: typeof ROWS, total: number): string =>
  `<?xml version="1.0" encoding="GB18030"?><response><total>${String(total)}</total><data>${rows
    .map(
      ({ bh, gxsj, a, wxdj }) =>
        `<row><bh>${bh}</bh><gxsj>${gxsj}</gxsj><a><b>${String(a.b)}</b></a><wxdj>${wxdj}</wxdj></row>`,
    )
    .join('')}</data></response>`;

const since = (query: URLSearchParams): typeof ROWS =>
  ROWS.filter(({ gxsj }) => gxsj >= (query.get('since') ?? ''));

const byOffset: Answer = (_, response, query) => {
  const rows = since(query);
  const from = Number(query.get('offset'));
  const list = rows.slice(from, from + Number(query.get('limit')));
  json(response, { data: { list, total: rows.length } });
};

const byLink: Answer = (request, response, query) => {
  const rows = since(query);
  const from = Number(query.get('from') ?? 0);
  const size = Number(query.get('size'));
  const next = new URL(request.url ?? '', 'http://x');
  next.searchParams.set('from', String(from + size));
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(from + size < rows.length
      ? { link: `<${next.pathname}${next.search}>; rel="next", </other>; rel=prev` }
      : {}),
  });
  response.end(JSON.stringify({ data: { list: rows.slice(from, from + size) } }));
};

const byPageInXml: Answer = (_, response, query) => {
  const rows = since(query);
  const page = Number(query.get('page'));
  const size = Number(query.get('size'));
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(xmlOf(rows.slice((page - 1) * size, page * size), rows.length));
};

describe('the HTTP reader', () => {
  let source: HttpSource;
  beforeAll(async () => {
    source = await httpSource();
  });
  beforeEach(() => {
    source.asked.length = 0;
  });
  afterAll(() => source.close());

  describe.each<[string, Answer, object]>([
    [
      'by offset',
      byOffset,
      { paging: { kind: 'offset', param: 'offset', sizeParam: 'limit', total: 'data.total' } },
    ],
    [
      'by offset, without a total',
      byOffset,
      { paging: { kind: 'offset', param: 'offset', sizeParam: 'limit' } },
    ],
    ['by Link headers (RFC 8288)', byLink, { paging: { kind: 'link', sizeParam: 'size' } }],
    [
      'in XML, by page',
      byPageInXml,
      {
        format: 'xml',
        rows: 'response.data.row',
        paging: { kind: 'page', param: 'page', sizeParam: 'size', total: 'response.total' },
      },
    ],
  ])('%s', (_, answer, own) => {
    beforeEach(() => {
      source.answer = answer;
    });
    keepsTheContract(() => ({
      open: () => source.open(own),
      stream: HTTP_STREAM,
      keys: KEYS,
      unasked: 'wxdj',
    }));
  });

  it('sees rows that a shrinking list would have hidden behind the page before', async () => {
    let rows = [...ROWS];
    source.answer = (_, response, query) => {
      const from = Number(query.get('offset'));
      const list = rows.slice(from, from + 3);
      const total = rows.length;
      // Two of those that were read go: what follows moves up by two.
      if (from === 3) rows = rows.slice(2);
      json(response, { data: { list, total } });
    };
    const paging = { kind: 'offset', param: 'offset', sizeParam: 'limit', total: 'data.total' };
    const { keys } = await readAll(source.open({ paging }), HTTP_STREAM);
    expect(new Set(keys)).toEqual(new Set(KEYS));
  });

  it('begins a broken read by offset again where rows were deleted before its place', async () => {
    let rows: readonly object[] = ROWS;
    source.answer = (_, response, query) => {
      const from = Number(query.get('offset'));
      // It gives fewer than it is asked for.
      json(response, { data: { list: rows.slice(from, from + 2) } });
    };
    const open = () =>
      source.open({ paging: { kind: 'offset', param: 'offset', sizeParam: 'limit' } });
    const { pages } = await readAll(open(), HTTP_STREAM);
    const own = { checkpoint: stored(pages[1]?.checkpoint ?? null), fresh: false };
    expect((await readAll(open(), HTTP_STREAM, own)).keys).toEqual(KEYS.slice(4));
    rows = ROWS.slice(1);
    expect((await readAll(open(), HTTP_STREAM, own)).keys).toEqual(KEYS.slice(1));
  });

  it.each([
    [
      'a cursor',
      { kind: 'cursor', param: 'after', next: 'data.next' },
      { data: { list: ROWS, next: 'round' } },
    ],
    [
      'a page number',
      { kind: 'page', param: 'page', sizeParam: 'size', total: 'data.total' },
      { data: { list: ROWS, total: 99 } },
    ],
  ])('is not led in circles by %s', async (_, paging, body) => {
    source.answer = (_request, response) => {
      json(response, body);
    };
    await expect(readAll(source.open({ paging }), HTTP_STREAM)).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
    });
    expect(source.asked.length).toBeLessThan(10);
  });

  it('reads a window by both its ends, whether the source counts the end in or not', async () => {
    const window = { since: ROWS[2]?.gxsj ?? '', until: ROWS[5]?.gxsj ?? '' };
    source.answer = (_, response, query) => {
      const rows = ROWS.filter(
        ({ gxsj }) => gxsj >= (query.get('since') ?? '') && gxsj <= (query.get('until') ?? ''),
      );
      json(response, { data: { list: rows, total: rows.length } });
    };
    const read = await readAll(source.open({ until: 'until' }), HTTP_STREAM, { window });
    expect(read.keys).toEqual(['n2', 'n3', 'n4']);
    await expect(readAll(source.open(), HTTP_STREAM, { window })).rejects.toMatchObject({
      code: 'SOURCE_PROTOCOL',
    });
  });

  it.each([
    ['in UTC', '2026-01-02T16:00:00Z', '2026-01-05T16:00:00Z', 'Asia/Shanghai'],
    ['in another zone', '2026-01-02T19:00:00+03:00', '2026-01-05T19:00:00+03:00', 'Asia/Shanghai'],
    ['on the clock of the source', '2026-01-03 00:00:00', '2026-01-06', 'Asia/Shanghai'],
    [
      'in UTC, to a source in Berlin',
      '2026-01-02T23:00:00Z',
      '2026-01-05T23:00:00Z',
      'Europe/Berlin',
    ],
  ])('reads a window that is said %s by the moments it means', async (_, from, until, timeZone) => {
    source.answer = (__, response) => {
      json(response, { data: { list: ROWS, total: ROWS.length } });
    };
    const window = { since: from, until };
    const stream = { ...HTTP_STREAM, timeZone };
    const read = await readAll(source.open({ until: 'until' }), stream, { window });
    expect(read.keys).toEqual(['n2', 'n3', 'n4']);
    // Where nothing is said of the source's zone it is that of connectors which name none.
    if (timeZone !== 'Asia/Shanghai') return;
    const usual = await readAll(source.open({ until: 'until' }), HTTP_STREAM, { window });
    expect(usual.keys).toEqual(['n2', 'n3', 'n4']);
  });

  it('refuses a checkpoint of nobody’s making, and begins again with one of another way of paging', async () => {
    source.answer = byOffset;
    const paging = { kind: 'offset', param: 'offset', sizeParam: 'limit', total: 'data.total' };
    await expect(
      readAll(source.open({ paging }), HTTP_STREAM, { checkpoint: { garbage: 1 } }),
    ).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    const { pages } = await readAll(source.open({ paging }), HTTP_STREAM);
    source.answer = byLink;
    const again = await readAll(
      source.open({ paging: { kind: 'link', sizeParam: 'size' } }),
      HTTP_STREAM,
      {
        checkpoint: stored(pages[0]?.checkpoint ?? null),
        fresh: false,
      },
    );
    expect(again.keys).toEqual(KEYS);
  });

  it.each([
    ['gb18030', '㑇𠮷𫖯'],
    ['utf-16le', '㑇𠮷𫖯'],
  ])('reads names in %s as the answer declares them', async (charset, name) => {
    source.answer = (_, response) => {
      response.writeHead(200, { 'content-type': `application/json; charset=${charset}` });
      response.end(
        iconv.encode(JSON.stringify({ data: { list: [{ bh: name }], total: 1 } }), charset),
      );
    };
    expect((await readAll(source.open(), HTTP_STREAM)).keys).toEqual([name]);
  });

  it('tells what its paths offer by one page of each', async () => {
    source.answer = byOffset;
    const paging = { kind: 'offset', param: 'offset', sizeParam: 'limit', total: 'data.total' };
    const reader = source.open({ paging, paths: ['/rows'] });
    const [only] = await reader.discover(new AbortController().signal);
    expect(only).toMatchObject({ from: '/rows', cursor: 'gxsj', rows: ROWS.length });
    expect(only?.fields.map(({ name, type }) => [name, type])).toEqual([
      ['bh', 'string'],
      ['gxsj', 'dateTime'],
      ['a.b', 'number'],
      ['wxdj', 'string'],
    ]);
    expect(source.asked).toHaveLength(1);
  });
});
