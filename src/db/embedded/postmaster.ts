import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errno, newName } from './files';

/**
 * What PostgreSQL's own lock file (postmaster.pid) says. `foreign`: the file is left over from a crash and its process
 * number now belongs to a stranger, or to a dead process that nobody has collected.
 */
export type PostmasterState =
  | { readonly kind: 'none' }
  | { readonly kind: 'foreign'; readonly pid: number }
  | {
      readonly kind: 'starting' | 'ready' | 'stopping';
      readonly pid: number;
      readonly port: number;
    };

export function pidFile(data: string): string {
  return path.join(data, 'postmaster.pid');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ESRCH'].includes(errno(error) ?? '')) return undefined;
    throw error;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errno(error) === 'EPERM';
  }
}

/** Whether the process is a postgres on `data`; true as well where the system does not tell (only Linux has /proc). */
async function mayBePostmaster(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const commandLine = await readIfThere(`/proc/${String(pid)}/cmdline`);
  return commandLine === undefined || commandLine.split('\0').includes(data);
}

/** Reads the state of the server on a data folder. Lines of the file: process, folder, start, port, socket, address, memory, state. */
export async function postmasterState(data: string): Promise<PostmasterState> {
  const text = await readIfThere(pidFile(data));
  const lines = text?.split('\n').map((line) => line.trim()) ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return { kind: 'none' };
  if (!(await mayBePostmaster(pid, data))) return { kind: 'foreign', pid };
  const port = Number(lines[3]);
  const word = lines[7];
  if (word === 'stopping') return { kind: 'stopping', pid, port };
  return { kind: word === 'ready' && port > 0 ? 'ready' : 'starting', pid, port };
}

/**
 * Lets PostgreSQL see that a left-over lock file is left over. PostgreSQL takes it for real as long as any process has that
 * number, but not when the number is its parent's: so ours is written in. The rest of the file stays, because
 * PostgreSQL also checks by it that no old backend still uses the shared memory.
 */
export async function disownStaleLock(data: string, foreignPid: number): Promise<void> {
  const file = pidFile(data);
  const aside = newName(file);
  try {
    await rename(file, aside);
  } catch (error) {
    if (errno(error) === 'ENOENT') return;
    throw error;
  }
  // Another process may have mended it, and even started its server, since it was looked at: then it goes back as it was.
  const text = await readFile(aside, 'utf8');
  if (Number.parseInt(text, 10) === foreignPid) {
    await writeFile(aside, text.replace(/^\d+/, String(process.pid)));
  }
  await link(aside, file).catch((error: unknown) => {
    if (errno(error) !== 'EEXIST') throw error;
  });
  await rm(aside);
}

/** The port of the last start, from PostgreSQL's own note of its command line; undefined when never started. */
export async function lastPort(data: string): Promise<number | undefined> {
  const options = await readIfThere(path.join(data, 'postmaster.opts'));
  const port = Number(/"-p" "(\d+)"/.exec(options ?? '')?.[1]);
  return port > 0 ? port : undefined;
}
