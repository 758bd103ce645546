import { randomBytes } from 'node:crypto';
import { lstat, mkdir, realpath, chmod } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** The stable code of a file system error (ENOENT, EACCES …), or undefined for anything else. */
export function errno(error: unknown): string | undefined {
  // Not by instanceof: errors of Node's own modules come from another realm where code runs in a sandbox.
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

export async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** A name beside `target` for something made first and renamed into place after, so that nobody ever sees half of it. */
export function newName(target: string): string {
  return `${target}.new-${String(process.pid)}-${randomBytes(4).toString('hex')}`;
}

/** The absolute path with symbolic links resolved, also when its last parts do not exist yet. */
export async function canonicalPath(wished: string): Promise<string> {
  const absolute = path.resolve(wished);
  try {
    return await realpath(absolute);
  } catch (error) {
    if (errno(error) !== 'ENOENT' && errno(error) !== 'ENOTDIR') throw error;
    const parent = path.dirname(absolute);
    if (parent === absolute) return absolute;
    return path.join(await canonicalPath(parent), path.basename(absolute));
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Folders of ours for what can't stay where it is, best first; root's can be reached by every user. */
export function sharedFolders(): string[] {
  const temporary = path.join(os.tmpdir(), `wangshu-${String(process.getuid?.() ?? 0)}`);
  return [isRoot() ? '/var/lib/wangshu' : path.join(os.homedir(), '.cache/wangshu'), temporary];
}

/**
 * Makes one of `sharedFolders`; false when it cannot be made, or when it is not ours (anyone may make a folder in
 * the temporary folder: programs from there must not be run).
 */
export async function makeSharedFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    const stat = await lstat(folder);
    if (!stat.isDirectory() || stat.uid !== process.getuid?.()) return false;
    await chmod(folder, 0o755);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(errno(error) ?? ''))
      return false;
    throw error;
  }
}
