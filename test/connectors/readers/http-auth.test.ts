import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { readAll } from './contract';
import { HTTP_STREAM, httpSource, json, KEYS, pageAnswer, type HttpSource } from './http-source';

const STREAM = { ...HTTP_STREAM, overlap: 'PT0S' };
const SECRET = 'half-of-a-pair-that-nobody-may-see';

/** How the hub says who it is, held against what a server sees. */
describe('the HTTP reader says who it is', () => {
  let source: HttpSource;
  let elsewhere: HttpSource;
  beforeAll(async () => {
    source = await httpSource();
    elsewhere = await httpSource();
  });
  beforeEach(() => {
    source.asked.length = 0;
    elsewhere.asked.length = 0;
    source.answer = pageAnswer();
  });
  afterAll(async () => {
    await source.close();
    await elsewhere.close();
  });

  const refusal = async (own: object): Promise<{ code?: string; message: string }> => {
    const error = await readAll(source.open(own), STREAM).then(
      () => new Error('nothing was refused'),
      (failure: unknown) => failure as Error & { code?: string },
    );
    expect(`${error.message} ${String(error.cause)}`).not.toContain(SECRET);
    return error;
  };

  it('with an account, in UTF-8 (RFC 7617)', async () => {
    const auth = { kind: 'basic', username: '网枢', password: 'pass:word' };
    expect((await readAll(source.open({ auth }), STREAM)).keys).toEqual(KEYS);
    const [, given = ''] = (source.asked[0]?.headers.authorization ?? '').split(' ');
    expect(Buffer.from(given, 'base64').toString('utf8')).toBe('网枢:pass:word');
  });

  it('with a signature over method, path, query, clock, nonce and body, new for every request', async () => {
    const auth = { kind: 'hmac', appKey: 'hub', secret: SECRET, encoding: 'hex' };
    await readAll(source.open({ auth }), STREAM);
    await readAll(source.open({ auth }), STREAM);
    const nonces = new Set<string>();
    for (const { headers, path, query } of source.asked) {
      const header = (name: string): string => String(headers[name]);
      nonces.add(header('x-nonce'));
      const signed = [
        'GET',
        path,
        query.toString(),
        header('x-timestamp'),
        header('x-nonce'),
        createHash('sha256').update('').digest('hex'),
      ].join('\n');
      expect(header('x-signature')).toBe(createHmac('sha256', SECRET).update(signed).digest('hex'));
      expect(Math.abs(Number(header('x-timestamp')) - Date.now())).toBeLessThan(60_000);
      expect(JSON.stringify(headers)).not.toContain(SECRET);
    }
    expect(nonces.size).toBe(source.asked.length);
  });

  it('with a signature by SM3, in upper case, under the names that a gateway gives', async () => {
    const auth = {
      ...{ kind: 'hmac', appKey: 'hub', secret: SECRET, algorithm: 'sm3', encoding: 'HEX' },
      template: '{appKey}{timestamp}{sorted-query}',
      timestamp: 'seconds',
      headers: { appKey: 'X-Ca-Key', signature: 'X-Ca-Signature' },
    };
    await readAll(source.open({ auth }), STREAM);
    const [first] = source.asked;
    if (first === undefined) throw new Error('a request is required, none came');
    const { headers, query } = first;
    const sorted = query.toString().split('&').sort().join('&');
    const signed = createHmac('sm3', SECRET)
      .update(`hub${String(headers['x-timestamp'])}${sorted}`)
      .digest('hex');
    expect(headers['x-ca-signature']).toBe(signed.toUpperCase());
    expect(headers['x-ca-key']).toBe('hub');
  });

  describe('with a token that it fetches (RFC 6749, client credentials)', () => {
    let given: number;
    let forms: { authorization: string | undefined; form: URLSearchParams }[];
    /** Tokens the source takes no more. */
    let dead: Set<string>;
    let life: number;
    const oauth = (own: object = {}): object => ({
      auth: {
        ...{ kind: 'oauth2', tokenUrl: `${source.url}/token`, scope: 'rows' },
        ...{ clientId: 'hub', clientSecret: SECRET },
        ...own,
      },
    });
    const issue = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      forms.push({
        authorization: request.headers.authorization,
        form: new URLSearchParams(await text(request)),
      });
      given += 1;
      json(response, { access_token: `t${String(given)}`, token_type: 'Bearer', expires_in: life });
    };

    beforeEach(() => {
      given = 0;
      forms = [];
      dead = new Set();
      life = 3_600;
      source.answer = (request, response, query) => {
        if (request.url?.startsWith('/api/token') === true) {
          void issue(request, response);
          return;
        }
        const token = (request.headers.authorization ?? '').replace('Bearer ', '');
        if (!/^t\d+$/.test(token) || dead.has(token)) json(response, {}, 401);
        else pageAnswer()(request, response, query);
      };
    });

    it('once for a whole read, with its half of the pair in the header', async () => {
      expect((await readAll(source.open(oauth()), STREAM)).keys).toEqual(KEYS);
      expect(forms).toHaveLength(1);
      expect(forms[0]?.authorization).toBe(
        `Basic ${Buffer.from(`hub:${SECRET}`).toString('base64')}`,
      );
      expect(Object.fromEntries(forms[0]?.form ?? [])).toEqual({
        grant_type: 'client_credentials',
        scope: 'rows',
      });
    });

    it('or in the form, where the issuer wants it there', async () => {
      await readAll(source.open(oauth({ clientAuth: 'post' })), STREAM);
      expect(forms[0]?.authorization).toBeUndefined();
      expect(forms[0]?.form.get('client_secret')).toBe(SECRET);
    });

    it('anew when the source takes the old one no more, and gives up when it takes the new one neither', async () => {
      dead.add('t1');
      expect((await readAll(source.open(oauth()), STREAM)).keys).toEqual(KEYS);
      expect(given).toBe(2);
      for (const token of ['t3', 't4', 't5']) dead.add(token);
      expect(await refusal(oauth())).toMatchObject({ code: 'SOURCE_REFUSED' });
      expect(given).toBeLessThanOrEqual(4);
    });

    it('anew before the old one ends', async () => {
      life = 0.001;
      await readAll(source.open(oauth()), STREAM);
      expect(given).toBeGreaterThan(1);
    });

    it('only from an issuer on the source itself, or on a host that was allowed', async () => {
      const tokenUrl = `${elsewhere.url}/token`;
      expect(await refusal(oauth({ tokenUrl }))).toMatchObject({ code: 'SOURCE_PROTOCOL' });
      expect(elsewhere.asked).toEqual([]);
      elsewhere.answer = (request, response) => void issue(request, response);
      const allowHosts = [new URL(elsewhere.url).host];
      const own = { ...oauth({ tokenUrl }), allowHosts };
      expect((await readAll(source.open(own), STREAM)).keys).toEqual(KEYS);
    });

    it.each([
      [
        'refuses',
        400,
        { error: 'invalid_client', error_description: SECRET },
        'SOURCE_REFUSED',
        /invalid_client/,
      ],
      ['gives none', 200, { hint: SECRET }, 'SOURCE_PROTOCOL', /access_token is required/],
      [
        'gives another type',
        200,
        { access_token: 'x', token_type: 'mac' },
        'SOURCE_PROTOCOL',
        /bearer/,
      ],
      ['is down', 503, {}, 'SOURCE_UNREACHABLE', /503/],
    ])(
      'and says why when the issuer %s, without a word of its answer',
      async (_, status, body, code, pattern) => {
        source.answer = (_request, response) => {
          json(response, body, status);
        };
        const error = await refusal({ ...oauth(), retries: 0 });
        expect(error.code).toBe(code);
        expect(error.message).toMatch(pattern);
      },
    );
  });

  it('to nobody else: a redirect or a next page on another host gets no credentials, and only where it was allowed', async () => {
    const paging = { kind: 'link', sizeParam: 'size' };
    source.answer = (_, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        link: `<${elsewhere.url}/rows?more=1>; rel="next"`,
      });
      response.end(
        JSON.stringify({ data: { list: [{ bh: 'a', gxsj: '2026-01-01', a: { b: 1 } }] } }),
      );
    };
    elsewhere.answer = (_, response) => {
      json(response, { data: { list: [{ bh: 'b', gxsj: '2026-01-02', a: { b: 1 } }] } });
    };
    const auth = { kind: 'header', name: 'X-Api-Key', value: SECRET };
    expect(await refusal({ auth, paging })).toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(elsewhere.asked).toEqual([]);
    const allowHosts = [new URL(elsewhere.url).host];
    expect((await readAll(source.open({ auth, paging, allowHosts }), STREAM)).keys).toEqual([
      'a',
      'b',
    ]);
    expect(source.asked[0]?.headers['x-api-key']).toBe(SECRET);
    expect(JSON.stringify(elsewhere.asked.map(({ headers }) => headers))).not.toContain(SECRET);
  });

  it('no faster than the source allows', async () => {
    const rate = { requests: 10, per: 'PT1S' };
    const began = performance.now();
    await readAll(source.open({ rate, pageSize: 1 }), STREAM);
    expect(performance.now() - began).toBeGreaterThan((source.asked.length - 1) * 100 - 50);
  });
});
