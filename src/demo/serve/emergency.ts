/**
 * Emergency management over HTTP: every request is signed (HMAC-SHA256 over method, path, query, time and nonce, one a line,
 * in base64), a signature is good for five minutes and once only. Lists go by offset.
 */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isSame, jsonAnswer, listOf, Refusal, sinceOf, wholeOf, type Answer } from './answer';
import type { JsonLines } from './json-lines';

export const EMERGENCY_FILES = ['inspections', 'shelters'] as const;
const MOST_ROWS = 500;
const GOOD_FOR_MS = 300_000;

export interface EmergencyKey {
  readonly key: string;
  readonly secret: string;
}

export class EmergencyService {
  /** Nonces of the last minutes, with the time at which each may be forgotten. */
  private readonly nonces = new Map<string, number>();

  constructor(
    private readonly key: EmergencyKey,
    private readonly lists: ReadonlyMap<string, JsonLines>,
    private readonly now: () => number = Date.now,
  ) {}

  /** `GET /v2/<list>?offset=0&limit=…&updatedSince=…` → `{total, offset, records}`. */
  async answer(request: IncomingMessage, url: URL, path: string): Promise<Answer> {
    const [, name = ''] = /^\/v2\/(\w+)$/.exec(path) ?? [];
    if (request.method !== 'GET') throw new Refusal(405, '请求方式不支持');
    this.check(request);
    const list = listOf(this.lists, name);
    const { searchParams } = url;
    const offset = wholeOf(searchParams, 'offset', { fallback: 0, least: 0, most: 999_999_999 });
    const limit = wholeOf(searchParams, 'limit', { fallback: 100, least: 1, most: MOST_ROWS });
    const { first, total } = await list.find(zoned(sinceOf(searchParams, 'updatedSince')));
    const wanted = Math.min(limit, Math.max(0, total - first - offset));
    const { rows } = await list.slice(first + offset, wanted);
    return jsonAnswer({ total: total - first, offset, records: rows });
  }

  private check(request: IncomingMessage): void {
    const header = (name: string): string => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : '';
    };
    const [time, nonce] = [header('x-timestamp'), header('x-nonce')];
    const now = this.now();
    if (!isSame(header('x-app-key'), this.key.key)) throw new Refusal(401, '应用未授权');
    if (!/^\d{13}$/.test(time) || Math.abs(now - Number(time)) > GOOD_FOR_MS || nonce === '') {
      throw new Refusal(401, '请求已过期');
    }
    // As it came, before anything decodes it.
    const [address = '', query = ''] = (request.url ?? '').split('?', 2);
    const text = [request.method, address, query, time, nonce].join('\n');
    const wanted = createHmac('sha256', this.key.secret).update(text).digest('base64');
    if (!isSame(header('x-signature'), wanted)) throw new Refusal(401, '签名错误');
    for (const [old, until] of this.nonces) if (until <= now) this.nonces.delete(old);
    if (this.nonces.has(nonce)) throw new Refusal(401, '重复请求');
    this.nonces.set(nonce, now + 2 * GOOD_FOR_MS);
  }
}

/** Rows carry `2026-03-05T09:30:00+08:00`; a moment without T or zone is brought to that form. */
function zoned(since: string): string {
  if (since === '') return '';
  const [day = '', time = '00:00:00'] = since.replace('+08:00', '').split(/[ T]/);
  return `${day}T${time}+08:00`;
}
