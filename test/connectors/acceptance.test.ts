import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Verdict } from '../../src/acceptance/case';
import { CASES } from '../../src/acceptance/cases';
import { acceptConnector, SCRATCH_ID_KEY } from '../../src/acceptance/kit';
import type { Connector } from '../../src/connect/connector';
import { loadCatalogue } from '../../src/connect/load';
import type { Page, RawValue, Reader, ReadRequest } from '../../src/connect/reader';
import { adminUrl } from '../support/database';
import { testFolder, TEST_TIME_ZONE, type TestFolder } from '../support/hub';

/** The kit is a judge: it must pass what is right, and it must catch each fault that it was made to catch. */
const ROWS = 120;
const START = Date.parse('2026-03-01T00:00:00Z');
/** Four rows a minute share one stamp. */
const stampOf = (i: number): string =>
  new Date(START + Math.floor(i / 4) * 60_000).toISOString().slice(0, 19).replace('T', ' ');
const ALL: readonly Record<string, string>[] = Array.from({ length: ROWS }, (_, i) => ({
  id: `v${String(i).padStart(4, '0')}`,
  changed: stampOf(i),
  day: '2026-03-01',
  title: `visit ${String(i)}`,
}));

let folder: TestFolder;
beforeAll(() => {
  folder = testFolder();
  const line = (row: Record<string, string>): string => Object.values(row).join(',');
  folder.write('drops/visit-20260301.csv', ['id,changed,day,title', ...ALL.map(line)].join('\n'));
  folder.write(
    'connectors/visits/connector.yaml',
    `id: visits
department: { code: source, zh: 部门, en: source }
title: { zh: 登记, en: visits }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: file, folder: '${folder.path}/drops', format: csv }
streams:
  visit:
    from: visit-{date}.csv
    key: [id]
    record: VisitRecord
    items:
      id: { kind: ORDINARY }
      changed: { kind: ORDINARY, type: dateTime }
      day: { type: date, kind: ORDINARY }
      title: { kind: ORDINARY }
    mentions:
      visit: { as: Event, number: { scheme: visit, item: id }, title: title, occurredAt: day }
`,
  );
});
afterAll(() => {
  folder.remove();
});

async function judge(
  connector: Connector,
  only?: readonly string[],
  rawReader: unknown = {},
): Promise<ReadonlyMap<string, Verdict>> {
  const root = path.join(__dirname, '..', '..');
  const verdicts = await acceptConnector({
    connector,
    adminUrl: await adminUrl(),
    idKey: SCRATCH_ID_KEY,
    timeZone: TEST_TIME_ZONE,
    rows: 20_000,
    memoryRows: 10_000,
    rawReader,
    ...(only === undefined ? {} : { only }),
    spawnIngest: (url, pageSize) =>
      spawn(
        process.execPath,
        [
          path.join(root, 'bin', 'wangshu.js'),
          ...['connectors', 'test', connector.id, '--into', url, '--page-size', String(pageSize)],
        ],
        {
          stdio: 'ignore',
          env: { ...process.env, CONNECTORS_DIR: path.join(folder.path, 'connectors') },
        },
      ),
  });
  return new Map(verdicts.map((verdict) => [verdict.name, verdict]));
}

const loaded = (): Connector =>
  loadCatalogue({ folders: [path.join(folder.path, 'connectors')], env: {} }).connector('visits');

const textOf = (value: RawValue | undefined): string => (typeof value === 'string' ? value : '');

