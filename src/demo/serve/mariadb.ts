/**
 * The MariaDB server of the environment department: its own process on loopback, data in a folder of the demo. It is
 * started from Debian's package mariadb-server-core, which holds the server alone (no service, no clients), so its system
 * tables are made here by the server's own bootstrap mode.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import { WangshuError } from '../../domain/errors';

/** Debian's package that brings the program. */
export const MARIADB_PACKAGE = 'mariadb-server-core';
const PROGRAM = '/usr/sbin/mariadbd';
/** Where distributions lay the server's own SQL and messages. */
const SHARES = ['/usr/share/mysql', '/usr/share/mariadb'];
const DATABASE = 'environment';
const USER = 'environment';
const START_MS = 20_000;
const ATTEMPTS = 5;

export interface MariaDb {
  /** `mysql://…` of the department's database, its password included. */
  readonly url: string;
  /** Ends the server, if this call started it. Data stay. */
  stop(): Promise<void>;
}

/** The server's program and the folder of its own SQL and messages. */
export interface MariaDbProgram {
  readonly program: string;
  readonly share: string;
}

/** What the machine has of MariaDB, at the path given (null: nothing) or where Debian puts it; undefined for nothing. */
export function findMariaDb(program: string | null = PROGRAM): MariaDbProgram | undefined {
  const share = SHARES.find((each) => existsSync(join(each, 'mysql_system_tables.sql')));
  if (program === null || share === undefined || !existsSync(program)) return undefined;
  return { program, share };
}

/**
 * The department's server, made where the folder holds none. One that another start of the same folder runs already is
 * shared, and ends with that one. The server ends with this process, however that ends.
 * @param folder gets `data/` and, while the server runs, `server.json`
 * WangshuError DATABASE_UNAVAILABLE when it does not come up.
 */
export async function startMariaDb(found: MariaDbProgram, folder: string): Promise<MariaDb> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const running = await runningIn(folder);
  if (running !== undefined) return { url: running, stop: () => Promise.resolve() };
  const place = { ...found, folder };
  if (!existsSync(join(folder, 'data', 'mysql'))) await bootstrap(place);
  return start(place);
}

/** Connects to an address that `startMariaDb` gave. Dates are texts both ways, so that no time zone enters. */
export function connectMariaDb(url: string): Promise<Connection> {
  return createConnection({ uri: url, dateStrings: true, charset: 'utf8mb4', timezone: 'Z' });
}

interface Place extends MariaDbProgram {
  readonly folder: string;
}

const stateFile = (folder: string): string => join(folder, 'server.json');

function stateOf(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(stateFile(folder), 'utf8')) as { url?: string }).url;
  } catch {
    // None, or one cut off while it was written: as good as none.
    return undefined;
  }
}

/** Address of the server that another start runs on this folder. */
async function runningIn(folder: string): Promise<string | undefined> {
  const url = stateOf(folder);
  return url !== undefined && (await answers(url)) === true ? url : undefined;
}

