import { rmSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import path from 'node:path';
import { Server, utils } from 'ssh2';
import type { Page, Reader } from '../../../src/connect/reader';
import { fileSettings } from '../../../src/connect/readers/file/settings';
import { fingerprintOf } from '../../../src/connect/readers/file/sftp-connection';
import { testFolder, type TestFolder } from '../../support/hub';
import { testSshd, type TestSshd } from '../../support/sshd';
import { keepsTheContract, readAll, stepwise } from './contract';
import { fileReader, streamOf, valuesIn } from './file-source';

const STREAM = streamOf('rows.csv');

describe('files on an SFTP server', () => {
  let sshd: TestSshd;
  let folder: TestFolder;
  const readers: Reader[] = [];

  const open = (sftp: object = {}, own: object = {}): Reader => {
    const { host, port, username, privateKey, hostKey } = sshd;
    const settings = { host, port, username, privateKey, hostKey, folder: folder.path, ...sftp };
    const reader = fileReader({ sftp: settings, format: 'csv', ...own });
    readers.push(reader);
    return reader;
  };
  const signal = (): AbortSignal => new AbortController().signal;

  beforeAll(async () => {
    sshd = await testSshd();
  });
  afterAll(async () => {
    await sshd.stop();
  });
  beforeEach(() => {
    folder = testFolder();
    const lines = Array.from({ length: 8 }, (_, i) => `${String(i)},名${String(i)},SECRET\n`);
    folder.write('rows.csv', `bh,xm,wxdj\n${lines.join('')}`);
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.close();
    folder.remove();
  });

  keepsTheContract(() => ({
    open: () => open(),
    stream: STREAM,
    keys: ['0', '1', '2', '3', '4', '5', '6', '7'],
    unasked: 'wxdj',
  }));

  it('are there when the server answers, with a key under a passphrase too', async () => {
    await open().check(signal());
    await open(sshd.lockedKey).check(signal());
  });

  it('are refused of a server with another host key, and the key it gave is shown', async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`;
    await expect(open({ hostKey }).check(signal())).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
      message: expect.stringMatching(
        `${hostKey} is required .*${sshd.hostKey.replace(/[+/]/g, '.')} is given`,
      ),
    });
  });

  it.each([
    ['a key the server does not know', () => ({ privateKey: sshd.strangeKey })],
    ['a wrong password', () => ({ privateKey: undefined, password: 'SECRET-wrong' })],
    ['a wrong passphrase', () => ({ ...sshd.lockedKey, passphrase: 'SECRET-wrong' })],
    ['a key that is none', () => ({ privateKey: 'SECRET-no-key' })],
  ])('are refused with %s, and no secret is told', async (_, own) => {
    const failure: unknown = await open(own())
      .check(signal())
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SOURCE_REFUSED' });
    const { message, cause } = failure as Error;
    expect(`${message} ${String(cause)} ${JSON.stringify(cause)}`).not.toMatch(
      /SECRET|PRIVATE KEY/,
    );
  });

  it('are unreachable where nobody listens, or the folder is not there', async () => {
    await expect(open({ port: 1 }).check(signal())).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    await expect(open({ folder: '/nix' }).check(signal())).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
      message: expect.stringContaining('sftp.folder'),
    });
    await expect(readAll(open(), streamOf('nix.csv'))).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    await expect(readAll(open(), streamOf('../rows.csv'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('need a host key, and one way to sign in', () => {
    const sftp = { host: 'h', username: 'u', password: 'p', hostKey: `SHA256:${'A'.repeat(43)}` };
    const accepts = (own: object): boolean =>
      fileSettings.safeParse({ kind: 'file', format: 'csv', sftp: { ...sftp, ...own } }).success;
    expect(accepts({})).toBe(true);
    expect(accepts({ hostKey: undefined })).toBe(false);
    expect(accepts({ hostKey: 'MD5:00' })).toBe(false);
    expect(accepts({ password: undefined })).toBe(false);
    expect(accepts({ privateKey: 'k' })).toBe(false);
  });

  it('are read on over a new connection when one is cut in the middle of a file', async () => {
    const count = 60_000;
    const lines = Array.from({ length: count }, (_, i) => `${String(i)},${'x'.repeat(80)}\n`);
    folder.write('rows.csv', `bh,xm\n${lines.join('')}`);
    const pages = stepwise(open(), STREAM, { pageSize: 5_000 });
    const keys: unknown[] = [];
    let cuts = 0;
    for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
      keys.push(...page.value.rows.map(({ values }) => values['bh']));
      if (keys.length % 15_000 === 0) cuts += sshd.cut();
    }
    expect(cuts).toBeGreaterThanOrEqual(3);
    expect(keys).toEqual(lines.map((_, i) => String(i)));
  });

  it('are not read on where the file was written anew while the connection was lost', async () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `${String(i)},${'x'.repeat(80)}\n`);
    folder.write('rows.csv', `bh,xm\n${lines.join('')}`);
    const pages = stepwise(open(), STREAM, { pageSize: 5_000 });
    const first = (await pages.next()).value as Page;
    folder.write('rows.csv', `bh,xm\n${lines.join('').replaceAll('x', 'yy')}`);
    sshd.cut();
    const rest: Page[] = [];
    const failure = (async () => {
      for (let page = await pages.next(); page.done !== true; page = await pages.next())
        rest.push(page.value);
    })();
    await expect(failure).rejects.toMatchObject({ code: 'SOURCE_PROTOCOL' });
    expect(JSON.stringify([first.rows, ...rest.map(({ rows }) => rows)])).not.toContain('yy');
  });

  it('say that the server is away when it stays away, and go on where they were when it is back', async () => {
    const { pages } = await readAll(open(), STREAM);
    await sshd.pause();
    try {
      const checkpoint = pages[0]?.checkpoint ?? null;
      const read = readAll(open({ retries: 1 }), STREAM, { checkpoint, fresh: false });
      await expect(read).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    } finally {
      await sshd.resume();
    }
    const checkpoint = pages[0]?.checkpoint ?? null;
    const rest = await readAll(open(), STREAM, { checkpoint, fresh: false });
    expect(rest.keys).toEqual(['3', '4', '5', '6', '7']);
  });

  it('are read as workbooks, XML and drops like those of this machine', async () => {
    folder.write('day-20260301.xml', '<l><r><bh>1</bh></r></l>');
    folder.write('day-20260302.xml', '<l><r><bh>2</bh></r></l>');
    folder.write('.day-20260303.xml', '<l>');
    const xml = { format: 'xml', row: 'r', drops: 'daily' };
    const read = await readAll(open({}, xml), streamOf('day-{date}.xml', ['bh']));
    expect(valuesIn(read)).toEqual([{ bh: '1' }, { bh: '2' }]);
    expect((await open({}, xml).discover(signal())).map(({ from }) => from)).toEqual([
      'day-{date}.xml',
    ]);
    rmSync(path.join(folder.path, 'day-20260301.xml'));
  });

  it('leave no connection behind when the reader is closed', async () => {
    const reader = open();
    await readAll(reader, STREAM);
    expect(sshd.sessions()).toBeGreaterThan(0);
    await reader.close();
    for (const other of readers.splice(0)) await other.close();
    const deadline = Date.now() + 5_000;
    while (sshd.sessions() > 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sshd.sessions()).toBe(0);
  });

  describe('on a server that does not answer', () => {
    let server: NetServer;
    const sockets: Socket[] = [];
    beforeEach((done) => {
      server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1', done);
    });
    afterEach((done) => {
      for (const socket of sockets.splice(0)) socket.destroy();
      server.close(done);
    });
    const port = (): number => (server.address() as AddressInfo).port;

    it('end at once when they are told to', async () => {
      const stop = new AbortController();
      const read = readAll(open({ port: port() }), STREAM, { signal: stop.signal });
      setTimeout(() => {
        stop.abort();
      }, 100);
      const began = Date.now();
      await expect(read).rejects.toMatchObject({ name: 'AbortError' });
      expect(Date.now() - began).toBeLessThan(2_000);
    });

    it('give up after the time that the settings allow', async () => {
      const check = open({ port: port(), timeoutMs: 200 }).check(signal());
      await expect(check).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    });
  });

  describe('on a server that takes passwords', () => {
    // Debian's sshd knows the passwords of this machine's users alone, which no test may know: the library's own server stands in.
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const key = utils.parseKey(privateKey);
    const asked: string[] = [];

    const serve = async (method: 'password' | 'keyboard-interactive'): Promise<Server> => {
      const server = new Server({ hostKeys: [privateKey] }, (client) => {
        client.on('error', () => undefined);
        client.on('authentication', (context) => {
          asked.push(context.method);
          if (
            context.method === 'password' &&
            method === 'password' &&
            context.password === 'right'
          )
            context.accept();
          else if (context.method === 'keyboard-interactive' && method === context.method)
            context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
              if (answers[0] === 'right') context.accept();
              else context.reject();
            });
          else context.reject([method]);
        });
        client.on('session', (accept) => {
          accept().on('sftp', (acceptSftp) => {
            const sftp = acceptSftp();
            sftp.on('OPENDIR', (id) => {
              sftp.handle(id, Buffer.from('d'));
            });
            sftp.on('READDIR', (id) => {
              sftp.status(id, 1);
            });
            sftp.on('CLOSE', (id) => {
              sftp.status(id, 0);
            });
          });
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    };

    it.each(['password', 'keyboard-interactive'] as const)(
      'sign in with one by %s, and not with a wrong one',
      async (method) => {
        const server = await serve(method);
        try {
          if (key instanceof Error) throw key;
          const own = {
            port: (server.address() as AddressInfo).port,
            hostKey: fingerprintOf(key.getPublicSSH()),
            privateKey: undefined,
          };
          await open({ ...own, password: 'right' }).check(signal());
          expect(asked).toContain(method);
          await expect(open({ ...own, password: 'wrong' }).check(signal())).rejects.toMatchObject({
            code: 'SOURCE_REFUSED',
          });
        } finally {
          for (const reader of readers.splice(0)) await reader.close();
          await new Promise((resolve) => server.close(resolve));
        }
      },
    );
  });

  it('read a file to its end that is longer than any part of it, byte for byte', async () => {
    const size = 3_000_001;
    const text = Buffer.alloc(size, 'abcdefghij').toString();
    writeFileSync(path.join(folder.path, 'big.csv'), `bh,xm\n1,${text.slice(0, 900_000)}\n2,z`);
    const read = await readAll(open(), streamOf('big.csv'));
    expect(valuesIn(read)).toEqual([
      { bh: '1', xm: text.slice(0, 900_000) },
      { bh: '2', xm: 'z' },
    ]);
  });
});
