import { spawn } from 'node:child_process';

/** The system user a process runs as; absent: the user of this process. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/**
 * What every process of the embedded server gets, and nothing of the caller's: a stray PGPORT or LC_ALL must not
 * change the server, and messages must be English because a few of them are read.
 */
export const SERVER_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const;

export interface RunResult {
  /** 0 when it went well; null when it could not be started or was killed. */
  readonly code: number | null;
  /** What it printed on either stream, or why it could not be started. */
  readonly output: string;
}

/** Runs a command to its end, as `identity`, without a shell, from `/` (a folder every user can stand in). Never throws. */
export function run(
  file: string,
  args: readonly string[],
  identity?: Identity,
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: '/',
      env: SERVER_ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identity,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      resolve({ code: null, output: error.message });
    });
    child.on('close', (code) => {
      resolve({ code, output: Buffer.concat(chunks).toString('utf8').trim() });
    });
  });
}

/** Whether `identity` can enter `folder` (every folder above it included). Asked of the system, not computed from modes. */
export async function canEnter(folder: string, identity: Identity): Promise<boolean> {
  const { code } = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], identity);
  return code === 0;
}