/** True, or why not. */
async function answers(url: string): Promise<true | Error> {
  try {
    const connection = await connectMariaDb(url);
    await connection.end();
    return true;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Small and quick: a few thousand rows, thrown away with the folder, so flushing each commit to disk buys nothing. */
function settingsOf({ share, folder }: Place): string[] {
  return [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--lc-messages-dir=${share}`,
    `--user=${userInfo().username}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=0',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    // The departments of the district write wall-clock time of China.
    '--default-time-zone=+08:00',
    '--innodb-buffer-pool-size=32M',
    '--innodb-data-file-path=ibdata1:4M:autoextend',
    '--innodb-autoextend-increment=1',
    '--innodb-log-file-size=8M',
    '--innodb-undo-tablespaces=0',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-temp-data-file-path=ibtmp1:1M:autoextend',
    '--aria-log-file-size=8M',
    '--aria-pagecache-buffer-size=8M',
    '--key-buffer-size=1M',
  ];
}

/** System tables and the department's empty database. root may come in by the socket alone, as the system's own user. */
async function bootstrap(place: Place): Promise<void> {
  const data = join(place.folder, 'data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const child = spawn(
    place.program,
    [...settingsOf(place), '--bootstrap', '--skip-networking', '--enforce-storage-engine='],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  const said = lastOf(child);
  child.stdin?.on('error', () => undefined); // Ends early: its exit code says so.
  const sql = ['mysql_system_tables.sql', 'mysql_performance_tables.sql'].map((name) =>
    readFileSync(join(place.share, name), 'utf8'),
  );
  child.stdin?.end(
    [
      'CREATE DATABASE mysql;\nUSE mysql;\n',
      `SET @auth_root_socket='${userInfo().username.replaceAll(/[^\w.-]/g, '')}';\n`,
      ...sql,
      `\nCREATE DATABASE ${DATABASE};\n`,
    ].join(''),
  );
  const [code] = await ended;
  if (code === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw failed(`its first start ended with code ${String(code)}`, said());
}

/**
 * Runs the server under a shell that waits for the end of its standard input, which comes when this process ends, even by
 * kill -9: the server is then ended too, and nothing is left behind.
 */
const KEEPER = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; kill "$server" 2>/dev/null ) &
keeper=$!
wait "$server"
code=$?
kill "$keeper" 2>/dev/null
exit "$code"`;

async function start(place: Place): Promise<MariaDb> {
  // Socket paths may have 107 bytes at most; the folder of the demo may be longer.
  const own = mkdtempSync(join(tmpdir(), 'wsdb-'));
  const password = randomBytes(18).toString('base64url');
  const initFile = join(own, 'init.sql');
  writeFileSync(
    initFile,
    `CREATE OR REPLACE USER '${USER}'@'127.0.0.1' IDENTIFIED BY '${password}';\nGRANT ALL PRIVILEGES ON ${DATABASE}.* TO '${USER}'@'127.0.0.1';\n`,
    { mode: 0o600 },
  );
  let why = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort();
    const url = `mysql://${USER}:${password}@127.0.0.1:${String(port)}/${DATABASE}`;
    const args = [
      ...settingsOf(place),
      '--bind-address=127.0.0.1',
      `--port=${String(port)}`,
      `--socket=${join(own, 's')}`,
      `--pid-file=${join(own, 'pid')}`,
      `--init-file=${initFile}`,
    ];
    // In a session of its own: Ctrl-C in the terminal is for the demo, which ends the server when it is done with it.
    const child = spawn('/bin/sh', ['-c', KEEPER, 'sh', place.program, ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    });
    child.stdin?.on('error', () => undefined); // It ended by itself: `closed` says so.
    const closed = once(child, 'close');
    const said = lastOf(child);
    if (await comesUp(child, url)) {
      rmSync(initFile);
      writeFileSync(stateFile(place.folder), JSON.stringify({ url }), { mode: 0o600 });
      return {
        url,
        async stop() {
          child.stdin?.end();
          await closed;
          rmSync(stateFile(place.folder), { force: true });
          rmSync(own, { recursive: true, force: true });
        },
      };
    }
    child.stdin?.end();
    await closed;
    why = said();
  }
  rmSync(own, { recursive: true, force: true });
  throw failed(`it did not come up in ${String(ATTEMPTS)} attempts`, why);
}

async function comesUp(child: ChildProcess, url: string): Promise<boolean> {
  const until = performance.now() + START_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    if ((await answers(url)) === true) return true;
    await sleep(40);
  }
  return false;
}

/** Keeps the end of what a server says, for the message when it fails. */
function lastOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-4_000);
  });
  return () => text.split('\n').findLast((each) => each.includes('[ERROR]')) ?? '';
}

function failed(what: string, said: string): WangshuError {
  return new WangshuError(
    'DATABASE_UNAVAILABLE',
    `the demo needs a MariaDB server for its environment department, and ${what}${said === '' ? '' : `; it says: ${said}`}`,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
