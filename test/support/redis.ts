import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, guardProcess } from '../../src/db/embedded';
import { untilAnswers } from './until-answers';

export interface TestRedis {
  readonly url: string;
  /** Kills it and starts it again where it was, with what it had written to its disk. */
  restart(downMs: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Debian's package redis-tools holds the server's program under the name redis-check-rdb (it is one program, which acts by
 * the name it is called), without the system service that the package redis-server brings.
 */
const PROGRAMS = ['redis-server', 'redis-check-rdb'];

interface Running {
  readonly port: number;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Null: it did not come up (its port was taken meanwhile). */
async function start(folder: string, port: number, keeps: boolean): Promise<Running | null> {
  const pidFile = path.join(folder, 'redis.pid');
  const kept = { appendonly: keeps ? 'yes' : 'no', appendfsync: 'always' };
  const options = { port, bind: '127.0.0.1', save: '', ...kept, dir: folder };
  const args = Object.entries({ ...options, pidfile: pidFile }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
  const child = spawn(findProgram(), args, { argv0: 'redis-server', stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (!(await untilAnswers(child, () => ping(port)))) return null;
  const guard = guardProcess({ pid: child.pid ?? 0, pidFile, signal: 'TERM' });
  return {
    port,
    async end(signal) {
      child.kill(signal);
      await ended;
      await guard.release();
    },
  };
}

/** Starts a Redis server of its own on a free port; `keeps`: it writes all to its disk at once. It ends with `stop`, or with this process. */
export async function testRedis({ keeps = false } = {}): Promise<TestRedis> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wangshu-redis-'));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    let running = await start(folder, await freePort(), keeps);
    if (running === null) continue;
    const { port } = running;
    return {
      url: `redis://127.0.0.1:${String(port)}`,
      async restart(downMs) {
        await running?.end('SIGKILL');
        await sleep(downMs);
        running = await start(folder, port, keeps);
        if (running === null) throw new Error('a Redis that starts again on its port is required');
      },
      async stop() {
        await running?.end('SIGTERM');
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  throw new Error('redis-server is required for this test, it did not start in five attempts');
}

function findProgram(): string {
  for (const program of PROGRAMS) {
    const tried = spawnSync(program, ['--version'], { argv0: 'redis-server' });
    if (tried.status === 0) return program;
  }
  throw new Error(
    'redis-server is required for this test, it is not installed; run: sudo apt-get install -y redis-tools',
  );
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (data) => {
      resolve(data.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      resolve(false);
    });
  });
}
