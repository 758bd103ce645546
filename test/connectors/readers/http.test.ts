import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import { keepsTheContract, readAll } from './contract';

const STREAM: StreamSource = {
  name: 's',
  from: '/rows',
  key: ['bh'],
  cursor: 'gxsj',
  fields: ['bh', 'gxsj', 'a.b'],
};
const TOKEN = 'a-token-that-nobody-may-see';
const ROWS = Array.from({ length: 8 }, (_, i) => ({
  bh: `n${String(i)}`,
  gxsj: `2026-01-0${String(i + 1)} 00:00:00`,
  a: { b: i },
  wxdj: 'SECRET',
}));

describe('the HTTP reader', () => {
  let server: Server;
  let url: string;
  const asked: { path: string; query: URLSearchParams; token: string | undefined }[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void;

  const json = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const since = (query: URLSearchParams): typeof ROWS =>
    ROWS.filter(({ gxsj }) => gxsj >= (query.get('since') ?? ''));
  const byPage: typeof answer = (_, response, query) => {
    const [page, size] = [Number(query.get('page')), Number(query.get('size'))];
    const rows = since(query);
    json(response, {
      data: { list: rows.slice((page - 1) * size, page * size), total: rows.length },
    });
  };
  const byCursor: typeof answer = (_, response, query) => {
    const from = Number(query.get('after') ?? 0);
    const rows = since(query);
    json(response, {
      data: {
        list: rows.slice(from, from + 3),
        next: from + 3 < rows.length ? String(from + 3) : null,
      },
    });
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
      asked.push({ path: pathname, query: searchParams, token: request.headers.authorization });
      answer(request, response, searchParams);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api`;
  });
  beforeEach(() => {
    asked.length = 0;
    answer = byPage;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const paging = {
    page: {
      kind: 'page' as const,
      param: 'page',
      sizeParam: 'size',
      start: 1,
      total: 'data.total',
    },
    cursor: { kind: 'cursor' as const, param: 'after', next: 'data.next' },
  };
  const open = (own: object = {}): Reader =>
    createReader({
      kind: 'http',
      baseUrl: url,
      auth: { kind: 'bearer', token: TOKEN },
      paging: paging.page,
      rows: 'data.list',
      since: 'since',
      pageSize: 500,
      timeoutMs: 500,
      retries: 2,
      ...own,
    });
  const failure = async (own: object = {}): Promise<Error> => {
    const error: unknown = await readAll(open(own), STREAM).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toContain(TOKEN);
    return error as Error;
  };
  const KEYS = ROWS.map(({ bh }) => bh);

  describe('by page number', () => {
    keepsTheContract(() => ({ open, stream: STREAM, keys: KEYS, unasked: 'wxdj' }));
  });
  describe('by cursor', () => {
    beforeEach(() => {
      answer = byCursor;
    });
    it('reads all, and goes on behind any page', async () => {
      const { keys, pages } = await readAll(open({ paging: paging.cursor }), STREAM);
      expect(keys).toEqual(KEYS);
      const { checkpoint } = pages[0] ?? { checkpoint: null };
      expect(
        (await readAll(open({ paging: paging.cursor }), STREAM, { checkpoint, fresh: false })).keys,
      ).toEqual(KEYS.slice(3));
    });

    it('refuses a cursor that does not go on, which would never end', async () => {
      answer = (_, response) => {
        json(response, { data: { list: ROWS.slice(0, 1), next: 'same' } });
      };
      expect(await failure({ paging: paging.cursor })).toMatchObject({ code: 'SOURCE_PROTOCOL' });
      expect(asked.length).toBeLessThan(4);
    });
  });

  it('sends its token with every request, and asks for pages no greater than the source allows', async () => {
    await readAll(open({ pageSize: 2 }), STREAM, { pageSize: 100 });
    expect(asked.map(({ token }) => token)).toEqual(asked.map(() => `Bearer ${TOKEN}`));
    expect(new Set(asked.map(({ query }) => query.get('size')))).toEqual(new Set(['2']));
    expect(asked.every(({ path }) => path === '/api/rows')).toBe(true);
  });

  it('asks for what is new since the greatest cursor it saw, stepped back by the overlap', async () => {
    const { checkpoint } = await readAll(open(), STREAM);
    asked.length = 0;
    const next = await readAll(open(), { ...STREAM, overlap: 'P1D' }, { checkpoint });
    expect(asked[0]?.query.get('since')).toBe('2026-01-07 00:00:00');
    expect(next.keys).toEqual(['n6', 'n7']);
  });

  it('takes nested fields, and rows that stand at the top', async () => {
    answer = (_, response) => {
      json(response, ROWS);
    };
    const { pages } = await readAll(open({ paging: { kind: 'none' }, rows: undefined }), STREAM);
    expect(pages[0]?.rows[3]?.values).toEqual({ bh: 'n3', gxsj: '2026-01-04 00:00:00', 'a.b': 3 });
  });

  it.each([401, 403])('does not try again where it is refused (%p)', async (status) => {
    answer = (_, response) => {
      json(response, {}, status);
    };
    expect(await failure()).toMatchObject({ code: 'SOURCE_REFUSED' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [
      '404',
      (response: ServerResponse) => {
        json(response, {}, 404);
      },
    ],
    [
      'JSON that is none',
      (response: ServerResponse) => {
        response.end('{"data":');
      },
    ],
    [
      'text that is no UTF-8',
      (response: ServerResponse) => {
        response.end(Buffer.from([0x22, 0xff, 0x22]));
      },
    ],
    [
      'rows that are no list',
      (response: ServerResponse) => {
        json(response, { data: { list: {} } });
      },
    ],
    [
      'a redirect',
      (response: ServerResponse) => {
        response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
      },
    ],
  ])('says in a sentence that the answer is wrong: %s', async (_, spoil) => {
    answer = (_request, response) => {
      spoil(response);
    };
    const error = await failure();
    expect(error).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(error.message).toMatch(/required/);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [
      '500',
      (response: ServerResponse) => {
        json(response, {}, 500);
      },
    ],
    [
      '429 with Retry-After',
      (response: ServerResponse) => {
        response.writeHead(429, { 'retry-after': '0' }).end();
      },
    ],
    [
      'a connection cut in the middle',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"data":');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ['no answer in time', () => undefined],
  ])('tries again after %s, and reads all the same', async (_, spoil) => {
    let spoilt = 0;
    answer = (request, response, query) => {
      spoilt += 1;
      if (spoilt <= 2) spoil(response);
      else byPage(request, response, query);
    };
    expect((await readAll(open(), STREAM)).keys).toEqual(KEYS);
  });

  it('gives a source up that goes on failing', async () => {
    answer = (_, response) => {
      json(response, {}, 503);
    };
    expect(await failure()).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    expect(asked).toHaveLength(3);
  });

  it('says that nobody answers', async () => {
    expect(await failure({ baseUrl: 'http://127.0.0.1:9', retries: 0 })).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    await expect(
      open({ baseUrl: 'http://127.0.0.1:9' }).check(new AbortController().signal),
    ).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });

  it('stops in the middle of a pause when it is told to', async () => {
    answer = (_, response) => {
      response.writeHead(503, { 'retry-after': '30' }).end();
    };
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 100);
    const began = performance.now();
    await expect(readAll(open(), STREAM, { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
