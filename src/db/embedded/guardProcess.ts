import { spawn } from 'node:child_process';
import { SERVER_ENV, type Identity } from './run';

/**
 * Waits until its input ends. "done" before: nothing to do. Otherwise the owner is gone (kill -9, crash, a forgotten
 * stop): the guarded process gets the signal, if its pid file still names it, so that no stranger is hit.
 */
const SCRIPT = `
read -r word
[ "$word" = done ] && exit 0
read -r now < "$2" && [ "$now" = "$1" ] && kill -s "$3" "$1"
`;

export interface Guard {
  /** The guarded process has ended, or shall live on: the guard goes. Resolves when it has been told. */
  release(): Promise<void>;
}

/**
 * Ends a detached process when this one ends, however this one ends: a small shell of its own session holds the read end of a pipe
 * that the system closes with us. It runs as `identity`, who may signal the process.
 */
export function guardProcess(options: {
  pid: number;
  pidFile: string;
  signal: 'INT' | 'TERM';
  identity?: Identity | undefined;
}): Guard {
  const args = ['-c', SCRIPT, 'sh', String(options.pid), options.pidFile, options.signal];
  const shell = spawn('/bin/sh', args, {
    cwd: '/',
    env: SERVER_ENV,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...options.identity,
  });
  // Without a guard the server is only less tidy after a crash; it is no reason to fail. A closed pipe says the same.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref?(): void }).unref?.();
  return {
    release: () =>
      new Promise((resolve) => {
        shell.stdin.end('done\n', () => {
          resolve();
        });
      }),
  };
}
