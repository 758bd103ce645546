/**
 * Administrative approval's GraphQL endpoint: applications and licences as Relay connections, by the time of the last change,
 * with a bearer token. Pages are positions in a file, so a cursor into a file that has changed is refused.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { isSame, Refusal } from './answer';
import { JsonLines } from './json-lines';

const MOST_ROWS = 500;
const LARGEST_REQUEST = 100_000;

/** What the department's portal describes. Money, opinions and scores are there for its own staff. */
export const APPROVALS_SDL = `
"""ISO 8601, e.g. 2026-03-01T09:00:00+08:00"""
scalar DateTime
scalar Date

type Query {
  "行政许可申请,按更新时间排列"
  applications(first: Int = 100, after: String, updatedSince: DateTime, updatedBefore: DateTime): ApplicationConnection!
  "许可证件,按更新时间排列"
  licences(first: Int = 100, after: String, updatedSince: DateTime, updatedBefore: DateTime): LicenceConnection!
}

type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

type ApplicationConnection { edges: [ApplicationEdge!]! nodes: [Application!]! pageInfo: PageInfo! totalCount: Int! }
type ApplicationEdge { cursor: String! node: Application! }
type LicenceConnection { edges: [LicenceEdge!]! nodes: [Licence!]! pageInfo: PageInfo! totalCount: Int! }
type LicenceEdge { cursor: String! node: Licence! }

"事项"
type Matter { code: String! title: String! }
"申请单位、持证单位"
type Organization {
  "统一社会信用代码"
  creditCode: String
  "名称"
  name: String
  "法定代表人"
  legalRepresentative: Person
}
type Person {
  "姓名"
  name: String
  "公民身份号码"
  idNumber: String
  "联系电话"
  phone: String
}
enum ApplicationState { SUBMITTED ACCEPTED DECIDED DELIVERED }
enum Decision { GRANTED REFUSED }
enum LicenceState { VALID EXPIRED REVOKED }

type Application {
  "申请编号"
  number: String
  "事项"
  matter: Matter!
  "申请单位"
  organization: Organization
  "经办人"
  agent: Person
  "经营地址"
  address: String
  "申请时间"
  submittedAt: DateTime
  "受理时间"
  acceptedAt: DateTime
  "决定时间"
  decidedAt: DateTime
  "送达时间"
  deliveredAt: DateTime
  "决定"
  decision: Decision
  "状态"
  state: ApplicationState!
  "内部审查意见(不予共享)"
  innerOpinion: String
  "更新时间"
  updatedAt: DateTime!
}

type Licence {
  "证件编号"
  number: String!
  "事项"
  matter: Matter!
  "申请编号"
  applicationNumber: String
  "持证单位"
  holder: Organization
  "许可地址"
  address: String
  "有效期自"
  validFrom: Date
  "有效期至"
  validUntil: Date
  "状态"
  state: LicenceState!
  "更新时间"
  updatedAt: DateTime!
}
`;
const SCHEMA = buildSchema(APPROVALS_SDL);

export interface ServedApprovals {
  readonly url: string;
  close(): Promise<void>;
}

interface Arguments {
  readonly first: number;
  readonly after?: string | null;
  readonly updatedSince?: string | null;
  readonly updatedBefore?: string | null;
}

/** Starts serving on 127.0.0.1. @param options.folder holds `applications.jsonl` and `licences.jsonl` */
export async function serveApprovals(options: {
  folder: string;
  token: string;
}): Promise<ServedApprovals> {
  const list = (name: string): ((given: Arguments) => Promise<unknown>) => {
    const lines = new JsonLines(join(options.folder, `${name}.jsonl`));
    return (given) => connection(lines, given);
  };
  const root = { applications: list('applications'), licences: list('licences') };
  const server = createServer((request, response) => {
    answer(request, options.token, root).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        const refused = error instanceof Refusal;
        const message = refused ? error.message : '系统繁忙,请稍后再试';
        send(response, refused ? error.status : 500, { errors: [{ message }] });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/approvals/graphql`,
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

async function answer(
  request: IncomingMessage,
  token: string,
  rootValue: unknown,
): Promise<unknown> {
  if (request.url?.split('?')[0] !== '/approvals/graphql') throw new Refusal(404, '接口不存在');
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!isSame(given, token)) throw new Refusal(401, 'token无效或已过期');
  if (request.method !== 'POST') throw new Refusal(405, '请求方式不支持');
  const { query, variables, operationName } = await bodyOf(request);
  if (typeof query !== 'string') throw new Refusal(400, '缺少query');
  return graphql({
    schema: SCHEMA,
    source: query,
    rootValue,
    variableValues: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' ? operationName : null,
  });
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > LARGEST_REQUEST) throw new Refusal(413, '请求过大');
    pieces.push(piece);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Told below, in the department's own words.
  }
  throw new Refusal(400, '请求应为JSON');
}

/** `position@stamp`; a stamp is of the file as it stood when the page was made. */
const cursorOf = (position: number, stamp: string): string =>
  Buffer.from(`${String(position)}@${stamp}`, 'latin1').toString('base64url');

async function connection(lines: JsonLines, given: Arguments): Promise<unknown> {
  const { first, after, updatedSince, updatedBefore } = given;
  if (first < 1) throw new GraphQLError('first应为正整数');
  const from = await lines.find(momentOf(updatedSince));
  const until =
    typeof updatedBefore === 'string' ? await lines.find(momentOf(updatedBefore)) : undefined;
  const end = until === undefined ? from.total : until.first;
  const start = typeof after === 'string' ? positionOf(after, from.stamp) + 1 : from.first;
  const count = Math.max(0, Math.min(first, MOST_ROWS, end - start));
  const { rows, stamp } = await lines.slice(start, count);
  const edges = rows.map((row, i) => {
    const { gxsj, ...node } = row as Record<string, unknown>;
    return { cursor: cursorOf(start + i, stamp), node: { ...node, updatedAt: gxsj } };
  });
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: start + rows.length < end,
      hasPreviousPage: start > from.first,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: Math.max(0, end - from.first),
  };
}

function positionOf(cursor: string, stamp: string): number {
  const [position = '', of] = Buffer.from(cursor, 'base64url').toString('latin1').split('@');
  if (of !== stamp || !/^\d{1,12}$/.test(position)) throw new GraphQLError('游标已失效');
  return Number(position);
}

/** As the file writes it: time of China, whatever zone was asked in. '' for all. */
function momentOf(text: string | null | undefined): string {
  if (typeof text !== 'string') return '';
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new GraphQLError('时间应为ISO 8601');
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
