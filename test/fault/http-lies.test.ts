import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testFolder, testHub, type TestFolder, type TestHub } from '../support/hub';

const ROWS = 60;
const SIZE = 10;

interface Row {
  readonly id: string;
  readonly day: string;
  readonly title: string;
}
const ALL: readonly Row[] = Array.from({ length: ROWS }, (_, i) => ({
  id: `v${String(i)}`,
  day: '2026-03-01',
  title: `visit ${String(i)}`,
}));

/** What the server does to a page, by its place; null: it answers well. */
type Lie = (response: ServerResponse, from: number, body: string) => boolean;

describe('a source over HTTP that fails in the middle', () => {
  let server: Server;
  let folder: TestFolder;
  let clean: string;
  let lie: Lie = () => false;
  const open: TestHub[] = [];

  const hubOf = async (): Promise<TestHub> => {
    const hub = await testHub();
    open.push(hub);
    await hub.load([`${folder.path}/connectors`]);
    return hub;
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://x');
      const from = Number(searchParams.get('after') ?? 0);
      const next = from + SIZE < ROWS ? String(from + SIZE) : null;
      const body = JSON.stringify({ list: ALL.slice(from, from + SIZE), next });
      if (lie(response, from, body)) return;
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    folder = testFolder();
    folder.write(
      'connectors/visits/connector.yaml',
      `id: visits
department: { code: visits, zh: 走访, en: Visits }
title: { zh: 走访, en: Visits }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader:
  kind: http
  baseUrl: 'http://127.0.0.1:${String(port)}'
  auth: { kind: none }
  paging: { kind: cursor, param: after, next: next }
  rows: list
  retries: 1
  maxPauseMs: 10
streams:
  visit:
    from: /visits
    key: [id]
    deletes: snapshot
    record: VisitRecord
    items:
      id: { kind: ORDINARY }
      day: { type: date, kind: ORDINARY }
      title: { kind: ORDINARY }
    mentions:
      visit: { as: Event, number: { scheme: visit, item: id }, title: title, occurredAt: day }
`,
    );
    const hub = await hubOf();
    await hub.night();
    clean = await hub.digest();
  });
  afterEach(async () => {
    for (const hub of open.splice(0)) await hub.close();
    lie = () => false;
  });
  afterAll(async () => {
    folder.remove();
    server.closeAllConnections();
    await new Promise((ended) => server.close(ended));
  });

  it.each<[string, string, Lie]>([
    [
      'cuts the line in the middle of a page',
      'SOURCE_UNREACHABLE',
      (response, from, body) => {
        if (from !== 30) return false;
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': body.length,
        });
        response.write(body.slice(0, body.length / 2));
        setTimeout(() => response.destroy(), 5);
        return true;
      },
    ],
    [
      'ends a page in the middle as if that were all',
      'SOURCE_PROTOCOL',
      (response, from, body) => {
        if (from !== 30) return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(body.slice(0, body.length / 2));
        return true;
      },
    ],
    [
      'answers 500 behind half of its pages',
      'SOURCE_UNREACHABLE',
      (response, from) => {
        if (from < 30) return false;
        response.writeHead(500).end('{"error": "database is down"}');
        return true;
      },
    ],
    [
      'leads from its middle back to its beginning',
      'SOURCE_PROTOCOL',
      (response, from, body) => {
        if (from !== 30) return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ...(JSON.parse(body) as object), next: '10' }));
        return true;
      },
    ],
  ])(
    'and %s fails with %s, loses nothing and removes nothing, and is whole the next night',
    async (_, code, spoil) => {
      const hub = await hubOf();
      lie = spoil;
      const broken = await hub.ingest('visits');
      expect([broken.status, broken.error?.code]).toEqual(['FAILED', code]);
      expect(broken.counts.landed).toBeGreaterThanOrEqual(30);
      expect(broken.counts.removed).toBe(0);
      await hub.settle();
      lie = () => false;
      const [whole] = await hub.night();
      expect(whole?.status).toBe('SUCCEEDED');
      expect(await hub.digest()).toBe(clean);
      const { rows } = await hub.db.query(
        'SELECT count(*) AS n FROM record WHERE deleted_at IS NULL',
      );
      expect(rows).toEqual([{ n: ROWS }]);
      // A snapshot that was complete before is not made smaller by one that is not.
      lie = spoil;
      expect((await hub.ingest('visits', { full: true })).counts.removed).toBe(0);
      await hub.settle();
      expect(await hub.digest()).toBe(clean);
    },
  );
});
