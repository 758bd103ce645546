/**
 * The departments that speak HTTP, on one loopback port: market supervision pages by number and tells the total, grid
 * service pages by cursor; both want a bearer token and answer `since` with what changed at or after that moment.
 * Emergency management (emergency.ts) and culture and tourism (culture.ts) have files of their own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isSame, jsonAnswer, listOf, Refusal, sinceOf, wholeOf, type Answer } from './answer';
import { CULTURE_FILES, CultureService, type CultureClient } from './culture';
import { EMERGENCY_FILES, EmergencyService, type EmergencyKey } from './emergency';
import { JsonLines } from './json-lines';

export const MARKET_FILES = ['subjects', 'inspections', 'staff'] as const;
export const GRID_FILES = ['areas', 'events'] as const;
const MOST_ROWS = 1_000;

export interface ServedDepartments {
  readonly marketUrl: string;
  readonly gridUrl: string;
  readonly emergencyUrl: string;
  readonly cultureUrl: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Folder that holds `market/*.jsonl`, `grid/*.jsonl`, `emergency/*.jsonl` and `culture/*.jsonl`. */
  readonly folder: string;
  readonly marketToken: string;
  readonly gridToken: string;
  readonly emergency: EmergencyKey;
  readonly culture: CultureClient;
  /** Default: a free one. */
  readonly port?: number;
}

/** Starts serving on 127.0.0.1. Files are read anew when they change; nothing is kept but an index. */
export async function serveDepartments(options: ServeOptions): Promise<ServedDepartments> {
  const open = (department: string, names: readonly string[]): Map<string, JsonLines> =>
    new Map(
      names.map((name) => [name, new JsonLines(join(options.folder, department, `${name}.jsonl`))]),
    );
  const market = open('market', MARKET_FILES);
  const grid = open('grid', GRID_FILES);
  const emergency = new EmergencyService(options.emergency, open('emergency', EMERGENCY_FILES));
  const culture = new CultureService(options.culture, open('culture', CULTURE_FILES));
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, department, version, name = ''] = url.pathname.split('/');
    const path = url.pathname.slice((department ?? '').length + 1);
    if (department === 'emergency') return emergency.answer(request, url, path);
    if (department === 'culture') return culture.answer(request, url, path);
    if (request.method !== 'GET') throw new Refusal(405, '请求方式不支持');
    if (department === 'market' && version === 'api') {
      checkToken(request, options.marketToken);
      return jsonAnswer(await pageByNumber(listOf(market, name), url.searchParams));
    }
    if (department === 'grid' && version === 'open') {
      checkToken(request, options.gridToken);
      return jsonAnswer(await pageByCursor(listOf(grid, name), url.searchParams));
    }
    throw new Refusal(404, '接口不存在');
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (done) => send(response, 200, done),
      (error: unknown) => {
        const refused = error instanceof Refusal;
        const status = refused ? error.status : 500;
        const msg = refused ? error.message : '系统繁忙,请稍后再试';
        send(response, status, jsonAnswer({ code: status, msg }));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    marketUrl: `http://127.0.0.1:${port}/market`,
    gridUrl: `http://127.0.0.1:${port}/grid`,
    emergencyUrl: `http://127.0.0.1:${port}/emergency`,
    cultureUrl: `http://127.0.0.1:${port}/culture`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, { body, type, headers }: Answer): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}

function checkToken(request: IncomingMessage, token: string): void {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!isSame(given, token)) throw new Refusal(401, 'token无效或已过期');
}

/** `?pageNum=1&pageSize=500&since=…` → `{code, msg, data: {total, list}}`. */
async function pageByNumber(list: JsonLines, parameters: URLSearchParams): Promise<unknown> {
  const page = wholeOf(parameters, 'pageNum', { fallback: 1, least: 1, most: 1_000_000 });
  const size = wholeOf(parameters, 'pageSize', { fallback: 100, least: 1, most: MOST_ROWS });
  const { first, total } = await list.find(sinceOf(parameters, 'since').replace('T', ' '));
  const start = first + (page - 1) * size;
  const { rows } = await list.slice(start, Math.min(size, Math.max(0, total - start)));
  return { code: 0, msg: 'success', data: { total: total - first, list: rows } };
}

/** `?cursor=…&limit=500&since=…` → `{success, result: {rows, next}}`; `next` is null on the last page. */
async function pageByCursor(list: JsonLines, parameters: URLSearchParams): Promise<unknown> {
  const limit = wholeOf(parameters, 'limit', { fallback: 100, least: 1, most: MOST_ROWS });
  const cursor = parameters.get('cursor') ?? '';
  const { first, stamp } = await list.find(
    cursor === '' ? sinceOf(parameters, 'since').replace('T', ' ') : '',
  );
  const [at = '', of] =
    cursor === '' ? [] : Buffer.from(cursor, 'base64url').toString('latin1').split('@');
  if (cursor !== '' && (of !== stamp || !/^\d{1,12}$/.test(at)))
    throw new Refusal(409, '游标已失效');
  const start = cursor === '' ? first : Number(at);
  const { rows, total } = await list.slice(start, limit);
  const end = start + rows.length;
  const next = end < total ? Buffer.from(`${end}@${stamp}`, 'latin1').toString('base64url') : null;
  return { success: true, result: { rows, next } };
}
