import type { Connector } from '../../../src/connect/connector';
import type { Page, RawValue, Reader, ReadRequest } from '../../../src/connect/reader';
import { ingestConnector, type IngestOptions, type IngestResult } from '../../../src/ingest/run';
import { TEST_ID_KEY, type TestFolder, type TestHub } from '../../support/hub';

export type Row = Record<string, RawValue>;

/** What a scripted source gives: its pages, or a function that makes them of what it is asked. */
export type Script = (request: ReadRequest) => AsyncIterable<Page> | Iterable<Page>;

/** Pages of so many rows, with checkpoints that say how far it is; goes on where a broken read ended. */
export function pagesOf(rows: readonly Row[], size = 2, extra: Partial<Page> = {}): Script {
  return function* ({ checkpoint, fresh }) {
    const from = fresh ? 0 : Number(checkpoint?.['at'] ?? 0);
    for (let at = from; ; at += size) {
      const part = rows.slice(at, at + size);
      yield {
        rows: part.map((values, i) => ({ place: `row ${String(at + i + 1)}`, values })),
        unreadable: [],
        columns: part.length === 0 ? [] : Object.keys(part[0] ?? {}),
        checkpoint: { at: Math.min(at + size, rows.length) },
        total: rows.length,
        ...extra,
      };
      if (at + size >= rows.length) return;
    }
  };
}

/** The connector `source` with one stream `visit` (key, person, day, title), whose rows a test writes itself. */
export async function loadScripted(
  hub: TestHub,
  folder: TestFolder,
  stream = '',
  edit: (yaml: string) => string = (yaml) => yaml,
): Promise<void> {
  folder.write(
    'connectors/source/connector.yaml',
    edit(
      `id: source
department: { code: source, zh: 部门, en: source }
title: { zh: 登记, en: source }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: push }
streams:
  visit:
    from: visit
    key: [id]
    record: VisitRecord
${stream}
    items:
      id: { kind: ORDINARY }
      day: { type: date, kind: ORDINARY }
      title: { kind: ORDINARY }
      danger: { share: NOT_SHARED }
    mentions:
      visit: { as: Event, number: { scheme: visit, item: id }, title: title, occurredAt: day }
`
        .replace(
          '{ kind: push }',
          stream.includes('push')
            ? '{ kind: push }'
            : "{ kind: file, folder: '/tmp', format: csv }",
        )
        .replace('    #push\n', ''),
    ),
  );
  await hub.load([`${folder.path}/connectors`]);
}

/** Runs the source with these pages. */
export function run(
  hub: TestHub,
  script: Script,
  options: Partial<IngestOptions> = {},
): Promise<IngestResult> {
  const reader: Reader = {
    check: () => Promise.resolve(),
    discover: () => Promise.resolve([]),
    close: () => Promise.resolve(),
    async *read(request) {
      yield* script(request);
    },
  };
  const connector: Connector = { ...hub.catalogue.connector('source'), openReader: () => reader };
  return ingestConnector({ db: hub.db, connector, idKey: TEST_ID_KEY, ...options });
}

export const rowOf = (i: number, more: Row = {}): Row => ({
  id: `v${String(i)}`,
  day: '2026-03-01',
  title: `visit ${String(i)}`,
  ...more,
});

export const rowsOf = (n: number, more: Row = {}): Row[] =>
  Array.from({ length: n }, (_, i) => rowOf(i, more));
