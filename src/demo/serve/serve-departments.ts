/**
 * The two departments that speak HTTP, on one loopback port: market supervision pages by number and tells the total,
 * grid service pages by cursor. Both want a bearer token and answer `since` with what changed at or after that moment.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { JsonLines } from './json-lines';

export const MARKET_FILES = ['subjects', 'inspections', 'staff'] as const;
export const GRID_FILES = ['areas', 'events'] as const;
const MOST_ROWS = 1_000;
const SINCE = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/;

export interface ServedDepartments {
  readonly marketUrl: string;
  readonly gridUrl: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Folder that holds `market/*.jsonl` and `grid/*.jsonl`. */
  readonly folder: string;
  readonly marketToken: string;
  readonly gridToken: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** What a department refuses, in its own words. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Starts serving on 127.0.0.1. Files are read anew when they change; nothing is kept but an index. */
export async function serveDepartments(options: ServeOptions): Promise<ServedDepartments> {
  const open = (department: string, names: readonly string[]): Map<string, JsonLines> =>
    new Map(
      names.map((name) => [name, new JsonLines(join(options.folder, department, `${name}.jsonl`))]),
    );
  const market = open('market', MARKET_FILES);
  const grid = open('grid', GRID_FILES);
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, department, version, name = ''] = url.pathname.split('/');
    if (request.method !== 'GET') throw new Refusal(405, '请求方式不支持');
    if (department === 'market' && version === 'api') {
      checkToken(request, options.marketToken);
      return pageByNumber(listOf(market, name), url.searchParams);
    }
    if (department === 'grid' && version === 'open') {
      checkToken(request, options.gridToken);
      return pageByCursor(listOf(grid, name), url.searchParams);
    }
    throw new Refusal(404, '接口不存在');
  };
  const server = createServer((request, response) => {
    request.resume();
    answer(request).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        const refused = error instanceof Refusal;
        const status = refused ? error.status : 500;
        send(response, status, {
          code: status,
          msg: refused ? error.message : '系统繁忙,请稍后再试',
        });
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
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function checkToken(request: IncomingMessage, token: string): void {
  const given = Buffer.from(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new Refusal(401, 'token无效或已过期');
  }
}

function listOf(lists: ReadonlyMap<string, JsonLines>, name: string): JsonLines {
  const list = lists.get(name);
  if (list === undefined) throw new Refusal(404, '接口不存在');
  return list;
}

function whole(parameters: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = parameters.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(400, `参数${name}应为正整数`);
  return Math.min(Number(text), most);
}

function sinceOf(parameters: URLSearchParams): string {
  const text = parameters.get('since') ?? '';
  if (text !== '' && !SINCE.test(text)) throw new Refusal(400, '参数since应为 YYYY-MM-DD HH:MM:SS');
  return text.replace('T', ' ');
}

/** `?pageNum=1&pageSize=500&since=…` → `{code, msg, data: {total, list}}`. */
async function pageByNumber(list: JsonLines, parameters: URLSearchParams): Promise<unknown> {
  const page = whole(parameters, 'pageNum', 1, 1_000_000);
  const size = whole(parameters, 'pageSize', 100, MOST_ROWS);
  const { first, total } = await list.find(sinceOf(parameters));
  const start = first + (page - 1) * size;
  const { rows } = await list.slice(start, Math.min(size, Math.max(0, total - start)));
  return { code: 0, msg: 'success', data: { total: total - first, list: rows } };
}

/** `?cursor=…&limit=500&since=…` → `{success, result: {rows, next}}`; `next` is null on the last page. */
async function pageByCursor(list: JsonLines, parameters: URLSearchParams): Promise<unknown> {
  const limit = whole(parameters, 'limit', 100, MOST_ROWS);
  const cursor = parameters.get('cursor') ?? '';
  const { first, stamp } = await list.find(cursor === '' ? sinceOf(parameters) : '');
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
