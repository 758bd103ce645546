import { access, constants, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { WangshuError } from '../../../domain/errors';
import { orAbort, type Folder, type FolderEntry, type OpenFile } from './folder';
import { refuseOutside } from './names';

/** A folder of this machine. A file stays the one that was opened, also where another is moved into its place. */
export class LocalFolder implements Folder {
  constructor(private readonly folder: string) {}

  async check(signal: AbortSignal): Promise<void> {
    let found = false;
    try {
      await orAbort(access(this.folder, constants.R_OK), signal);
      found = (await orAbort(stat(this.folder), signal)).isDirectory();
    } catch (cause) {
      signal.throwIfAborted();
      throw unreachable(cause);
    }
    if (!found) throw unreachable(undefined);
  }

  async list(signal: AbortSignal): Promise<FolderEntry[]> {
    const names = await orAbort(readdir(this.folder), signal);
    const entries: FolderEntry[] = [];
    for (const name of names.sort()) {
      const full = await orAbort(this.#real(name), signal);
      const entry = full === null ? null : await this.#stat(name, full, signal);
      if (entry !== null) entries.push(entry);
    }
    return entries;
  }

  async stat(name: string, signal: AbortSignal): Promise<FolderEntry | null> {
    return this.#stat(name, await orAbort(this.#inside(name), signal), signal);
  }

  async #stat(name: string, full: string, signal: AbortSignal): Promise<FolderEntry | null> {
    const found = await orAbort(orNull(stat(full)), signal);
    return found?.isFile() === true ? { name, size: found.size, changed: found.mtimeMs } : null;
  }

  async open(name: string, signal: AbortSignal): Promise<OpenFile> {
    const handle = await open(await orAbort(this.#inside(name), signal), 'r');
    return {
      async read(at, length) {
        const buffer = Buffer.allocUnsafe(length);
        let full = 0;
        while (full < length) {
          const { bytesRead } = await orAbort(
            handle.read(buffer, full, length - full, at + full),
            signal,
          );
          if (bytesRead === 0) break;
          full += bytesRead;
        }
        return buffer.subarray(0, full);
      },
      async stat() {
        const { size, mtimeMs } = await orAbort(handle.stat(), signal);
        return { size, changed: mtimeMs };
      },
      close: () => handle.close(),
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Where a name leads, links followed; CONFIG_INVALID where that is outside of the folder. */
  async #inside(name: string): Promise<string> {
    const full = path.resolve(this.folder, name);
    if (!isBelow(this.folder, full)) refuseOutside();
    return (await this.#real(name)) ?? refuseOutside();
  }

  /** Null: a link that leads out of the folder. What is not there leads nowhere. */
  async #real(name: string): Promise<string | null> {
    const full = path.resolve(this.folder, name);
    const [root, real] = await Promise.all([orNull(realpath(this.folder)), orNull(realpath(full))]);
    if (root === null || real === null) return full;
    return isBelow(root, real) ? real : null;
  }
}

function isBelow(folder: string, full: string): boolean {
  const inside = path.relative(folder, full);
  return inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}

/** Null where nothing is there. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function unreachable(cause: unknown): WangshuError {
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    'a folder that the hub may read is required for this source, none is there; check folder in connector.yaml and what it stands for',
    { cause },
  );
}
