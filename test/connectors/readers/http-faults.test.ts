import type { ServerResponse } from 'node:http';
import { readAll } from './contract';
import {
  HTTP_STREAM as STREAM,
  httpSource,
  json,
  KEYS,
  pageAnswer,
  TOKEN,
  type HttpSource,
} from './http-source';

const FREE = 'http://127.0.0.1:9';
type Spoil = (response: ServerResponse) => void;

describe('the HTTP reader and a source that fails', () => {
  let source: HttpSource;
  beforeAll(async () => {
    source = await httpSource();
  });
  beforeEach(() => {
    source.asked.length = 0;
  });
  afterAll(() => source.close());

  const spoilt = (spoil: Spoil): void => {
    source.answer = (_, response) => {
      spoil(response);
    };
  };
  const failure = async (own: object = {}): Promise<Error> => {
    const error: unknown = await readAll(source.open(own), STREAM).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    const { message, cause } = error as Error;
    expect(message).toMatch(/required/);
    for (const secret of [TOKEN, 'SECRET'])
      expect(`${message} ${String(cause)}`).not.toContain(secret);
    return error as Error;
  };

  it.each([401, 403])('does not try again where it is refused (%p)', async (status) => {
    spoilt((response) => {
      json(response, { message: `SECRET ${TOKEN}` }, status);
    });
    expect(await failure()).toMatchObject({ code: 'SOURCE_REFUSED' });
    expect(source.asked).toHaveLength(1);
    await expect(source.open().check(new AbortController().signal)).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    });
  });

  it.each<[string, Spoil]>([
    [
      '404',
      (response) => {
        json(response, {}, 404);
      },
    ],
    ['JSON that breaks off', (response) => response.end('{"data":{"list":[{"bh":"SECRET"')],
    ['another type', (response) => response.end('<html>SECRET</html>')],
    ['text that is no UTF-8', (response) => response.end(Buffer.from([0x22, 0xff, 0x22]))],
    ['nothing', (response) => response.end()],
    [
      'rows that are no list',
      (response) => {
        json(response, { data: { list: {} } });
      },
    ],
    [
      'no rows where they should be',
      (response) => {
        json(response, { data: null });
      },
    ],
    [
      'the same page again, though more rows are told of',
      (response) => {
        json(response, { data: { list: [{ bh: 'SECRET' }], total: 9 } });
      },
    ],
  ])('says in a sentence, without values, that the answer is wrong: %s', async (_, spoil) => {
    spoilt(spoil);
    expect(await failure()).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(source.asked.length).toBeLessThan(3);
  });

  it('does not follow a redirect: another host gets neither a request nor the token', async () => {
    const other = await httpSource();
    try {
      for (const status of [301, 302, 307, 308]) {
        spoilt((response) => response.writeHead(status, { location: `${other.url}/rows` }).end());
        expect(await failure()).toMatchObject({ code: 'SOURCE_PROTOCOL' });
      }
      expect(other.asked).toHaveLength(0);
    } finally {
      await other.close();
    }
  });

  it('stops reading an answer that is too large, and does not ask again', async () => {
    const chunk = Buffer.alloc(1 << 20, 0x20);
    let sent = 0;
    spoilt((response) => {
      const more = (): void => {
        if (sent > 200 || response.destroyed) return;
        sent += 1;
        if (response.write(chunk)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    const error = await failure({ timeoutMs: 20_000 });
    expect(error).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(error.message).toContain('page it');
    expect(sent).toBeLessThan(100);
    expect(source.asked).toHaveLength(1);
  });

  it.each<[string, Spoil]>([
    [
      '500',
      (response) => {
        json(response, {}, 500);
      },
    ],
    [
      '429 with Retry-After in seconds',
      (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
    ],
    [
      '503 with Retry-After as a date that has passed',
      (response) =>
        response.writeHead(503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }).end(),
    ],
    [
      'a connection cut in the middle of the body',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"data":');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ['a connection cut before the answer', (response) => response.destroy()],
    ['no answer in time', () => undefined],
    [
      'a body that does not come in time',
      (response) => {
        response.writeHead(200).write('{');
      },
    ],
  ])('tries again after %s, and reads all the same', async (_, spoil) => {
    let times = 0;
    source.answer = (request, response, query) => {
      times += 1;
      if (times === 1) spoil(response);
      else pageAnswer()(request, response, query);
    };
    expect((await readAll(source.open(), STREAM)).keys).toEqual(KEYS);
  });

  it('waits as long as it is asked to before it tries again', async () => {
    let times = 0;
    source.answer = (request, response, query) => {
      times += 1;
      if (times === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else pageAnswer()(request, response, query);
    };
    const began = performance.now();
    expect((await readAll(source.open(), STREAM, { pageSize: 100 })).keys).toEqual(KEYS);
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  it.each([
    ['at once', '0'],
    ['at a time that is over', 'Wed, 21 Oct 2015 07:28:00 GMT'],
  ])(
    'does not press a source that may be asked again %s: its own pauses grow all the same',
    async (_, when) => {
      spoilt((response) => response.writeHead(503, { 'retry-after': when }).end());
      const chance = jest.spyOn(Math, 'random').mockReturnValue(0.8);
      try {
        const began = performance.now();
        expect(await failure()).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
        // 0.8 of 250 ms, then of 500 ms.
        expect(performance.now() - began).toBeGreaterThan(590);
        expect(source.asked).toHaveLength(3);
      } finally {
        chance.mockRestore();
      }
    },
  );

  it.each([503, 429])('gives up a source that goes on answering %p', async (status) => {
    spoilt((response) => response.writeHead(status, { 'retry-after': '0' }).end());
    expect(await failure()).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    expect(source.asked).toHaveLength(3);
  });

  it('says that nobody answers', async () => {
    expect(await failure({ baseUrl: FREE, retries: 0 })).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    await expect(
      source.open({ baseUrl: FREE }).check(new AbortController().signal),
    ).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });

  it.each<[string, Spoil]>([
    [
      'a pause before the next try',
      (response) => response.writeHead(503, { 'retry-after': '30' }).end(),
    ],
    ['an answer that does not come', () => undefined],
    ['a body that does not end', (response) => response.writeHead(200).write('{')],
  ])('stops at once, when it is told to, in the middle of %s', async (_, spoil) => {
    spoilt(spoil);
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 100);
    const began = performance.now();
    const reading = readAll(source.open({ timeoutMs: 20_000 }), STREAM, { signal: stop.signal });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
