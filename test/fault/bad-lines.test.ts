import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testFolder, testHub, type TestFolder, type TestHub } from '../support/hub';

const ROWS = 60;
const PAGE = 10;

type Answer = (response: ServerResponse, page: number, body: string) => void;
const well: Answer = (response, _, body) => void response.end(body);

/** A department's HTTP interface whose line is bad on purpose: each answer goes through `answer`. */
class BadLine {
  readonly #server: Server;
  answer: Answer = well;
  asked = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const page = Number(url.searchParams.get('page') ?? 1);
      const list = Array.from({ length: PAGE }, (_, i) => (page - 1) * PAGE + i)
        .filter((i) => i < ROWS)
        .map((i) => ({ id: `v${String(i)}`, day: '2026-03-01', title: `visit ${String(i)}` }));
      this.asked += 1;
      response.setHeader('content-type', 'application/json');
      this.answer(response, page, JSON.stringify({ data: { list, total: ROWS } }));
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

describe('a source behind a bad line', () => {
  let folder: TestFolder;
  let hub: TestHub;
  let line: BadLine;
  let undisturbed: string;

  beforeEach(async () => {
    folder = testFolder();
    line = new BadLine();
    folder.write(
      'connectors/source/connector.yaml',
      `id: source
department: { code: source, zh: 部门, en: source }
title: { zh: 登记, en: source }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader:
  kind: http
  baseUrl: ${await line.start()}
  auth: { kind: none }
  paging: { kind: page, param: page, sizeParam: size, total: data.total }
  rows: data.list
  pageSize: ${String(PAGE)}
  retries: 1
streams:
  visit:
    from: visits
    key: [id]
    record: VisitRecord
    items:
      id: { kind: ORDINARY }
      day: { type: date, kind: ORDINARY }
      title: { kind: ORDINARY }
    mentions:
      visit: { as: Event, number: { scheme: visit, item: id }, title: title, occurredAt: day }
`,
    );
    const clean = await testHub();
    await clean.load([`${folder.path}/connectors`]);
    await clean.night();
    undisturbed = await clean.digest();
    await clean.close();
    hub = await testHub();
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    await line.stop();
    folder.remove();
  });

  const FAULTS: readonly (readonly [string, Answer])[] = [
    [
      'is cut in the middle of a page',
      (response, page, body) => {
        if (page !== 4) return well(response, page, body);
        response.write(body.slice(0, body.length / 2));
        setTimeout(() => response.destroy(), 20);
      },
    ],
    [
      'ends a page half way and calls it whole',
      (response, page, body) =>
        void response.end(page === 4 ? body.slice(0, body.length / 2) : body),
    ],
    [
      'gives some pages, then HTTP 500',
      (response, page, body) => {
        if (page >= 4) response.statusCode = 500;
        response.end(page >= 4 ? '<html>Internal Server Error</html>' : body);
      },
    ],
    [
      'gives some pages, then a page to log in with',
      (response, page, body) => {
        if (page >= 4) response.setHeader('content-type', 'text/html');
        response.end(page >= 4 ? '<html><form action="/login"></form></html>' : body);
      },
    ],
  ];

  it.each(FAULTS)(
    'that %s fails with a sentence, keeps its whole pages, and goes on from there',
    async (_, answer) => {
      line.answer = answer;
      const [broken] = await hub.night();
      expect(broken?.status).toBe('FAILED');
      expect(broken?.error?.code).toMatch(/^SOURCE_(UNREACHABLE|PROTOCOL)$/);
      expect(broken?.counts).toMatchObject({ read: 3 * PAGE, landed: 3 * PAGE });
      line.answer = well;
      line.asked = 0;
      const [mended] = await hub.night();
      expect(mended?.status).toBe('SUCCEEDED');
      expect(line.asked).toBeLessThanOrEqual(4);
      expect(await hub.digest()).toBe(undisturbed);
      const { rows } = await hub.db.query('SELECT count(*) AS n FROM record');
      expect(rows).toEqual([{ n: ROWS }]);
    },
  );

  it('that gives the same page for ever is stopped, and what it gave stays', async () => {
    line.answer = (response, _, __) =>
      void response.end(
        JSON.stringify({
          data: {
            list: Array.from({ length: PAGE }, (___, i) => ({
              id: `v${String(i)}`,
              day: '2026-03-01',
              title: 'x',
            })),
            total: 1_000_000,
          },
        }),
      );
    const { status, error, counts } = await hub.ingest('source');
    expect(status).toBe('FAILED');
    expect(error?.code).toBe('SOURCE_PROTOCOL');
    expect(counts.read).toBeLessThanOrEqual(2 * PAGE);
  });
});
