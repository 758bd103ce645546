import { randomBytes } from 'node:crypto';
import { signToken, type Principal } from '../../src/access/token';
import { startApi, type Api, type HubFacts, type Limits } from '../../src/api';
import { loadConfig } from '../../src/config/load';
import { createLogger } from '../../src/config/logger';
import type { Queryable } from '../../src/db/pool';
import { keyedId, nodeId } from '../../src/domain/ids';
import { operationsOf } from '../../src/cli/operations';
import { openTransport, type Transport } from '../../src/jobs';
import { refreshTrend } from '../../src/trend';
import { testFolder, testHub, TEST_ID_KEY, type TestFolder, type TestHub } from '../support/hub';
import { DISTRICT, identityNumber, writeDistrict } from './district';

/** A hub with the test district in it, and its API on a free port of this machine. */

export const TOKEN_SECRET = 'a-token-secret-for-tests-only-0123456789';
const SETTINGS = loadConfig({ env: {} }).hub;
export const HUB: HubFacts = SETTINGS;
/** The clock of all tests: a Sunday in the district, a Saturday still in Greenwich. */
export const NOW = new Date('2026-03-21T18:00:00Z');

export type Role =
  'analyst' | 'grid-worker' | 'case-officer' | 'steward' | 'auditor' | 'department-system';
const PURPOSES: Readonly<Record<Role, readonly string[]>> = {
  analyst: ['trend-analysis'],
  'grid-worker': ['grid-service'],
  'case-officer': ['case-handling', 'grid-service'],
  steward: ['data-stewardship'],
  auditor: ['audit-review'],
  'department-system': ['data-provision'],
};
/** What a case officer sends along when a test does not say otherwise. */
const USUAL: Readonly<Partial<Record<Role, Asking>>> = {
  'case-officer': { purpose: 'case-handling', caseNumber: '澄网〔2026〕1号' },
};

export interface Asking {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly purpose?: string | null;
  readonly caseNumber?: string | null;
  readonly areas?: Principal['areas'];
}

export interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { message: string; path?: unknown[]; extensions: { code: string } }[];
  /** The body as it came. */
  readonly text: string;
}

/** What lies in an answer under a path such as 'event.place.name' or 'nodes.0.id'; undefined where nothing does. */
export function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, name) => {
    if (typeof node !== 'object' || node === null) return undefined;
    return (node as Readonly<Record<string, unknown>>)[name];
  }, tree);
}

/** The same, where a list must lie; its nodes where it is a connection. */
export function listAt(tree: unknown, path: string): unknown[] {
  const found = at(tree, path);
  if (Array.isArray(found)) return found as unknown[];
  const edges = at(found, 'edges');
  if (Array.isArray(edges)) return edges.map((edge: unknown) => at(edge, 'node'));
  throw new Error(`a list is required under ${path}, there is none in ${JSON.stringify(tree)}`);
}

export function textAt(tree: unknown, path: string): string {
  const found = at(tree, path);
  if (typeof found === 'string') return found;
  throw new Error(`text is required under ${path}, there is none in ${JSON.stringify(tree)}`);
}

export interface TestApi {
  readonly hub: TestHub;
  readonly api: Api;
  /** Lines that the API wrote to its log. */
  readonly log: string[];
  /** Sends a query as somebody of a role. */
  ask(role: Role, query: string, asking?: Asking): Promise<Answer>;
  /** Sends anything at all to /graphql. */
  send(init: RequestInit, path?: string): Promise<Answer>;
  token(role: Role, areas?: Principal['areas']): Promise<string>;
  /** Statements since the last call, white space evened out; entries of the audit log are left out. */
  statements(): string[];
  /** While set, statements that hold this text fail as if the database refused them. */
  breakStatements(holding: RegExp | null): void;
  close(): Promise<void>;
}

export function principal(
  role: Role,
  areas: Principal['areas'] = 'ALL',
  department = 'grid',
): Principal {
  return {
    id: `${role}-1`,
    name: `测试 ${role}`,
    role,
    department,
    areas,
    purposes: PURPOSES[role],
  };
}

interface Recorder {
  readonly db: Queryable;
  readonly seen: string[];
  broken: RegExp | null;
}

/**
 * Stands before the pool: notes every statement, and can make some of them fail. `serial`: one after another, so that which
 * parents share a statement does not hang on which answer came first.
 */
