/**
 * Longer than 300 lines because one page has three sides: the server that serves it, the top bar and requests that run in the
 * browser (their modules touch no DOM), and the bundle that Vite builds.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { cleanToken, readClaims } from '../../console/graphiql/src/claims';
import {
  NO_CREDENTIALS,
  readFragment,
  requestHeaders,
  withToken,
} from '../../console/graphiql/src/credentials';
import { send } from '../../console/graphiql/src/fetcher';
import { CONSOLE_BUILD_COMMAND, registerConsole } from '../../src/api/console';
import type { ConsoleOptions } from '../../src/api/console';

const SCRIPT = 'console.log("page");\n'.repeat(100);
const DEMO = [{ role: 'analyst', label: '分析员 Analyst', token: 'a.b.c', purpose: 'TREND' }];

let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), '网枢 console-'));
  app = Fastify();
});

afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

async function fakeBuild(into: string): Promise<void> {
  await mkdir(join(into, 'assets'), { recursive: true });
  await writeFile(join(into, 'index.html'), '<!doctype html><title>网枢 Wangshu</title>');
  await writeFile(join(into, 'assets', 'index-1a2b3c4d.js'), SCRIPT);
  await writeFile(join(into, 'assets', 'index-1a2b3c4d.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(into, '.secret'), 'hidden');
}

async function serve(options: Partial<ConsoleOptions> = {}): Promise<void> {
  await registerConsole(app, { folder, endpoint: '/graphql', ...options });
  await app.ready();
}

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.c2ln`;
}

describe('the server of the GraphiQL page', () => {
  it('serves the page anew each time and its hashed assets for a year', async () => {
    await fakeBuild(folder);
    await serve();
    const page = await app.inject('/graphiql/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('网枢 Wangshu');
    expect(page.headers['cache-control']).toBe('no-cache');

    const asset = await app.inject('/graphiql/assets/index-1a2b3c4d.js');
    expect(asset.body).toBe(SCRIPT);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('sends the small form of an asset to a browser that reads gzip', async () => {
    await fakeBuild(folder);
    await serve();
    const asset = await app.inject({
      url: '/graphiql/assets/index-1a2b3c4d.js',
      headers: { 'accept-encoding': 'gzip, deflate, br' },
    });
    expect(asset.headers['content-encoding']).toBe('gzip');
    expect(asset.headers['content-type']).toMatch(/javascript/);
    expect(asset.headers['vary']).toBe('accept-encoding');
    expect(asset.rawPayload.length).toBeLessThan(SCRIPT.length / 2);
  });

  it('leads to the page from / and from /graphiql, also behind a path of a gateway', async () => {
    await fakeBuild(folder);
    await serve();
    for (const url of ['/', '/graphiql']) {
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(302);
      expect(answer.headers.location).toBe('graphiql/');
    }
  });

  it('allows the page nothing from another origin, and no inline script', async () => {
    await fakeBuild(folder);
    await serve({ demo: DEMO });
    for (const url of ['/graphiql/', '/graphiql/assets/index-1a2b3c4d.js', '/graphiql/demo.json']) {
      const policy = String((await app.inject(url)).headers['content-security-policy']);
      const directives = new Map(
        policy.split('; ').map((directive) => {
          const [name, ...sources] = directive.split(' ');
          return [name, sources] as const;
        }),
      );
      expect(directives.get('default-src')).toEqual(["'none'"]);
      expect(directives.get('script-src')).toEqual(["'self'"]);
      expect(directives.get('connect-src')).toEqual(["'self'"]);
      expect(directives.get('worker-src')).toEqual(["'self'", 'blob:']);
      expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
      const own = ["'none'", "'self'", "'unsafe-inline'", 'data:', 'blob:'];
      expect([...directives.values()].flat().filter((source) => !own.includes(source))).toEqual([]);
    }
  });

  it('says in Chinese and English how to build a missing page, and shows it once it is built', async () => {
    await serve({ folder: join(folder, 'later') });
    const missing = await app.inject('/graphiql/');
    expect(missing.statusCode).toBe(503);
    expect(missing.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(missing.headers['cache-control']).toBe('no-store');
    expect(missing.body.split(CONSOLE_BUILD_COMMAND)).toHaveLength(3);
    expect(missing.body).toContain('尚未构建');
    expect(missing.body).toContain('has not been built yet');
    expect(missing.body).not.toContain(folder);

    await fakeBuild(join(folder, 'later'));
    expect((await app.inject('/graphiql/')).statusCode).toBe(200);
  });

  it('gives demo tokens and samples only when it was started with them, and never lets them be cached', async () => {
    await fakeBuild(folder);
    await serve();
    expect((await app.inject('/graphiql/demo.json')).statusCode).toBe(404);
    expect((await app.inject('/graphiql/samples.json')).statusCode).toBe(404);
    expect((await app.inject('/graphiql/config.json')).json()).toEqual({
      endpoint: '/graphql',
      samples: false,
      demo: false,
    });

    const samples = [{ name: '事件', query: '{ events { totalCount } }', variables: {} }];
    const demoApp = Fastify();
    await registerConsole(demoApp, { folder, endpoint: '/graphql', samples, demo: DEMO });
    const demo = await demoApp.inject('/graphiql/demo.json');
    expect(demo.json()).toEqual(DEMO);
    expect(demo.headers['cache-control']).toBe('no-store');
    expect((await demoApp.inject('/graphiql/samples.json')).json()).toEqual(samples);
    await demoApp.close();
  });

  it('gives nothing from outside the folder, and no hidden file', async () => {
    await fakeBuild(join(folder, 'page'));
    await writeFile(join(folder, 'outside.txt'), 'outside');
    await serve({ folder: join(folder, 'page') });
    for (const path of ['../outside.txt', '%2e%2e/outside.txt', '..%2foutside.txt', '.secret']) {
      const answer = await app.inject(`/graphiql/${path}`);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toMatch(/outside$|hidden/);
    }
  });

  it.each(['https://elsewhere.example/graphql', '//elsewhere.example/graphql', 'graphql', '/a?b'])(
    'refuses the endpoint %s, which the page could not call',
    async (endpoint) => {
      await expect(registerConsole(app, { folder, endpoint })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('one slash') as string,
      });
    },
  );
});

describe('the top bar', () => {
  it('reads name, role, purposes and expiry of a token, in any script', () => {
    const token = jwt({
      name: '王敏',
      role: 'STEWARD',
      purposes: ['A', 7, 'B'],
      exp: 1_800_000_000,
    });
    expect(readClaims(token)).toEqual({
      name: '王敏',
      role: 'STEWARD',
      purposes: ['A', 'B'],
      expiresAt: new Date(1_800_000_000_000),
    });
  });

  it.each(['', 'abc', 'a.b.c', '不是令牌', `x.${Buffer.from('[1]').toString('base64url')}.y`])(
    'calls %p no token',
    (text) => {
      expect(readClaims(text)).toBeNull();
    },
  );

  it('takes a token as it was copied', () => {
    expect(cleanToken(' Bearer aaa.\n bbb.ccc \n')).toBe('aaa.bbb.ccc');
  });

  it('names a purpose of itself only when the token leaves no choice', () => {
    const one = jwt({ purposes: ['A'] });
    const two = jwt({ purposes: ['A', 'B'] });
    expect(withToken(NO_CREDENTIALS, one).purpose).toBe('A');
    expect(withToken(NO_CREDENTIALS, two).purpose).toBe('');
    expect(withToken({ ...NO_CREDENTIALS, purpose: 'B' }, two).purpose).toBe('B');
    expect(withToken({ ...NO_CREDENTIALS, purpose: 'C' }, two).purpose).toBe('');
  });

  it('fills itself from a fragment without mixing in what another person left', () => {
    const current = { token: 'old', purpose: 'OLD', caseNumber: '1' };
    expect(readFragment('#token=a.b.c&purpose=TREND', current)).toEqual({
      token: 'a.b.c',
      purpose: 'TREND',
      caseNumber: '',
    });
    expect(readFragment('#case=%E6%A1%8812', current)).toEqual({ ...current, caseNumber: '案12' });
    expect(readFragment('#elsewhere', current)).toBeNull();
    expect(readFragment('', current)).toBeNull();
  });

  it('sends a plain purpose as it is, and a Chinese case number so that it arrives whole', () => {
    const headers = requestHeaders({
      token: 'a.b.c',
      purpose: ' CASE_HANDLING ',
      caseNumber: '案〔2026〕12号 100%',
    });
    expect(headers['Authorization']).toBe('Bearer a.b.c');
    expect(headers['X-Wangshu-Purpose']).toBe('CASE_HANDLING');
    expect(decodeURIComponent(headers['X-Wangshu-Case'] ?? '')).toBe('案〔2026〕12号 100%');
    expect(() => new Headers(headers)).not.toThrow();
    expect(requestHeaders({ ...NO_CREDENTIALS, token: '不是令牌' })).toEqual({});
  });
});

describe("the page's requests", () => {
  const request = { query: '{ __typename }' };
  const never = new AbortController().signal;

  async function listen(status: number, type: string, body: string): Promise<string> {
    app.post('/graphql', (_request, reply) => reply.code(status).type(type).send(body));
    return `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  }

  it.each([
    ['JSON', 'application/json', '{"errors":[{"message":"no"}]}'],
    ['HTML', 'text/html', '<h1>401</h1>'],
  ])('explain a 401 with a body of %s in Chinese and English', async (_name, type, body) => {
    const endpoint = await listen(401, type, body);
    const { answer, notice } = await send({ endpoint, headers: () => ({}) }, request, never);
    expect(notice).toMatchObject({ field: 'token' });
    expect(notice?.zh).toContain('访问令牌');
    expect(notice?.en).toContain('access token');
    expect(answer.errors).toHaveLength(1);
  });

  it.each([
    ['PURPOSE_REQUIRED', 'purpose'],
    ['CASE_REQUIRED', 'caseNumber'],
    ['FORBIDDEN', null],
  ])('explain the code %s', async (code, field) => {
    const errors = [{ message: 'no', extensions: { code } }];
    const endpoint = await listen(200, 'application/json', JSON.stringify({ errors }));
    const { notice } = await send({ endpoint, headers: () => ({}) }, request, never);
    expect(notice?.field).toBe(field);
  });

  it('show an answer as it came, and say nothing more', async () => {
    const body = { data: { __typename: 'Query' } };
    const endpoint = await listen(200, 'application/json', JSON.stringify(body));
    const result = await send({ endpoint, headers: () => ({}) }, request, never);
    expect(result).toEqual({ answer: body, notice: null });
  });

  it('explain a gateway that answers instead of the hub, and a hub that is away', async () => {
    const endpoint = await listen(502, 'text/html', '<h1>Bad Gateway</h1>');
    const gateway = await send({ endpoint, headers: () => ({}) }, request, never);
    expect(gateway.notice?.en).toContain('HTTP 502');
    await app.close();
    const away = await send({ endpoint, headers: () => ({}) }, request, never);
    expect(away.notice?.zh).toContain('无法连接');
    expect(away.answer.errors?.[0]?.message).toContain('cannot be reached');
  });
});

describe('the built page', () => {
  it('loads nothing from another address', async () => {
    const root = resolve(__dirname, '../..');
    const out = join(folder, 'graphiql');
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    await promisify(execFile)(
      process.execPath,
      [vite, 'build', 'console/graphiql', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'],
      { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
    );
    const names = await readdir(out, { recursive: true });
    expect(names.filter((name) => name.endsWith('.gz')).length).toBeGreaterThan(10);
    for (const worker of ['editor', 'graphql', 'json']) {
      expect(names.some((name) => name.includes(`${worker}.worker-`))).toBe(true);
    }
    const loads =
      /(?:import\s*\(?|from|importScripts\(|Worker\(|fetch\(|URL\(|@import|url\(|(?:src|href)=)\s*["'`]?(?:https?:)?\/\/[\w-]+\./gi;
    const found: string[] = [];
    for (const name of names.filter((each) => /\.(?:js|css|html|svg)$/.test(each))) {
      const text = await readFile(join(out, name), 'utf8');
      found.push(...(text.match(loads) ?? []).map((match) => `${name}: ${match}`));
    }
    expect(found).toEqual([]);
  }, 120_000);
});
