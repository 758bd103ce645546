import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyToken } from '../../../src/access/token';
import { testFolder } from '../../support/hub';
import { wangshu } from './support';

const COMMANDS = [
  'demo',
  'serve',
  'worker',
  'migrate',
  'connectors',
  'sync',
  'status',
  'quarantine',
  'token',
];
const SECRET = 'a-secret-for-these-tests-0123456789abcdef';

describe('the command line', () => {
  it('shows what there is when nothing is asked, and with --help', async () => {
    for (const argv of [[], ['--help']]) {
      const { code, out } = await wangshu(argv);
      expect(code).toBe(0);
      for (const name of COMMANDS) expect(out).toContain(`  ${name}`);
    }
  });

  it.each(COMMANDS)('%s --help says what it does and shows examples', async (name) => {
    const { code, out } = await wangshu([name, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: wangshu ${name}`));
    expect(out).toMatch(/Examples:\n {2}\$ /);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(
      readFileSync(path.join(__dirname, '../../../package.json'), 'utf8'),
    ) as { version: string };
    expect(await wangshu(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it.each([
    [['nix'], /unknown command 'nix'/],
    [['sync', '--nix'], /unknown option '--nix'.*\(wangshu sync --help shows how\)/s],
    [['token'], /required option '--role <role>'/],
    [['demo', '--residents', '7'], /whole number from 200 to 1000000/],
    [['demo', '--residents', 'many'], /whole number/],
    [['token', '--role', 'analyst', '--valid', '1y'], /30m, 8h or 7d/],
    [['quarantine', '--limit', '0'], /whole number from 1/],
  ])('%p is asked wrongly: exit code 2 and a sentence', async (argv, sentence) => {
    const { code, out, err } = await wangshu(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
  });

  it('tells faults to machines as one JSON object', async () => {
    const { code, err } = await wangshu(['sync', '--nix', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'BAD_USER_INPUT', message: expect.stringContaining("unknown option '--nix'") },
    });
  });

  it('tells all faults of the environment at once, without a value that is a secret', async () => {
    const { code, err } = await wangshu(['status'], {
      PORT: 'x',
      DATABASE_URL: 'mysql://u:pw@h/d',
    });
    expect(code).toBe(2);
    expect(err).toMatch(/2 faults to mend/);
    expect(err).not.toContain('pw@');
  });

  it('says in a sentence that the database does not answer', async () => {
    const { code, err } = await wangshu(['status'], {
      DATABASE_URL: 'postgres://u:geheim@127.0.0.1:9/d',
      WANGSHU_TOKEN_SECRET: SECRET,
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^wangshu: a database that answers is required/);
    expect(err).not.toMatch(/geheim|at .*\.ts/);
  });
});

describe('connectors', () => {
  it('are listed without the secrets of their sources', async () => {
    const { code, out } = await wangshu(['connectors', 'list', '--json']);
    expect(code).toBe(0);
    const listed = JSON.parse(out) as { id: string; streams: { record: string }[] }[];
    expect(listed.map(({ id }) => id)).toContain('police-population');
    expect(listed.flatMap(({ streams }) => streams.map(({ record }) => record))).toContain(
      'PoliceCallRecord',
    );
  });

  it('are checked with all faults at once, each with file, path, required and given', async () => {
    const folder = testFolder();
    folder.write('one/connector.yaml', 'id: One\nstreams: 3\n');
    try {
      const { code, err } = await wangshu(['connectors', 'check', '--json'], {
        CONNECTORS_DIR: folder.path,
      });
      expect(code).toBe(2);
      const { error } = JSON.parse(err) as { error: { code: string; faults: { path: string }[] } };
      expect(error.code).toBe('CONNECTOR_INVALID');
      expect(error.faults.map((fault) => fault.path)).toEqual(
        expect.arrayContaining(['id', 'streams', 'department', 'reader']),
      );
    } finally {
      folder.remove();
    }
  });

  it('name the variables that are missing', async () => {
    const { code, err } = await wangshu(['connectors', 'check']);
    expect(code).toBe(2);
    expect(err).toMatch(/environment variable POLICE_DB_URL is required/);
  });

  it('have a JSON Schema', async () => {
    const { out } = await wangshu(['connectors', 'schema']);
    expect(JSON.parse(out)).toMatchObject({ type: 'object' });
  });
});

describe('tokens', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'wangshu-token-'));
  });
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  it('name role, purposes, areas and the time they are good for', async () => {
    const { code, out } = await wangshu(
      [
        'token',
        '--role',
        'grid-worker',
        '--area',
        '990106001001',
        '--name',
        '网格员甲',
        '--id',
        'w-1',
        '--valid',
        '30m',
        '--json',
      ],
      { WANGSHU_TOKEN_SECRET: SECRET, WANGSHU_HOME: home },
    );
    expect(code).toBe(0);
    const { token, validUntil } = JSON.parse(out) as { token: string; validUntil: string };
    expect(await verifyToken(SECRET, token)).toEqual({
      id: 'w-1',
      name: '网格员甲',
      role: 'grid-worker',
      department: null,
      areas: ['990106001001'],
      purposes: ['grid-service'],
    });
    expect(Date.parse(validUntil) - Date.now()).toBeGreaterThan(29 * 60_000);
  });

  it('stand alone on standard output, for scripts', async () => {
    const { out } = await wangshu(['token', '--role', 'analyst'], { WANGSHU_HOME: home });
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('are not made for roles, purposes and areas that hub.yaml does not know', async () => {
    const { code, err } = await wangshu(
      ['token', '--role', 'analyst', '--purpose', 'case-handling', '--area', 'here'],
      { WANGSHU_HOME: home },
    );
    expect(code).toBe(2);
    expect(err).toMatch(
      /purposes \(trend-analysis\).*"case-handling" is given.*--area, "here" is given/s,
    );
  });
});
