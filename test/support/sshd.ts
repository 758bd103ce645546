import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort, guardProcess } from '../../src/db/embedded';
import { untilAnswers } from './until-answers';

export interface TestSshd {
  readonly host: string;
  readonly port: number;
  /** The user this process runs as: sshd without rights of its own lets in no other. */
  readonly username: string;
  /** A private key that the server knows. */
  readonly privateKey: string;
  /** The same key under the passphrase. */
  readonly lockedKey: { readonly privateKey: string; readonly passphrase: string };
  /** A private key that the server does not know. */
  readonly strangeKey: string;
  /** Fingerprint of the server's key, by ssh-keygen. */
  readonly hostKey: string;
  /** Kills the processes of all connections, as a line that is cut would; how many there were. */
  cut(): number;
  /** Connections that are open now. */
  sessions(): number;
  /** Stops the server and its connections; the port stays its own until `stop`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Debian's packages openssh-server and openssh-client. sshd wants to be called by its whole path. */
const SSHD = '/usr/sbin/sshd';

/** Starts an OpenSSH server of its own on a free port of this machine, as the present user, with keys of its own. */
export async function testSshd(): Promise<TestSshd> {
  if (!existsSync(SSHD))
    throw new Error(
      'sshd is required for this test, it is not installed; run: sudo apt-get install -y openssh-server openssh-client',
    );
  // Where sshd started as root puts its unprivileged part; Debian's service makes it, and no service runs here.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wangshu-sshd-'));
  const file = (name: string): string => path.join(folder, name);
  const passphrase = 'a passphrase for tests';
  makeKey(file('host'), '');
  makeKey(file('known'), '');
  makeKey(file('strange'), '');
  const lockedKey = {
    privateKey: await locked(file('known'), file('locked'), passphrase),
    passphrase,
  };
  await writeFile(file('authorized'), await readFile(file('known.pub')), { mode: 0o600 });
  let port = 0;
  let running: Running | null = null;
  for (let attempt = 0; attempt < 5 && running === null; attempt += 1) {
    port = await freePort();
    running = await start(folder, port);
  }
  if (running === null)
    throw new Error('sshd is required for this test, it did not start in five attempts');
  let server: Running | null = running;
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  const sessions = (): number[] => (server === null ? [] : childrenOf(server.child.pid ?? 0));
  const halt = async (): Promise<void> => {
    const [halted, open] = [server, sessions()];
    server = null;
    await halted?.stop();
    for (const pid of open) killTree(pid);
  };
  return {
    host: '127.0.0.1',
    port,
    username: os.userInfo().username,
    privateKey: read('known'),
    lockedKey,
    strangeKey: read('strange'),
    hostKey: fingerprint(file('host.pub')),
    cut() {
      const open = sessions();
      for (const pid of open) killTree(pid);
      return open.length;
    },
    sessions: () => sessions().length,
    pause: halt,
    async resume() {
      server = await start(folder, port);
      if (server === null) throw new Error('sshd is required to start again, it did not');
    },
    async stop() {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

async function start(folder: string, port: number): Promise<Running | null> {
  const file = (name: string): string => path.join(folder, name);
  const config = {
    Port: port,
    ListenAddress: '127.0.0.1',
    HostKey: file('host'),
    AuthorizedKeysFile: file('authorized'),
    PidFile: file('sshd.pid'),
    Subsystem: 'sftp internal-sftp',
    PasswordAuthentication: 'yes',
    KbdInteractiveAuthentication: 'no',
    PermitRootLogin: 'yes',
    StrictModes: 'no',
    UsePAM: 'no',
    UseDNS: 'no',
    MaxAuthTries: 20,
    MaxStartups: 100,
    LogLevel: 'QUIET',
  };
  const lines = Object.entries(config).map(([name, value]) => `${name} ${String(value)}\n`);
  await writeFile(file('sshd_config'), lines.join(''));
  const child = spawn(SSHD, ['-D', '-f', file('sshd_config')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (!(await untilAnswers(child, () => greets(port)))) return null;
  const guard = guardProcess({ pid: child.pid ?? 0, pidFile: file('sshd.pid'), signal: 'TERM' });
  return {
    child,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await guard.release();
    },
  };
}

function makeKey(file: string, passphrase: string): void {
  keygen(['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'test', '-f', file]);
}

/** The key once more, under a passphrase that is quick to try. */
async function locked(from: string, to: string, passphrase: string): Promise<string> {
  await writeFile(to, await readFile(from), { mode: 0o600 });
  keygen(['-q', '-p', '-a', '1', '-P', '', '-N', passphrase, '-f', to]);
  return readFile(to, 'utf8');
}

const fingerprint = (file: string): string =>
  /SHA256:\S+/.exec(keygen(['-l', '-E', 'sha256', '-f', file]))?.[0] ?? '';

function keygen(args: readonly string[]): string {
  const made = spawnSync('ssh-keygen', args, { encoding: 'utf8' });
  if (made.status !== 0)
    throw new Error('ssh-keygen is required for this test, it failed or is not installed');
  return made.stdout;
}

/** Processes whose parent is `pid`, by Linux's /proc. */
function childrenOf(pid: number): number[] {
  const file = `/proc/${String(pid)}/task/${String(pid)}/children`;
  try {
    return readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    // The process has ended meanwhile.
    return [];
  }
}

function killTree(pid: number): void {
  const below = childrenOf(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
  for (const child of below) killTree(child);
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (data) => {
      resolve(data.toString().startsWith('SSH-'));
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      resolve(false);
    });
  });
}
