import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { OpenFile } from './folder';

const CHUNK = 1 << 18;
/** A ZIP file with more parts than this is no workbook. */
const MOST_ENTRIES = 10_000;

/** A file of a folder, whether it lies here or on an SFTP server, as yauzl reads it. */
class FolderFile extends RandomAccessReader {
  constructor(private readonly handle: OpenFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(bytesOf(this.handle, start, end), { objectMode: false });
  }
}

async function* bytesOf(handle: OpenFile, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const bytes = await handle.read(at, Math.min(CHUNK, end - at));
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

/** A workbook's parts by name; the file itself is closed by whoever opened it. */
export class Zip {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly label: string,
  ) {}

  /** SOURCE_PROTOCOL where it cannot be read; the directory stands at the end of the file: of a part of a file there is none. */
  static async open(handle: OpenFile, label: string): Promise<Zip> {
    const { size } = await handle.stat();
    // Names as bytes: those that lead elsewhere are only names here, nothing is unpacked to a folder.
    const options = { autoClose: false, decodeStrings: false };
    return orBroken(label, async () => {
      const zip = await fromRandomAccessReaderPromise(new FolderFile(handle), size, options);
      if (zip.entryCount === 0 || zip.entryCount > MOST_ENTRIES) throw broken(label);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry())
        entries.set(partName(entry.fileNameRaw.toString('utf8')), entry);
      return new Zip(zip, entries, label);
    });
  }

  has(part: string): boolean {
    return this.entries.has(partName(part));
  }

  /** The bytes of a part, unpacked as they are asked for; SOURCE_PROTOCOL where they are not what was packed, or it is not there. */
  async *unpacked(part: string): AsyncGenerator<Buffer> {
    const { label } = this;
    const entry = this.entries.get(partName(part));
    if (entry === undefined) throw broken(label);
    const stream = await orBroken(label, () => this.zip.openReadStreamPromise(entry));
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    // yauzl checks sizes and leaves the checksum to its caller.
    let sum = 0;
    try {
      for (;;) {
        const next = await orBroken(label, () => chunks.next());
        if (next.done === true) break;
        sum = crc32(next.value, sum);
        yield next.value;
      }
    } finally {
      stream.destroy();
    }
    if (sum !== entry.crc32) throw broken(label);
  }
}

/** Names are told apart whatever their case, and some programs write them with backslashes (OPC, ECMA-376-2). */
const partName = (name: string): string =>
  name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();

/** What the library finds wrong is a broken workbook; faults of the disk or the line, which have a code, keep their own sentences. */
async function orBroken<T>(label: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isWangshuError(cause)) throw cause;
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && !code.startsWith('Z_')) throw cause;
    throw broken(label, cause);
  }
}

export function broken(label: string, cause?: unknown): WangshuError {
  return new WangshuError(
    'SOURCE_PROTOCOL',
    `a workbook (XLSX) that can be read is required, ${label} is broken, still being written or locked by a password; have it sent again`,
    { cause },
  );
}