/** A source that goes by `changed`, in the order (changed, id), as a good reader would. */
function goodRows({ stream, checkpoint, fresh }: ReadRequest): typeof ALL {
  if (checkpoint === null || stream.cursor === undefined) return ALL;
  const [cursor, key] = [textOf(checkpoint['cursor']), textOf(checkpoint['key'])];
  if (!/^2026/.test(cursor)) return ALL;
  if (fresh) return ALL.filter(({ changed }) => String(changed) >= earlier(cursor));
  return ALL.filter(
    ({ changed, id }) => String(changed) > cursor || (changed === cursor && String(id) > key),
  );
}
const earlier = (stamp: string): string =>
  new Date(Date.parse(`${stamp.replace(' ', 'T')}Z`) - 600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');

interface Plant {
  readonly rows?: (request: ReadRequest) => typeof ALL;
  readonly discover?: Reader['discover'];
  readonly pages?: (pages: readonly Page[], request: ReadRequest) => AsyncIterable<Page>;
}

/** A connector with a cursor whose reader is right but for what is planted. */
function planted({ rows = goodRows, discover, pages }: Plant): Connector {
  const connector = loaded();
  const streams = connector.streams.map((stream) => ({
    ...stream,
    spec: { ...stream.spec, cursor: 'changed' },
  }));
  const openReader = (): Reader => ({
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
    discover: discover ?? (() => Promise.resolve([])),
    async *read(request) {
      const found = rows(request);
      const cut: Page[] = [];
      let checkpoint = request.checkpoint;
      for (let at = 0; at === 0 || at < found.length; at += request.pageSize) {
        const part = found.slice(at, at + request.pageSize);
        const last = part.at(-1);
        checkpoint =
          last === undefined
            ? checkpoint
            : { cursor: last['changed'] ?? '', key: last['id'] ?? '' };
        cut.push({
          rows: part.map((values, i) => ({ place: `row ${String(at + i + 1)}`, values })),
          unreadable: [],
          columns: part.length === 0 ? [] : ['id', 'changed', 'day', 'title'],
          checkpoint,
        });
      }
      if (pages !== undefined) {
        yield* pages(cut, request);
        return;
      }
      for (const page of cut) {
        request.signal.throwIfAborted();
        yield await Promise.resolve(page);
      }
    },
  });
  return { ...connector, streams, openReader };
}

describe('a connector that is right', () => {
  it('passes every case that says something about it, and each says what it saw', async () => {
    const verdicts = await judge(loaded(), undefined, { kind: 'file' });
    const told = [...verdicts.values()].map(
      ({ name, outcome, saw }) => `${name} ${outcome} ${saw}`,
    );
    expect(told.filter((line) => line.includes('FAILED'))).toEqual([]);
    expect([...verdicts.keys()]).toEqual(CASES.map(({ name }) => name));
    expect(
      [...verdicts.values()]
        .filter(({ outcome }) => outcome === 'NOT_APPLICABLE')
        .map((v) => v.name),
    ).toEqual(['times-out', 'late-commits', 'truncated']);
    expect(verdicts.get('kill')?.saw).toMatch(/killed [1-3] times; the same graph/);
    expect(verdicts.get('bad-rows')?.saw).toContain('12 of 120 spoilt rows');
  }, 120_000);

  it('passes with a cursor too', async () => {
    const only = ['page-ends', 'late-commits', 'twice', 'resume', 'state', 'abort'];
    const verdicts = await judge(planted({}), only);
    expect([...verdicts.values()].map(({ outcome, saw }) => `${outcome} ${saw}`)).toEqual(
      only.map(() => expect.stringMatching(/^PASSED/) as string),
    );
  }, 60_000);
});

describe('the kit catches', () => {
  it.each<[string, string, Plant]>([
    [
      'a cursor without the key: ties at the end of a page are lost',
      'page-ends',
      {
        // Asks for the next page by the cursor alone, as a naive reader would.
        async *pages(_, { pageSize }) {
          let rest = [...ALL];
          while (rest.length > 0) {
            const part = rest.slice(0, pageSize);
            const last = String(part.at(-1)?.['changed']);
            rest = rest.filter(({ changed }) => String(changed) > last);
            yield await Promise.resolve({
              rows: part.map((values) => ({ place: 'row', values })),
              unreadable: [],
              columns: ['id'],
              checkpoint: { cursor: last, key: '' },
            });
          }
        },
      },
    ],
    [
      'a next run that starts behind the last row',
      'late-commits',
      { rows: (request) => goodRows({ ...request, fresh: false }) },
    ],
    [
      'a state that is believed unseen',
      'state',
      {
        rows: (request) =>
          request.checkpoint === null
            ? ALL
            : ALL.filter(({ changed }) => String(changed) > textOf(request.checkpoint?.['cursor'])),
      },
    ],
    [
      'a checkpoint that is ahead of its page',
      'resume',
      {
        async *pages(pages) {
          for (const [i, page] of pages.entries())
            yield await Promise.resolve({
              ...page,
              checkpoint: (pages[i + 1] ?? page).checkpoint,
            });
        },
      },
    ],
    [
      'a source that says something else each time',
      'discovery',
      {
        discover: () =>
          Promise.resolve([
            {
              from: String(process.hrtime.bigint()),
              fields: [],
              key: [],
              cursor: null,
              rows: null,
            },
          ]),
      },
    ],
    [
      'a reader that does not stop',
      'abort',
      {
        async *pages(pages) {
          for (const [i, page] of pages.entries()) {
            yield page;
            if (i === 0) await new Promise((done) => setTimeout(done, 5_500));
          }
        },
      },
    ],
    [
      'rows that are others each time',
      'twice',
      {
        rows: () =>
          ALL.map((row) => ({ ...row, title: `visit at ${String(process.hrtime.bigint())}` })),
      },
    ],
  ])(
    '%s',
    async (_, name, plant) => {
      const verdict = (await judge(planted(plant), [name])).get(name);
      expect(verdict?.outcome).toBe('FAILED');
      expect(verdict?.saw).toMatch(/required/);
    },
    60_000,
  );

  it('a password that stands in the file', async () => {
    const raw = { kind: 'sql', client: 'pg', connection: 'postgres://reader:open@127.0.0.1/db' };
    const verdict = (await judge(loaded(), ['spec'], raw)).get('spec');
    expect(verdict).toMatchObject({ outcome: 'FAILED' });
    expect(verdict?.saw).not.toContain('open');
  });
});
