import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import {
  serveDepartments,
  type ServedDepartments,
} from '../../../src/demo/serve/serve-departments';

const LINES = 230;
const minute = (n: number): string =>
  `${Math.floor(n / 60)}`.padStart(2, '0') + ':' + `${n % 60}`.padStart(2, '0');
const EMERGENCY = { key: 'hub', secret: 'signs' };
const CULTURE = { id: 'hub-1', secret: 'p:a%ss ' };

interface Page {
  readonly total: number;
  readonly offset: number;
  readonly records: readonly { readonly bh: number }[];
}

let folder: string;
let served: ServedDepartments;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wangshu-serve-'));
  for (const [name, between, zone] of [
    ['emergency/inspections', 'T', '+08:00'],
    ['culture/venues', ' ', ''],
  ] as const) {
    const lines = Array.from({ length: LINES }, (_, n) => {
      const row = { bh: n, mc: '甲&乙<丙>', kong: null };
      return `${JSON.stringify({ ...row, gxsj: `2026-03-01${between}${minute(n)}:00${zone}` })}\n`;
    });
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, `${name}.jsonl`), lines.join(''));
  }
  served = await serveDepartments({
    folder,
    marketToken: 'secret',
    gridToken: 'secret',
    emergency: EMERGENCY,
    culture: CULTURE,
  });
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('emergency management over HTTP', () => {
  let nonces = 0;
  const signed = (
    url: string,
    o: { at?: number; nonce?: string; secret?: string; signedUrl?: string } = {},
  ): Record<string, string> => {
    const { pathname, search } = new URL(o.signedUrl ?? url);
    const time = String(o.at ?? Date.now());
    const nonce = o.nonce ?? `n${String(++nonces)}`;
    const text = ['GET', pathname, search.slice(1), time, nonce].join('\n');
    return {
      'x-app-key': EMERGENCY.key,
      'x-timestamp': time,
      'x-nonce': nonce,
      'x-signature': createHmac('sha256', o.secret ?? EMERGENCY.secret)
        .update(text)
        .digest('base64'),
    };
  };
  const get = async (query: string): Promise<Page> => {
    const url = `${served.emergencyUrl}/v2/inspections${query}`;
    const response = await fetch(url, { headers: signed(url) });
    expect(response.status).toBe(200);
    return (await response.json()) as Page;
  };
  const statusOf = async (url: string, headers: Record<string, string>): Promise<number> =>
    (await fetch(url, { headers })).status;

  it('hands out every row once, by offset', async () => {
    const seen: number[] = [];
    for (let offset = 0; offset < LINES; offset += 100) {
      const page = await get(`?offset=${offset}&limit=100`);
      expect([page.total, page.offset]).toEqual([LINES, offset]);
      seen.push(...page.records.map(({ bh }) => bh));
    }
    expect(seen).toEqual(Array.from({ length: LINES }, (_, n) => n));
    expect((await get(`?offset=${LINES}`)).records).toEqual([]);
  });

  it('hands out what changed since a moment, in whatever form it is asked', async () => {
    for (const since of [
      '2026-03-01T03:40:00+08:00',
      '2026-03-01 03:40:00',
      '2026-03-01T03:40:00',
    ]) {
      const page = await get(`?updatedSince=${encodeURIComponent(since)}`);
      expect([page.total, page.records[0]?.bh]).toEqual([10, 220]);
    }
  });

  it('refuses another secret, another query, an old request, and the same one twice', async () => {
    const url = `${served.emergencyUrl}/v2/inspections?offset=0`;
    expect(await statusOf(url, {})).toBe(401);
    expect(await statusOf(url, signed(url, { secret: 'other' }))).toBe(401);
    expect(await statusOf(url, signed(url, { signedUrl: `${url}&limit=1` }))).toBe(401);
    expect(await statusOf(url, signed(url, { at: Date.now() - 600_000 }))).toBe(401);
    const once = signed(url);
    expect(await statusOf(url, once)).toBe(200);
    expect(await statusOf(url, once)).toBe(401);
  });

  it('refuses a list that is none, and an offset that is none', async () => {
    for (const [query, status] of [
      ['/v2/people', 404],
      ['/v2/inspections?offset=-1', 400],
      ['/v2/inspections?updatedSince=today', 400],
    ] as const) {
      const url = served.emergencyUrl + query;
      expect(await statusOf(url, signed(url))).toBe(status);
    }
  });
});

describe('culture and tourism over HTTP', () => {
  const askToken = (
    headers: Record<string, string>,
    form: Record<string, string>,
  ): Promise<Response> =>
    fetch(`${served.cultureUrl}/oauth/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    });
  const basic = (id: string, secret: string): Record<string, string> => {
    const pair = [id, secret].map(encodeURIComponent).join(':');
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  };
  const tokenOf = async (response: Response): Promise<string> => {
    const body = (await response.json()) as { access_token: string; expires_in: number };
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
    return body.access_token;
  };
  const nextOf = (response: Response): string | undefined =>
    /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];

  it('gives a token for the credentials, in the header or in the form, and for no others', async () => {
    const { id, secret } = CULTURE;
    const inForm = { client_id: id, client_secret: secret };
    for (const response of [await askToken(basic(id, secret), {}), await askToken({}, inForm)]) {
      expect(response.status).toBe(200);
      expect((await tokenOf(response)).length).toBeGreaterThan(30);
    }
    expect((await askToken(basic(id, 'other'), {})).status).toBe(401);
    expect((await askToken({}, { ...inForm, client_id: 'x' })).status).toBe(401);
    const password = { ...inForm, grant_type: 'password' };
    expect((await askToken({}, password)).status).toBe(400);
  });

  it('leads from page to page by the Link header, in XML, and hands out every row once', async () => {
    const token = await tokenOf(await askToken(basic(CULTURE.id, CULTURE.secret), {}));
    const seen: number[] = [];
    let next: string | undefined = `${served.cultureUrl}/ws/venues?pagesize=100`;
    for (let asked = 0; next !== undefined && asked < 9; asked++) {
      const response: Response = await fetch(next, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.headers.get('content-type')).toMatch(/^application\/xml/);
      const parsed = new XMLParser().parse(await response.text()) as {
        response: { total: number; data: { row: { bh: number; mc: string; kong: string }[] } };
      };
      const { total, data } = parsed.response;
      expect(total).toBe(LINES);
      expect(data.row[0]).toMatchObject({ mc: '甲&乙<丙>', kong: '' });
      seen.push(...data.row.map(({ bh }) => bh));
      const link = nextOf(response);
      next = link === undefined ? undefined : new URL(link, served.cultureUrl).href;
    }
    expect(seen).toEqual(Array.from({ length: LINES }, (_, n) => n));
  });

  it('keeps the moment asked for on every page', async () => {
    const token = await tokenOf(await askToken(basic(CULTURE.id, CULTURE.secret), {}));
    const since = encodeURIComponent('2026-03-01 03:20:00');
    const response = await fetch(`${served.cultureUrl}/ws/venues?pagesize=10&gxsj=${since}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await response.text()).toContain('<total>30</total>');
    expect(new URL(nextOf(response) ?? '', served.cultureUrl).searchParams.get('gxsj')).toBe(
      '2026-03-01 03:20:00',
    );
  });

  it('refuses who comes without a token, or with one that nobody gave', async () => {
    const url = `${served.cultureUrl}/ws/venues`;
    expect((await fetch(url)).status).toBe(401);
    const headers = { authorization: 'Bearer none' };
    expect((await fetch(url, { headers })).status).toBe(401);
  });
});
