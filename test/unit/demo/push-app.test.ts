import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pushFile, type PushCounts, type PushFileOptions } from '../../../src/demo/push-app';

interface Batch {
  readonly batch: string;
  readonly rows: readonly { readonly id: number }[];
}
interface Posted extends Batch {
  readonly path: string | undefined;
  readonly token: string | undefined;
}

describe("the volunteers' app", () => {
  let folder: string;
  let hub: Server;
  let posted: Posted[];
  /** What the hub answers next; when it is empty, 200. */
  let answers: { status: number; retryAfter?: string }[];
  let options: PushFileOptions;

  beforeEach(async () => {
    [posted, answers] = [[], []];
    hub = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Batch;
        posted.push({ ...body, path: request.url, token: request.headers.authorization });
        const { status, retryAfter } = answers.shift() ?? { status: 200 };
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
        const read = body.rows.length;
        const counts: PushCounts = {
          read,
          landed: read - 1,
          unchanged: 0,
          quarantined: 1,
          deleted: 0,
        };
        response.end(JSON.stringify(status === 200 ? counts : {}));
      });
    });
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(path.join(tmpdir(), 'wangshu-push-'));
    const file = path.join(folder, 'services.jsonl');
    writeFileSync(file, Array.from({ length: 25 }, (_, id) => `{"id":${id}}\n`).join(''));
    options = {
      url: `http://127.0.0.1:${(hub.address() as AddressInfo).port}`,
      token: 'secret',
      connector: 'volunteers',
      stream: 'service',
      file,
      rows: 10,
      signal: new AbortController().signal,
    };
  });
  afterEach(async () => {
    await new Promise((resolve) => hub.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('posts a file in batches, in order, and adds up what the hub says', async () => {
    expect(await pushFile(options)).toEqual({
      read: 25,
      landed: 22,
      unchanged: 0,
      quarantined: 3,
      deleted: 0,
    });
    expect(posted.map(({ rows }) => rows.length)).toEqual([10, 10, 5]);
    expect(posted.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(
      Array.from({ length: 25 }, (_, id) => id),
    );
    expect(posted[0]).toMatchObject({ path: '/push/volunteers/service', token: 'Bearer secret' });
  });

  it('names a batch by its content: the same file has the same names, and no two batches one', async () => {
    await pushFile(options);
    await pushFile(options);
    const names = posted.map(({ batch }) => batch);
    expect(names.slice(3)).toEqual(names.slice(0, 3));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^service-[0-9a-f]{32}$/);
  });

  it('sends the same batch again when the hub asks to wait', async () => {
    answers = [
      { status: 503, retryAfter: '0' },
      { status: 429, retryAfter: '0' },
    ];
    expect((await pushFile(options)).read).toBe(25);
    expect(posted).toHaveLength(5);
    expect(new Set(posted.slice(0, 3).map(({ batch }) => batch)).size).toBe(1);
  });

  it('stops at a refusal, without saying a row or the token', async () => {
    answers = [{ status: 403 }];
    const failed = pushFile(options).catch((error: unknown) => error);
    expect(await failed).toMatchObject({ code: 'SOURCE_REFUSED' });
    expect(String(await failed)).toMatch(/10 rows of volunteers\.service .* HTTP 403/);
    expect(String(await failed)).not.toContain('secret');
    expect(posted).toHaveLength(1);
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    answers = [{ status: 503, retryAfter: '30' }];
    const pushing = pushFile({ ...options, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(pushing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
