import { createHash, type Hash } from 'node:crypto';
import type { SourceFile } from './batch';
import { batchesOf } from './batches-of';
import type { Folder, OpenFile } from './folder';
import type { FileSettings } from './settings';

const CHUNK = 1 << 20;
const ROWS = 10_000;

export interface Measured {
  /** Lower-case hexadecimal; null: it was not asked for. */
  readonly sha256: string | null;
  /** Rows, those that cannot be read among them; null: they were not asked for. */
  readonly rows: number | null;
}

/** Counts a file's rows as they would be read, and sums its bytes, in one pass over it. */
export async function measure(
  folder: Folder,
  file: SourceFile,
  settings: FileSettings,
  wanted: { readonly rows: boolean; readonly sha256: boolean },
  signal: AbortSignal,
): Promise<Measured> {
  const opened = await folder.open(file.name, signal);
  try {
    const handle = new Summing(opened);
    let rows: number | null = null;
    if (wanted.rows) {
      rows = 0;
      const request = { file, handle, fields: null, key: [], room: () => ROWS, from: null };
      for await (const batch of batchesOf({ ...request, settings, signal }))
        rows += batch.rows.length + batch.unreadable.length;
    }
    return { rows, sha256: wanted.sha256 ? await handle.sum() : null };
  } finally {
    await opened.close();
  }
}

/** Sums a file's bytes while others read it: they may read a part twice, and go on from there. */
class Summing implements OpenFile {
  readonly #hash: Hash = createHash('sha256');
  #at = 0;

  constructor(private readonly file: OpenFile) {}

  async read(at: number, length: number): Promise<Buffer> {
    const bytes = await this.file.read(at, length);
    const known = this.#at - at;
    if (known >= 0 && known < bytes.length) {
      this.#hash.update(bytes.subarray(known));
      this.#at = at + bytes.length;
    }
    return bytes;
  }

  stat() {
    return this.file.stat();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  async sum(): Promise<string> {
    while ((await this.read(this.#at, CHUNK)).length > 0);
    return this.#hash.digest('hex');
  }
}
