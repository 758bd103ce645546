import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createReader } from '../../../src/connect/readers';
import type { Checkpoint, Reader, StreamSource } from '../../../src/connect/reader';
import type { SqlClient } from '../../../src/connect/readers/sql/settings';
import { emptyDatabase, type TestDatabase } from '../../support/database';
import { testMariaDb, type TestMariaDb } from '../../support/mariadb';
import { query } from '../../support/query';
import { readAll, stepwise, stored } from './contract';

const STREAM: StreamSource = { name: 's', from: 't', key: ['id'], fields: ['id', 'x'] };
const MOST = 200_000;

interface Line {
  readonly port: number;
  /** From now on so many bytes come through; then the line is cut, or falls silent. */
  allow(bytes: number, then: 'cut' | 'silence'): void;
  close(): Promise<void>;
}

/** A line to a server that can be cut in the middle of an answer. */
async function line({ hostname, port }: URL): Promise<Line> {
  let left = Infinity;
  let end: 'cut' | 'silence' = 'cut';
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.on('data', (bytes) => far.write(bytes)).on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.on('data', (bytes) => {
      if (bytes.length <= left) {
        left -= bytes.length;
        near.write(bytes);
        return;
      }
      if (left > 0) near.write(bytes.subarray(0, left));
      left = 0;
      if (end === 'cut') near.destroySoon();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    allow(bytes, then) {
      left = bytes;
      end = then;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a line to a database', () => {
  let postgres: TestDatabase;
  let mariadb: TestMariaDb;
  const urls = new Map<SqlClient, string>();
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    postgres = await emptyDatabase();
    mariadb = await testMariaDb();
    urls.set('pg', postgres.url);
    urls.set('mysql2', await mariadb.database());
    await query(
      postgres.url,
      `CREATE TABLE t AS SELECT i AS id, repeat('x', 200) AS x FROM generate_series(1, 9000) AS i`,
      'ALTER TABLE t ADD PRIMARY KEY (id)',
      'ANALYZE t',
    );
    await mariadb.query(
      urls.get('mysql2') ?? '',
      `CREATE TABLE t (id int PRIMARY KEY, x varchar(200))`,
      `INSERT INTO t SELECT seq, REPEAT('x', 200) FROM seq_1_to_9000`,
    );
  }, 60_000);
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(async () => {
    await mariadb.stop();
    await postgres.drop();
  });

  const through = async (client: SqlClient): Promise<{ wire: Line; reader: Reader }> => {
    const url = new URL(urls.get(client) ?? '');
    const wire = await line(url);
    [url.hostname, url.port] = ['127.0.0.1', String(wire.port)];
    const reader = createReader({ kind: 'sql', client, connection: url.href });
    closing.push(
      () => wire.close(),
      () => reader.close(),
    );
    return { wire, reader };
  };

  it.each(['pg', 'mysql2'] as const)(
    'of client %s that is cut in the middle of a page is told, gives nothing of that page, and is gone on with from the page before',
    async (client) => {
      const { wire, reader } = await through(client);
      const pages = stepwise(reader, STREAM, { pageSize: 1_500 });
      const first = (await pages.next()).value as { checkpoint: Checkpoint };
      wire.allow(MOST, 'cut');
      await expect(pages.next()).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
      wire.allow(Infinity, 'cut');
      const rest = await readAll(reader, STREAM, {
        checkpoint: stored(first.checkpoint),
        fresh: false,
        pageSize: 1_500,
      });
      expect(rest.keys).toEqual(Array.from({ length: 7_500 }, (_, i) => String(i + 1_501)));
    },
  );

  it.each(['pg', 'mysql2'] as const)(
    'of client %s that falls silent in the middle of a page holds nobody who is told to stop',
    async (client) => {
      const { wire, reader } = await through(client);
      const stop = new AbortController();
      const pages = stepwise(reader, STREAM, { pageSize: 1_500, signal: stop.signal });
      await pages.next();
      wire.allow(MOST, 'silence');
      const next = pages.next();
      setTimeout(() => {
        stop.abort();
      }, 200);
      const began = performance.now();
      await expect(next).rejects.toMatchObject({ name: 'AbortError' });
      await reader.close();
      expect(performance.now() - began).toBeLessThan(5_000);
    },
  );
});