function recorderOf(pool: Queryable, serial: boolean): Recorder {
  let turn: Promise<unknown> = Promise.resolve();
  const seen: string[] = [];
  const recorder: Recorder = {
    seen,
    broken: null,
    db: new Proxy(pool, {
      get(target, name) {
        if (name !== 'query') return Reflect.get(target, name) as unknown;
        return (statement: string | { text: string }, ...rest: unknown[]) => {
          const text = (typeof statement === 'string' ? statement : statement.text)
            .replace(/\s+/g, ' ')
            .trim();
          seen.push(text);
          if (recorder.broken?.test(text) === true)
            return Promise.reject(Object.assign(new Error('read-only'), { code: '25006' }));
          const send = (): unknown =>
            (target.query as (...args: unknown[]) => unknown).call(target, statement, ...rest);
          if (!serial) return send();
          const sent = turn.then(send);
          turn = sent.catch(() => undefined);
          return sent;
        };
      },
    }),
  };
  return recorder;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<Answer>;
  return {
    status: response.status,
    data: body.data ?? null,
    errors: body.errors ?? [],
    text,
  };
}

interface TestApiOptions {
  readonly limits?: Partial<Limits>;
  readonly serial?: boolean;
  /** With a queue in the database, so that plans can be asked for. */
  readonly queue?: boolean;
  /** Writes connectors beside those of the district. */
  readonly more?: (folder: TestFolder) => void;
}

/** Opening a queue takes as long as many a test: where none is asked for, any use of it fails. */
async function transportOf(hub: TestHub, queue: boolean): Promise<Transport> {
  if (queue)
    return openTransport({
      db: hub.db,
      databaseUrl: hub.url,
      redisUrl: null,
      onError: () => undefined,
    });
  return new Proxy({} as Transport, {
    get(_, name) {
      if (name === 'close') return () => Promise.resolve();
      if (name === 'then') return undefined;
      throw new Error('a queue is required for this; start the test API with queue: true');
    },
  });
}

export async function startTestApi({
  serial = false,
  queue = false,
  more,
  ...options
}: TestApiOptions = {}): Promise<TestApi> {
  const folder = testFolder();
  writeDistrict(folder);
  more?.(folder);
  const hub = await testHub();
  await hub.load([`${folder.path}/connectors`]);
  await hub.night();
  await refreshTrend({ db: hub.db });
  const log: string[] = [];
  const recorder = recorderOf(hub.db, serial);
  const transport = await transportOf(hub, queue);
  const operations = operationsOf({
    db: hub.db,
    catalogue: hub.catalogue,
    idKey: TEST_ID_KEY,
    transport,
    nightly: { pattern: SETTINGS.nightly, timeZone: SETTINGS.timeZone },
  });
  const api = await startApi({
    host: '127.0.0.1',
    port: 0,
    db: recorder.db,
    catalogue: hub.catalogue,
    policy: HUB,
    hub: HUB,
    operations,
    tokenSecret: TOKEN_SECRET,
    idKey: TEST_ID_KEY,
    logger: createLogger('info', { write: (line: string) => void log.push(line) }),
    now: () => NOW,
    ...options,
  });
  const tokens = new Map<string, Promise<string>>();
  const token = (role: Role, areas?: Principal['areas']): Promise<string> => {
    const name = `${role} ${JSON.stringify(areas)}`;
    const made =
      tokens.get(name) ?? signToken(TOKEN_SECRET, principal(role, areas), { validFor: 600 });
    tokens.set(name, made);
    return made;
  };
  const send = async (init: RequestInit, path = '/graphql'): Promise<Answer> =>
    answerOf(await fetch(`${api.url}${path}`, { method: 'POST', ...init }));
  return {
    hub,
    api,
    log,
    send,
    token,
    async ask(role, query, asking = {}) {
      const { variables, operationName, areas, purpose, caseNumber } = {
        ...USUAL[role],
        ...asking,
      };
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        authorization: `Bearer ${await token(role, areas)}`,
      };
      if (typeof purpose === 'string') headers['x-wangshu-purpose'] = encodeURIComponent(purpose);
      if (typeof caseNumber === 'string')
        headers['x-wangshu-case'] = encodeURIComponent(caseNumber);
      return send({ headers, body: JSON.stringify({ query, variables, operationName }) });
    },
    statements() {
      return recorder.seen.splice(0).filter((text) => !text.includes('audit_entry'));
    },
    breakStatements(holding) {
      recorder.broken = holding;
    },
    async close() {
      await api.close();
      await transport.close();
      await hub.close();
      folder.remove();
    },
  };
}

/** Ids as the hub makes them. */
export const residentId = (n: number): string =>
  nodeId('Resident', keyedId(TEST_ID_KEY, 'Resident', identityNumber(n)));
export const areaId = (code: string): string => nodeId('Place', keyedId(TEST_ID_KEY, 'area', code));
export const districtId = areaId(DISTRICT);
export const unknownId = (
  type: 'Resident' | 'Place' | 'Event' | 'Thing' | 'Organization',
): string => nodeId(type, keyedId(TEST_ID_KEY, 'nothing', randomBytes(8).toString('hex')));
