import type { AcceptOptions } from '../../src/acceptance/kit';
import { leaksIn, secretValues } from '../../src/acceptance/leaks';
import { literalSecrets } from '../../src/acceptance/secrets';
import { WangshuError } from '../../src/domain/errors';
import { testFolder, type TestFolder } from '../support/hub';
import { failing, judge, planted, readerOf, yamlOf, type Plant } from './acceptance-visits';

/** Cases that are of calls and of secrets: each is shown to be able to fail. */
let folder: TestFolder;
beforeAll(() => {
  folder = testFolder();
  folder.write('connectors/visits/connector.yaml', yamlOf(folder.path));
});
afterAll(() => {
  folder.remove();
});

const fails = (name: string, plant: Plant, options: Partial<AcceptOptions> = {}) =>
  failing(folder.path, name, plant, options);
const away = (message: string): WangshuError => new WangshuError('SOURCE_UNREACHABLE', message);

describe('the kit catches a reader', () => {
  it.each<[string, string, Plant['reader'], RegExp]>([
    [
      'that quotes its token',
      'fails-cleanly',
      {
        check: () =>
          Promise.reject(away('no answer to Authorization: Bearer planted-secret-token')),
      },
      /check .*: an error without secrets is required, 1 stand/,
    ],
    [
      'that hangs a cause on its error in which the token stands',
      'fails-cleanly',
      {
        check: () =>
          Promise.reject(
            new WangshuError('SOURCE_UNREACHABLE', 'no answer', {
              cause: { request: { headers: ['planted-secret-token'] } },
            }),
          ),
      },
      /an error without secrets is required, 1 stand/,
    ],
    [
      'that finds a source where there is none',
      'fails-cleanly',
      {},
      /an error of the hub is required, there was none/,
    ],
    [
      'that waits for ever for a source that says nothing',
      'times-out',
      { check: () => new Promise(() => undefined) },
      /check: an end within 5 s of the word is required, there was none/,
    ],
    [
      'that reports an answer which never came',
      'times-out',
      { check: () => Promise.resolve() },
      /no answer can come, one was reported/,
    ],
  ])(
    '%s: %s',
    async (_, name, reader, saw) => {
      const told = await fails(name, {}, { readerBy: () => readerOf({ reader: reader ?? {} }) });
      expect(told).toMatch(saw);
      expect(told).not.toContain('planted-secret-token');
    },
    30_000,
  );

  it('that puts a secret into what any case shows: it is not shown', async () => {
    const check = (): Promise<void> => Promise.reject(away('nothing at planted-secret-token'));
    const saw = await fails('answers', { reader: { check } });
    expect(saw).toMatch(/words without secrets are required, 1 of this connector stand/);
    expect(saw).not.toContain('planted-secret-token');
  });
});

describe('secrets', () => {
  const connection = (text: string): unknown => ({ kind: 'sql', client: 'pg', connection: text });

  it.each<[string, unknown, string | null]>([
    ['a whole address', connection('postgres://reader:open@127.0.0.1/db'), 'reader.connection'],
    [
      'a password beside a variable',
      connection('postgres://u:open@${HOST}/db'),
      'reader.connection',
    ],
    ['half a password', connection('postgres://u:open${PASSWORD}@h/db'), 'reader.connection'],
    [
      'a password in a parameter',
      connection('postgres://${HOST}/db?password=open'),
      'reader.connection',
    ],
    [
      'half a token',
      { kind: 'http', auth: { kind: 'bearer', token: 'abc${TOKEN}' } },
      'reader.auth.token',
    ],
    [
      'a header that is a key by its look',
      { kind: 'http', headers: { 'X-App': '8f3a9c1e77b04d2f' } },
      'reader.headers.X-App',
    ],
    [
      'a header that is a secret by its name',
      { kind: 'http', headers: { Authorization: 'Bearer open' } },
      'reader.headers.Authorization',
    ],
    ['none: the whole from the environment', connection('${DATABASE_URL}'), null],
    ['none: the password from the environment', connection('postgres://u:${PASSWORD}@h/db'), null],
    [
      'none: plain headers and parameters',
      {
        kind: 'http',
        headers: { Accept: 'application/json', 'X-Token': 'Bearer ${TOKEN}' },
        query: { sort: 'id' },
      },
      null,
    ],
  ])('in the file: %s', (_, rawReader, path) => {
    expect(literalSecrets(rawReader)).toEqual(path === null ? [] : [path]);
  });

  it('in the file fail the case spec, which does not show them', async () => {
    const connector = planted(folder.path, {});
    const rawReader = connection('postgres://reader:open@127.0.0.1/db');
    const verdict = (await judge(folder.path, { connector, only: ['spec'], rawReader })).get(
      'spec',
    );
    expect(verdict?.outcome).toBe('FAILED');
    expect(verdict?.saw).toContain('is required for reader.connection,');
    expect(verdict?.saw).not.toContain('open');
  });

  it('are looked for whole, in their parts, and as they are sent', () => {
    const whole = 'postgres://reader:p%40ss-word@10.0.0.5/db?sslpassword=key-of-tls';
    expect(secretValues(connection('${URL}'), connection(whole))).toEqual(
      expect.arrayContaining([whole, 'p%40ss-word', 'p@ss-word', 'key-of-tls']),
    );
    const http = (auth: unknown): unknown => ({ kind: 'http', auth });
    expect(
      secretValues(
        http({ kind: 'basic', username: '${U}', password: '${P}' }),
        http({ kind: 'basic', username: 'reader', password: 'long-secret' }),
      ),
    ).toEqual(['long-secret', 'cmVhZGVyOmxvbmctc2VjcmV0']);
    const header = (text: string): unknown => ({ kind: 'http', headers: { 'X-Own': text } });
    expect(secretValues(header('Bearer ${TOKEN}'), header('Bearer abcdef'))).toEqual([
      'Bearer abcdef',
      'abcdef',
    ]);
  });

  it('are found in messages, causes, errors of errors and bytes, and not in names of files', () => {
    const secrets = ['swordfish'];
    const cause = new AggregateError([new Error('x'), new Error('at swordfish')], 'both');
    expect(leaksIn('swordfish', secrets)).toBe(1);
    expect(leaksIn(new Error('x', { cause }), secrets)).toBe(1);
    expect(leaksIn({ body: Buffer.from('a swordfish') }, secrets)).toBe(1);
    const quiet = new Error('x');
    quiet.stack = 'Error: x\n    at /home/swordfish/a.ts';
    expect(leaksIn(quiet, secrets)).toBe(0);
    expect(leaksIn(null, secrets)).toBe(0);
  });
});
