import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import {
  orAbort,
  stampOf,
  type FileState,
  type Folder,
  type FolderEntry,
  type OpenFile,
} from './folder';
import { refuseOutside } from './names';
import type { SftpSettings } from './settings';
import { connectSftp, unreachable, type SftpConnection } from './sftp-connection';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** One request carries so much at most (OpenSSH allows 256 KiB); several go out at once, so that distance costs little. */
const PART = 1 << 17;
/** SFTP status codes (draft-ietf-secsh-filexfer-02). */
const EOF = 1;
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

/**
 * A folder of an SFTP server, on one connection that is made when it is first needed and made again, with growing pauses, when
 * it is cut. Files are read in parts and never copied here.
 */
export class SftpFolder implements Folder {
  #connecting: Promise<SftpConnection> | null = null;

  constructor(private readonly settings: SftpSettings) {}

  async check(signal: AbortSignal): Promise<void> {
    await this.#entries(signal, 0);
  }

  async list(signal: AbortSignal): Promise<FolderEntry[]> {
    const found = await this.#entries(signal, this.settings.retries);
    const entries: FolderEntry[] = [];
    for (const { name, type, size, modifyTime } of found) {
      if (type === '-') entries.push({ name, size, changed: modifyTime });
      else if (type === 'l') {
        const target = await this.stat(name, signal);
        if (target !== null) entries.push(target);
      }
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async stat(name: string, signal: AbortSignal): Promise<FolderEntry | null> {
    const full = this.#full(name);
    return this.request(signal, async ({ channel }) => {
      const found = await asked<Attributes | null>((done) => {
        channel.stat(full, (error, stats) => {
          done(codeOf(error) === NO_SUCH_FILE ? undefined : error, error ? null : stats);
        });
      });
      if (found?.isFile() !== true) return null;
      return { name, size: found.size, changed: found.mtime * 1000 };
    });
  }

  async open(name: string, signal: AbortSignal): Promise<OpenFile> {
    const file = new SftpFile(this, this.#full(name), name, signal);
    await file.stat();
    return file;
  }

  async close(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = null;
    if (connecting === null) return;
    // A connection that never came about has told its caller so.
    const connection = await connecting.catch(() => null);
    await connection?.end();
  }

  /** Asks the server, and again on a new connection where the line was cut or nothing came in time. */
  async request<T>(
    signal: AbortSignal,
    work: (connection: SftpConnection) => Promise<T>,
    retries = this.settings.retries,
  ): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      let connection: SftpConnection | null = null;
      try {
        connection = await this.#connection(signal);
        return await orAbort(inTime(work(connection), this.settings.timeoutMs), signal);
      } catch (cause) {
        if (signal.aborted) {
          connection?.destroy();
          throw signal.reason;
        }
        const failure = this.#failure(connection, cause);
        if (failure.code !== 'SOURCE_UNREACHABLE' || attempt >= retries) throw failure;
        connection?.destroy();
        const wait = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
        await orAbort(sleep(wait * (0.75 + Math.random() / 2)), signal);
      }
    }
  }

  async #connection(signal: AbortSignal): Promise<SftpConnection> {
    const known = await this.#connecting?.catch(() => null);
    if (known?.alive === true) return known;
    const connecting = connectSftp(this.settings, signal);
    this.#connecting = connecting;
    return connecting;
  }

  async #entries(signal: AbortSignal, retries: number) {
    const { folder } = this.settings;
    return this.request(signal, ({ client }) => client.list(folder), retries);
  }

  /** A sentence for what went wrong. SOURCE_UNREACHABLE alone is worth another try. */
  #failure(connection: SftpConnection | null, cause: unknown): WangshuError {
    if (isWangshuError(cause)) return cause;
    const code = codeOf(cause);
    if (connection?.alive === true && (code === PERMISSION_DENIED || code === 'EACCES')) {
      return new WangshuError(
        'SOURCE_REFUSED',
        'a folder and files that the account may read are required on the SFTP server, it refuses one; check sftp.folder and the rights of the account',
      );
    }
    if (
      connection?.alive === true &&
      (code === NO_SUCH_FILE || code === 'ENOENT' || code === 'ERR_NOTEXIST')
    )
      return new WangshuError(
        'SOURCE_REFUSED',
        'a folder that is there, with its files, is required on the SFTP server, none is there; check sftp.folder',
      );
    return unreachable(this.settings, cause);
  }

  #full(name: string): string {
    const inside = path.posix.normalize(name);
    if (inside === '..' || inside.startsWith('../') || inside.startsWith('/')) refuseOutside();
    return path.posix.join(this.settings.folder, inside);
  }
}

