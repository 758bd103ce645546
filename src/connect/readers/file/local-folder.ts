import { access, constants, open, readdir, stat } from 'node:fs/promises';
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
      const entry = await this.stat(name, signal);
      if (entry !== null) entries.push(entry);
    }
    return entries;
  }

  async stat(name: string, signal: AbortSignal): Promise<FolderEntry | null> {
    try {
      const found = await orAbort(stat(this.#full(name)), signal);
      return found.isFile() ? { name, size: found.size, changed: found.mtimeMs } : null;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw error;
    }
  }

  async open(name: string, signal: AbortSignal): Promise<OpenFile> {
    const handle = await open(this.#full(name), 'r');
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

  #full(name: string): string {
    const full = path.resolve(this.folder, name);
    const inside = path.relative(this.folder, full);
    if (inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside))
      refuseOutside();
    return full;
  }
}

function unreachable(cause: unknown): WangshuError {
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    'a folder that the hub may read is required for this source, none is there; check folder in connector.yaml and what it stands for',
    { cause },
  );
}
