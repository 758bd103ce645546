import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort, guardProcess } from '../../src/db/embedded';
import { untilAnswers } from './until-answers';

export interface TestMariaDb {
  /** Address as a user who may do everything, with no database chosen. */
  readonly adminUrl: string;
  /** A database of its own (utf8mb4), empty. Gives its address. */
  database(): Promise<string>;
  /** Sends statements over one connection of their own and gives the rows of the last. */
  query<Row extends object = Record<string, unknown>>(
    url: string,
    ...statements: string[]
  ): Promise<Row[]>;
  stop(): Promise<void>;
}

/** Debian's package mariadb-server-core: the server's program alone, no service and no clients. */
const PROGRAMS = ['/usr/sbin/mariadbd', '/usr/sbin/mysqld'];
/** Where distributions lay the SQL that makes the server's own tables. */
const SHARES = ['/usr/share/mysql', '/usr/share/mariadb'];
const START_LIMIT = 20_000;
const ATTEMPTS = 5;

/**
 * Starts a MariaDB server of its own on a free port of loopback, in a folder of its own, with a password of its own. It ends with
 * `stop`, or with this process.
 */
export async function testMariaDb(...own: string[]): Promise<TestMariaDb> {
  const { program, share } = findServer();
  const home = await mkdtemp(path.join(os.tmpdir(), 'wangshu-mariadb-'));
  await chmod(home, 0o700);
  const settings = [...settingsOf(home, share), ...own];
  await makeSystemTables(program, share, home, settings);
  const password = randomBytes(12).toString('hex');
  const initFile = path.join(home, 'init.sql');
  await writeFile(
    initFile,
    `CREATE USER IF NOT EXISTS test@'127.0.0.1' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO test@'127.0.0.1' WITH GRANT OPTION;\n`,
  );
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const pidFile = path.join(home, 'pid');
    const child = spawn(
      program,
      [
        ...settings,
        '--bind-address=127.0.0.1',
        `--port=${String(port)}`,
        `--socket=${path.join(home, 's')}`,
        `--pid-file=${pidFile}`,
        `--init-file=${initFile}`,
      ],
      { stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    const adminUrl = `mysql://test:${password}@127.0.0.1:${String(port)}/`;
    if (!(await untilAnswers(child, () => letsIn(adminUrl), START_LIMIT))) {
      await ended;
      continue;
    }
    const guard = guardProcess({ pid: child.pid ?? 0, pidFile, signal: 'TERM' });
    let databases = 0;
    return {
      adminUrl,
      query,
      async database() {
        databases += 1;
        const name = `test_${String(databases)}`;
        await query(adminUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
        return adminUrl + name;
      },
      async stop() {
        child.kill('SIGTERM');
        await ended;
        await guard.release();
        await rm(home, { recursive: true, force: true });
      },
    };
  }
  await rm(home, { recursive: true, force: true });
  throw new Error('mariadbd is required for this test, it did not start in five attempts');
}

function findServer(): { readonly program: string; readonly share: string } {
  const program = PROGRAMS.find((each) => existsSync(each));
  const share = SHARES.find((each) => existsSync(path.join(each, 'mysql_system_tables.sql')));
  if (program === undefined || share === undefined) {
    throw new Error(
      'mariadbd is required for this test, it is not installed; run: sudo apt-get install -y mariadb-server-core',
    );
  }
  return { program, share };
}

/** Small and quick: nothing here outlives the test, so nothing need be flushed. */
function settingsOf(home: string, share: string): string[] {
  return [
    '--no-defaults',
    `--datadir=${path.join(home, 'data')}`,
    `--lc-messages-dir=${share}`,
    `--user=${os.userInfo().username}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=0',
    '--character-set-server=utf8mb4',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=32M',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-flush-method=nosync',
    '--innodb-doublewrite=0',
    '--innodb-data-file-path=ibdata1:4M:autoextend',
    '--innodb-undo-tablespaces=0',
    '--innodb-temp-data-file-path=ibtmp1:1M:autoextend',
    '--aria-log-file-size=8M',
    '--key-buffer-size=1M',
  ];
}

/** By the server's own bootstrap mode: mariadb-install-db would need programs of further packages. */
async function makeSystemTables(
  program: string,
  share: string,
  home: string,
  settings: readonly string[],
): Promise<void> {
  await mkdir(path.join(home, 'data'), { mode: 0o700 });
  const child = spawn(
    program,
    [...settings, '--bootstrap', '--skip-networking', '--enforce-storage-engine='],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said = (said + piece).slice(-2_000);
  });
  // A server that ends early says so by its code.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const read = (name: string): Promise<string> => readFile(path.join(share, name), 'utf8');
  child.stdin.end(
    [
      'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n',
      await read('mysql_system_tables.sql'),
      await read('mysql_performance_tables.sql'),
    ].join('\n'),
  );
  const [code] = await ended;
  if (code === 0) return;
  await rm(home, { recursive: true, force: true });
  throw new Error(`mariadbd is required for this test, its first start failed: ${said}`);
}

async function query<Row extends object>(url: string, ...statements: string[]): Promise<Row[]> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  try {
    let rows: unknown = [];
    for (const statement of statements) [rows] = await connection.query(statement);
    return rows as Row[];
  } finally {
    await connection.end();
  }
}

async function letsIn(url: string): Promise<boolean> {
  try {
    await query(url, 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}