interface Attributes {
  readonly size: number;
  /** Seconds. */
  readonly mtime: number;
  isFile(): boolean;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null | undefined)?.code;

/** A request of ssh2 that answers by callback. */
function asked<T>(
  ask: (done: (error: Error | null | undefined, value: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new Error('no answer in time'));
  }, ms);
  try {
    return await orAbort(work, limit.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** An open file. Behind a cut line it is opened again, and must be the file it was. */
class SftpFile implements OpenFile {
  #open: { readonly connection: SftpConnection; readonly handle: Buffer } | null = null;
  #first: string | null = null;

  constructor(
    private readonly folder: SftpFolder,
    private readonly full: string,
    private readonly name: string,
    private readonly signal: AbortSignal,
  ) {}

  read(at: number, length: number): Promise<Buffer> {
    return this.folder.request(this.signal, async (connection) => {
      const handle = await this.#handle(connection);
      const buffer = Buffer.allocUnsafe(length);
      const starts = Array.from({ length: Math.ceil(length / PART) }, (_, i) => i * PART);
      const found = await Promise.all(
        starts.map((start) => part(connection, handle, buffer, start, at)),
      );
      // A part that is not full is the end of the file, whatever the parts behind it hold.
      const short = found.findIndex((got, i) => got < Math.min(PART, length - (starts[i] ?? 0)));
      const end = short < 0 ? length : (starts[short] ?? 0) + (found[short] ?? 0);
      return buffer.subarray(0, end);
    });
  }

  stat(): Promise<FileState> {
    return this.folder.request(this.signal, async (connection) =>
      this.#state(connection, await this.#handle(connection)),
    );
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open?.connection.alive !== true) return;
    const { channel } = open.connection;
    // The server closes what a lost connection left open.
    await inTime(
      asked<void>((done) => {
        channel.close(open.handle, (error) => {
          done(error, undefined);
        });
      }),
      1_000,
    ).catch(() => undefined);
  }

  async #handle(connection: SftpConnection): Promise<Buffer> {
    if (this.#open?.connection === connection) return this.#open.handle;
    const handle = await asked<Buffer>((done) => {
      connection.channel.open(this.full, 'r', done);
    });
    const stamp = stampOf(await this.#state(connection, handle));
    this.#first ??= stamp;
    if (stamp !== this.#first) {
      throw new WangshuError(
        'SOURCE_PROTOCOL',
        `a file that nobody writes anew while it is read is required, ${this.name} changed while the connection was lost; the next run reads it from its beginning`,
      );
    }
    this.#open = { connection, handle };
    return handle;
  }

  async #state({ channel }: SftpConnection, handle: Buffer): Promise<FileState> {
    const { size, mtime } = await asked<Attributes>((done) => {
      channel.fstat(handle, done);
    });
    return { size, changed: mtime * 1000 };
  }
}

/** Fills one part of a buffer as far as the file goes; the bytes that came. */
async function part(
  { channel }: SftpConnection,
  handle: Buffer,
  buffer: Buffer,
  start: number,
  at: number,
): Promise<number> {
  const length = Math.min(PART, buffer.length - start);
  let full = 0;
  while (full < length) {
    const got = await asked<number>((done) => {
      channel.read(
        handle,
        buffer,
        start + full,
        length - full,
        at + start + full,
        (error, bytes) => {
          if (codeOf(error) === EOF) done(undefined, 0);
          else done(error, bytes);
        },
      );
    });
    if (got === 0) break;
    full += got;
  }
  return full;
}
