/**
 * Culture and tourism over HTTP: a token for the client's credentials (OAuth2, RFC 6749, 4.4: basic or in the form), XML
 * lists, and the next page in a Link header (RFC 8288). Tokens end after some minutes, whatever the client is doing.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { xmlElement, type XmlValue } from '../sinks/xml';
import { isSame, jsonAnswer, listOf, Refusal, sinceOf, wholeOf, type Answer } from './answer';
import type { JsonLines } from './json-lines';

export const CULTURE_FILES = ['venues', 'inspections', 'complaints'] as const;
const MOST_ROWS = 500;
const MOST_FORM = 10_000;
const TOKEN_SECONDS = 300;

export interface CultureClient {
  readonly id: string;
  readonly secret: string;
}

export class CultureService {
  private readonly tokens = new Map<string, number>();

  constructor(
    private readonly client: CultureClient,
    private readonly lists: ReadonlyMap<string, JsonLines>,
    private readonly now: () => number = Date.now,
  ) {}

  /** `POST /oauth/token`, `GET /ws/<list>?pagesize=…&page=…&gxsj=…`. */
  async answer(request: IncomingMessage, url: URL, path: string): Promise<Answer> {
    if (path === '/oauth/token' && request.method === 'POST') return this.token(request);
    const [, name = ''] = /^\/ws\/(\w+)$/.exec(path) ?? [];
    if (request.method !== 'GET') throw new Refusal(405, '请求方式不支持');
    this.check(request);
    return this.page(listOf(this.lists, name), url);
  }

  private async token(request: IncomingMessage): Promise<Answer> {
    const form = new URLSearchParams(await bodyOf(request));
    const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    // RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
    const [id = '', secret = ''] =
      basic === undefined
        ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
        : Buffer.from(basic, 'base64').toString('utf8').split(':').map(formDecoded);
    if (!isSame(id, this.client.id) || !isSame(secret, this.client.secret)) {
      throw new Refusal(401, 'invalid_client');
    }
    if (form.get('grant_type') !== 'client_credentials') {
      throw new Refusal(400, 'unsupported_grant_type');
    }
    const token = randomBytes(24).toString('base64url');
    const now = this.now();
    for (const [old, ends] of this.tokens) if (ends <= now) this.tokens.delete(old);
    this.tokens.set(token, now + TOKEN_SECONDS * 1_000);
    return jsonAnswer({ access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS });
  }

  private check(request: IncomingMessage): void {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const ends = this.tokens.get(token);
    if (ends === undefined || ends <= this.now()) throw new Refusal(401, '令牌无效或已过期');
  }

  private async page(list: JsonLines, url: URL): Promise<Answer> {
    const { searchParams } = url;
    const page = wholeOf(searchParams, 'page', { fallback: 1, least: 1, most: 1_000_000 });
    const size = wholeOf(searchParams, 'pagesize', { fallback: 100, least: 1, most: MOST_ROWS });
    const { first, total } = await list.find(sinceOf(searchParams, 'gxsj').replace('T', ' '));
    const start = first + (page - 1) * size;
    const { rows } = await list.slice(start, Math.min(size, Math.max(0, total - start)));
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    next.searchParams.set('pagesize', String(size));
    return {
      type: 'application/xml',
      body: xmlOf(total - first, rows as Record<string, XmlValue>[]),
      headers: start + size < total ? { link: `<${next.pathname}${next.search}>; rel="next"` } : {},
    };
  }
}

function xmlOf(total: number, rows: readonly Record<string, XmlValue>[]): string {
  const list = rows.map((row) => `    ${xmlElement('row', row)}\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n  <code>0</code><total>${total}</total>\n  <data>\n${list}  </data>\n</response>\n`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += (chunk as Buffer).toString('utf8');
    if (text.length > MOST_FORM) throw new Refusal(413, '请求过大');
  }
  return text;
}

/** One value of application/x-www-form-urlencoded. */
function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? '';
}
