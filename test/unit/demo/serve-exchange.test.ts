import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import SftpClient from 'ssh2-sftp-client';
import { serveExchange, type ServedExchange } from '../../../src/demo/serve/serve-exchange';

const LARGE = Buffer.alloc(3_000_000, '前置机');

describe("the health department's exchange machine", () => {
  let folder: string;
  let served: ServedExchange;
  let client: SftpClient;
  let key: string;
  const connect = async (password: string): Promise<void> => {
    await client.connect({
      host: served.host,
      port: served.port,
      username: served.username,
      password,
      hostVerifier: (offered: Buffer) => {
        key = `SHA256:${createHash('sha256').update(offered).digest('base64').replace(/=+$/, '')}`;
        return true;
      },
    });
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'wangshu-exchange-'));
    mkdirSync(path.join(folder, 'batch'));
    writeFileSync(path.join(folder, '名单_20260301.csv'), LARGE);
    writeFileSync(path.join(folder, '20260301.ok'), '');
    symlinkSync('/etc/passwd', path.join(folder, 'outside'));
    served = await serveExchange(folder);
    client = new SftpClient();
  });
  afterEach(async () => {
    await client.end();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists its folder and hands its files over whole', async () => {
    await connect(served.password);
    const listed = await client.list('/');
    expect(listed.map(({ name, type, size }) => [name, type, size]).sort()).toEqual([
      ['20260301.ok', '-', 0],
      ['batch', 'd', expect.any(Number)],
      ['outside', '-', expect.any(Number)],
      ['名单_20260301.csv', '-', LARGE.length],
    ]);
    expect(Buffer.compare((await client.get('/名单_20260301.csv')) as Buffer, LARGE)).toBe(0);
    expect(((await client.get('20260301.ok')) as Buffer).length).toBe(0);
  });

  it('has the key whose fingerprint it tells', async () => {
    await connect(served.password);
    expect(key).toBe(served.hostKey);
  });

  it('lets nobody in without the password', async () => {
    await expect(connect('wrong')).rejects.toThrow(/authentication/i);
  });

  it('takes nothing, removes nothing, and lets nobody out of its folder', async () => {
    await connect(served.password);
    await expect(client.put(Buffer.from('x'), '/new.csv')).rejects.toThrow(/denied/i);
    await expect(client.delete('/20260301.ok')).rejects.toThrow(/denied/i);
    await expect(client.rename('/20260301.ok', '/other')).rejects.toThrow(/denied/i);
    await expect(client.get('/outside')).rejects.toThrow(/denied/i);
    await expect(client.get('/../../etc/passwd')).rejects.toThrow(/no such file/i);
    expect(await client.exists('/20260301.ok')).toBe('-');
  });

  it('ends what is open when it closes', async () => {
    await connect(served.password);
    const ended = new Promise((resolve) => client.on('close', resolve));
    await served.close();
    await ended;
    served = await serveExchange(folder);
  });
});
