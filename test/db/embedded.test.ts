import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  runningEmbeddedServer,
  shareEmbeddedServer,
  startEmbeddedServer,
  stopEmbeddedServer,
  type EmbeddedServer,
  type EmbeddedServerOptions,
} from '../../src/db/embedded';
import { query } from '../support/query';
import { FOR_GOOD } from '../support/for-good';

let folder: string;
const started: EmbeddedServer[] = [];

async function start(options: Partial<EmbeddedServerOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir: folder, durable: false, ...options });
  started.push(server);
  return server;
}

const share = (): Promise<EmbeddedServer> =>
  shareEmbeddedServer({ dataDir: folder, durable: false });

const pidFile = (server: EmbeddedServer): string =>
  path.join(server.home, 'postgres/data/postmaster.pid');

async function postmasterPid(server: EmbeddedServer): Promise<number> {
  return Number.parseInt(await readFile(pidFile(server), 'utf8'), 10);
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen in 15 seconds');
    await sleep(20);
  }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'wangshu-embedded-'));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const server of started.splice(0)) {
    await server.stop();
    await rm(server.home, FOR_GOOD);
  }
  await stopEmbeddedServer(folder);
  await rm(folder, FOR_GOOD);
});

describe('an embedded server', () => {
  it('starts on an empty folder and finds Chinese by trigrams', async () => {
    const { url, startedHere } = await start();
    const [row] = await query<Record<string, string | number>>(
      url,
      'CREATE EXTENSION pg_trgm',
      `SELECT current_database() AS database, current_setting('server_encoding') AS encoding,
              array_length(show_trgm('人民路十二号'), 1) AS trigrams,
              similarity('人民路十二号', '人民路十三号') AS similarity`,
    );
    expect(startedHere).toBe(true);
    expect(row).toMatchObject({ database: 'wangshu', encoding: 'UTF8', trigrams: 7 });
    expect(row?.['similarity']).toBeCloseTo(0.4, 1);
  });

  it('listens on 127.0.0.1 alone and lets nobody in without the password', async () => {
    const { url } = await start();
    const [row] = await query(
      url,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`,
    );
    expect(row).toEqual({ addresses: '127.0.0.1', sockets: '' });
    const intruder = new URL(url);
    intruder.password = 'guessed';
    await expect(query(intruder.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const secret = await stat(path.join(started[0]?.home ?? '', 'postgres/password'));
    expect(secret.mode & 0o777).toBe(0o600);
  });

  it('is found by a second start on its folder, whose stop leaves it running', async () => {
    const first = await start();
    const second = await start({ database: 'department' });
    expect(second).toMatchObject({ port: first.port, startedHere: false });
    await second.stop();
    const rows = await query(second.url, 'SELECT current_database() AS name');
    expect(rows).toEqual([{ name: 'department' }]);
    const found = await runningEmbeddedServer(folder);
    expect(found).toMatchObject({ url: first.url, startedHere: false });
  });

  it('is shared: whoever comes first starts it, whoever goes last stops it', async () => {
    const [first, second, third] = [await share(), await share(), await share()];
    expect([first, second, third].map((server) => server?.startedHere)).toEqual([
      true,
      false,
      false,
    ]);
    await first?.stop();
    await third?.stop();
    expect(await query(second?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second?.stop();
    expect(await runningEmbeddedServer(folder)).toBeNull();
  });

  it('is shared by many that come and go at once, and is gone at the end', async () => {
    const visit = async (): Promise<unknown> => {
      const server = await share();
      const rows = await query(server.url, 'SELECT 1 AS one');
      await server.stop();
      return rows;
    };
    for (let round = 0; round < 3; round += 1)
      expect(await Promise.all(Array.from({ length: 5 }, visit))).toEqual(
        Array.from({ length: 5 }, () => [{ one: 1 }]),
      );
    expect(await runningEmbeddedServer(folder)).toBeNull();
  }, 60_000);

  it('is one server when four starts come at once on a new folder', async () => {
    const servers = await Promise.all([start(), start(), start(), start()]);
    expect(servers.filter((server) => server.startedHere)).toHaveLength(1);
    expect(new Set(servers.map((server) => server.url)).size).toBe(1);
    expect(await query(servers[3]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('keeps rows and port over a restart', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (7)');
    await first.stop();
    const second = await start();
    expect(second).toMatchObject({ port: first.port, startedHere: true });
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('works in a folder with blanks and Chinese characters, made when missing', async () => {
    const dataDir = path.join(folder, '网枢 数据', 'it\'s a "db"');
    const { url, home } = await start({ dataDir });
    expect(home).toBe(dataDir);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lies in a folder beside other things', async () => {
    await writeFile(path.join(folder, 'notes.txt'), 'mine');
    await start();
    expect(await readFile(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('is gone after stop, also when stop is called twice', async () => {
    const server = await start();
    const pid = await postmasterPid(server);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(query(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await runningEmbeddedServer(folder)).toBeNull();
  });

  it('uses no folder that its user cannot enter, says where it went and is found there', async () => {
    const hidden = path.join(folder, 'private');
    await mkdir(hidden, { mode: 0o700 });
    const lines: string[] = [];
    const dataDir = path.join(hidden, 'db');
    const first = await start({ dataDir, onLog: (line) => lines.push(line) });
    // Only root's server runs as another user; anybody else's stays where it was wished.
    const stays = process.getuid?.() !== 0;
    expect(first.home === dataDir).toBe(stays);
    expect(lines.some((line) => line.includes(`keeping the database in ${first.home}`))).toBe(
      !stays,
    );
    expect(await runningEmbeddedServer(dataDir)).toMatchObject({ url: first.url });
  });

  it('writes no value of a statement, a constraint or a COPY line to its log', async () => {
    const { url, logFile } = await start();
    const secret = '31010519491231002X';
    const table = 'CREATE TABLE person (number text PRIMARY KEY, born date)';
    await query(url, table, `INSERT INTO person VALUES ('${secret}')`);
    await expect(query(url, `INSERT INTO person VALUES ('${secret}')`)).rejects.toThrow('unique');
    await expect(query(url, `SELECT '${secret}'::date`)).rejects.toThrow('date');
    expect(await readFile(logFile, 'utf8')).not.toContain(secret);
  });
});

describe('an embedded server after a crash', () => {
  it('starts again with its rows when the server was killed', async () => {
    const first = await start();
    await query(
      first.url,
      'CREATE TABLE kept (n int)',
      'INSERT INTO kept VALUES (7)',
      'CHECKPOINT',
    );
    process.kill(await postmasterPid(first), 'SIGKILL');
    const second = await start();
    expect(second.startedHere).toBe(true);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('starts again when the number in the left-over lock file now belongs to a stranger', async () => {
    const first = await start();
    const lock = await readFile(pidFile(first), 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    try {
      await writeFile(pidFile(first), lock.replace(/^\d+/, String(stranger.pid)));
      const { uid, gid } = await stat(path.join(first.home, 'postgres/data'));
      await chown(pidFile(first), uid, gid);
      expect((await start()).startedHere).toBe(true);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });

  it('stops by itself when the process that started it is killed', async () => {
    const script = path.join(__dirname, '../support/embedded-owner.ts');
    const owner = spawn(process.execPath, ['--import', 'tsx', script, folder]);
    const gone = once(owner, 'exit');
    const [port] = (await once(owner.stdout, 'data')) as [Buffer];
    expect(await runningEmbeddedServer(folder)).toMatchObject({ port: Number(port.toString()) });
    owner.kill('SIGKILL');
    await gone;
    await until(async () => (await runningEmbeddedServer(folder)) === null);
    expect((await start()).startedHere).toBe(true);
  });
});

describe('an embedded server that cannot start', () => {
  it('says what PostgreSQL said', async () => {
    const starting = start({ settings: { shared_buffers: 'plenty' } });
    await expect(starting).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringMatching(/invalid value for parameter "shared_buffers": "plenty"/),
    });
  });

  it('names a wished port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const starting = start({ port });
    await expect(starting).rejects.toThrow(`port ${String(port)} of 127.0.0.1 is required`);
    other.close();
  });

  it('refuses the data of another major version', async () => {
    const server = await start();
    await server.stop();
    await writeFile(path.join(server.home, 'postgres/data/PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(
      /data of PostgreSQL 18 is required, .* was made by 15; move that folder away/,
    );
  });

  it('refuses to take over something else of the name it needs', async () => {
    await mkdir(path.join(folder, 'postgres/other'), { recursive: true });
    await expect(start()).rejects.toThrow(/something else is there; move it away/);
  });
});
