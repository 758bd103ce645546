/**
 * The exchange machine (前置机) of a department that hands files over by SFTP: read-only, rooted in one folder, one account,
 * its own host key made anew at each start. What cannot be done is answered as SFTP servers answer it.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { type Dirent, type Stats } from 'node:fs';
import { lstat, open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { posix, join, sep } from 'node:path';
import {
  Server,
  utils,
  type Attributes,
  type AuthContext,
  type Connection,
  type FileEntry,
  type SFTPWrapper,
} from 'ssh2';

const { STATUS_CODE, OPEN_MODE } = utils.sftp;
const USER = 'wangshu';
/** Entries told at once. */
const LISTED_AT_ONCE = 200;

export interface ServedExchange {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Fingerprint as ssh-keygen -lf prints it: SHA256:… */
  readonly hostKey: string;
  close(): Promise<void>;
}

/** Starts serving a folder on 127.0.0.1. */
export async function serveExchange(folder: string): Promise<ServedExchange> {
  const root = await realpath(folder);
  const password = randomBytes(18).toString('base64url');
  const key = utils.generateKeyPairSync('ed25519');
  const connections = new Set<Connection>();
  const server = new Server({ hostKeys: [key.private] }, (connection) => {
    connections.add(connection);
    // Answers are small and many: each waits 40 ms for the one before to be acknowledged otherwise. The types lack it.
    (connection as Connection & { setNoDelay(on: boolean): unknown }).setNoDelay(true);
    connection
      .on('authentication', (context) => authenticate(context, password))
      .on('error', () => undefined) // A client that is cut off: the connection closes.
      .on('close', () => connections.delete(connection))
      .on('ready', () => {
        connection.on('session', (accept) => {
          accept().on('sftp', (acceptSftp) => new Exchange(root, acceptSftp()));
        });
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: '127.0.0.1',
    port,
    username: USER,
    password,
    hostKey: fingerprintOf(key.public),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.end();
      await closed;
    },
  };
}

/** SHA-256 of the public key as it goes over the wire, without the padding of base64. */
function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

function authenticate(context: AuthContext, password: string): void {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  if (
    context.method === 'password' &&
    timingSafeEqual(hash(`${USER}\n${password}`), hash(`${context.username}\n${context.password}`))
  ) {
    context.accept();
  } else context.reject(['password']);
}

type Handle =
  { readonly file: FileHandle } | { readonly folder: string; entries: FileEntry[] | null };

/** One SFTP session. */
class Exchange {
  private readonly handles = new Map<number, Handle>();
  private next = 0;

  constructor(
    private readonly root: string,
    private readonly sftp: SFTPWrapper,
  ) {
    const { handles } = this;
    sftp
      .on('REALPATH', (id, path) => {
        const filename = clean(path);
        sftp.name(id, [{ filename, longname: filename, attrs: {} as Attributes }]);
      })
      .on('STAT', (id, path) => this.reply(id, () => this.attributes(id, path, stat)))
      .on('LSTAT', (id, path) => this.reply(id, () => this.attributes(id, path, lstat)))
      .on('FSTAT', (id, handle) =>
        this.reply(id, async () => {
          sftp.attrs(id, attributesOf(await this.file(handle).stat()));
        }),
      )
      .on('OPENDIR', (id, path) =>
        this.reply(id, async () => {
          const folder = await this.inside(path);
          const entries = await listed(folder);
          sftp.handle(id, this.hold({ folder, entries }));
        }),
      )
      .on('READDIR', (id, handle) => this.reply(id, () => this.list(id, handle)))
      .on('OPEN', (id, path, flags) =>
        this.reply(id, async () => {
          if ((flags & ~OPEN_MODE.READ) !== 0) throw new Denied();
          sftp.handle(id, this.hold({ file: await open(await this.inside(path), 'r') }));
        }),
      )
      .on('READ', (id, handle, offset, length) =>
        this.reply(id, async () => {
          const buffer = Buffer.alloc(Math.min(length, 1 << 18));
          const { bytesRead } = await this.file(handle).read(buffer, 0, buffer.length, offset);
          if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
          else sftp.data(id, buffer.subarray(0, bytesRead));
        }),
      )
      .on('CLOSE', (id, handle) =>
        this.reply(id, async () => {
          await this.release(handle.readUInt32BE(0));
          sftp.status(id, STATUS_CODE.OK);
        }),
      );
    for (const forbidden of ['WRITE', 'REMOVE', 'RENAME', 'MKDIR', 'RMDIR', 'SETSTAT'] as const) {
      sftp.on(forbidden, (id: number) => sftp.status(id, STATUS_CODE.PERMISSION_DENIED));
    }
    sftp.on('close', () => {
      void Promise.all([...handles.keys()].map((key) => this.release(key)));
    });
  }

  private reply(id: number, work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (error instanceof Denied) this.sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      else if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        this.sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
      else this.sftp.status(id, STATUS_CODE.FAILURE);
    });
  }

  /** Path on this machine of a path of the session; nothing outside the root, by no link either. */
  private async inside(path: string): Promise<string> {
    const real = await realpath(join(this.root, clean(path)));
    if (real !== this.root && !real.startsWith(this.root + sep)) throw new Denied();
    return real;
  }

  private async attributes(
    id: number,
    path: string,
    look: (path: string) => Promise<Stats>,
  ): Promise<void> {
    this.sftp.attrs(id, attributesOf(await look(await this.inside(path))));
  }

  private async list(id: number, handle: Buffer): Promise<void> {
    const held = this.handles.get(handle.readUInt32BE(0));
    if (held === undefined || !('folder' in held)) throw new Error('no folder');
    const names = held.entries?.splice(0, LISTED_AT_ONCE) ?? [];
    if (names.length === 0) this.sftp.status(id, STATUS_CODE.EOF);
    else this.sftp.name(id, names);
    return Promise.resolve();
  }

  private file(handle: Buffer): FileHandle {
    const held = this.handles.get(handle.readUInt32BE(0));
    if (held === undefined || !('file' in held)) throw new Error('no file');
    return held.file;
  }

  private hold(handle: Handle): Buffer {
    const key = this.next++;
    this.handles.set(key, handle);
    const name = Buffer.alloc(4);
    name.writeUInt32BE(key);
    return name;
  }

  private async release(key: number): Promise<void> {
    const held = this.handles.get(key);
    this.handles.delete(key);
    if (held !== undefined && 'file' in held) await held.file.close();
  }
}

/** What a client asks for that this server does not do. */
class Denied extends Error {}

/** An absolute path of the session: `.`, `..` and what is empty resolved, never above the root. */
function clean(path: string): string {
  return posix.resolve('/', path);
}

async function listed(folder: string): Promise<FileEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = await Promise.all(entries.map((entry) => entryOf(folder, entry)));
  return found.filter((entry) => entry !== undefined);
}

/** Undefined for what went away meanwhile. */
async function entryOf(folder: string, { name }: Dirent): Promise<FileEntry | undefined> {
  try {
    const stats = await lstat(join(folder, name));
    const kind = stats.isDirectory() ? 'd' : '-';
    const longname = `${kind}r--r--r-- 1 ${USER} ${USER} ${String(stats.size)} Jan 1 00:00 ${name}`;
    return { filename: name, longname, attrs: attributesOf(stats) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function attributesOf(stats: Stats): Attributes {
  return {
    mode: stats.mode,
    uid: 0,
    gid: 0,
    size: stats.size,
    atime: Math.floor(stats.atimeMs / 1_000),
    mtime: Math.floor(stats.mtimeMs / 1_000),
  };
}
