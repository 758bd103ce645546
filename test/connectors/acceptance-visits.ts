import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { BenchOptions } from '../../src/acceptance/bench';
import type { Verdict } from '../../src/acceptance/case';
import { acceptConnector, SCRATCH_ID_KEY, type AcceptOptions } from '../../src/acceptance/kit';
import type { Connector, Stream } from '../../src/connect/connector';
import { loadCatalogue } from '../../src/connect/load';
import type { Checkpoint, Page, RawValue, Reader, ReadRequest } from '../../src/connect/reader';
import { readerSettings } from '../../src/connect/readers';
import type { StreamSpec } from '../../src/connect/spec';
import { adminUrl, testDatabase } from '../support/database';

/**
 * A small department for the tests of the acceptance kit: a connector that is right, and a reader that is right but for what a test
 * plants into it. The processes that the kit starts load this file too (`acceptance-child`).
 */
export const ROOT = path.join(__dirname, '..', '..');
const ROWS = 120;
const START = Date.parse('2026-03-01T00:00:00Z');
const stampOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

export type Row = Readonly<Record<string, RawValue>>;

/** Four rows a minute share one stamp. */
export const ALL: readonly Row[] = Array.from({ length: ROWS }, (_, i) => ({
  id: `v${String(i).padStart(4, '0')}`,
  changed: stampOf(START + Math.floor(i / 4) * 60_000),
  day: '2026-03-01',
  title: `visit ${String(i)}`,
}));
export const COLUMNS = ['id', 'changed', 'day', 'title'];

export const csv = (rows: readonly Row[]): string =>
  [
    COLUMNS.join(','),
    ...rows.map((row) => COLUMNS.map((name) => textOf(row[name])).join(',')),
  ].join('\n');

export const yamlOf = (folder: string): string => `id: visits
department: { code: source, zh: 部门, en: source }
title: { zh: 登记, en: visits }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: file, folder: '${folder}/drops', format: csv }
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
`;

export const loaded = (folder: string): Connector =>
  loadCatalogue({ folders: [path.join(folder, 'connectors')], env: {} }).connector('visits');

export const textOf = (value: RawValue | undefined): string =>
  typeof value === 'string' ? value : '';

const earlier = (stamp: string): string =>
  stampOf(Date.parse(`${stamp.replace(' ', 'T')}Z`) - 600_000);

/** A source that goes by `changed`, in the order (changed, id), as a good reader would. */
export function goodRows({ stream, checkpoint, fresh }: ReadRequest): readonly Row[] {
  if (checkpoint === null || stream.cursor === undefined) return ALL;
  const [cursor, key] = [textOf(checkpoint['cursor']), textOf(checkpoint['key'])];
  if (!/^2026/.test(cursor)) return ALL;
  if (fresh) return ALL.filter((row) => textOf(row['changed']) >= earlier(cursor));
  return ALL.filter(
    ({ changed, id }) => textOf(changed) > cursor || (changed === cursor && textOf(id) > key),
  );
}

/** What is wrong with a reader. */
export interface Plant {
  readonly rows?: (request: ReadRequest) => readonly Row[];
  readonly pages?: (pages: readonly Page[], request: ReadRequest) => AsyncIterable<Page>;
  readonly reader?: Partial<Reader>;
  /** What is wrong with the contract, or must be so that the fault shows. */
  readonly spec?: Partial<StreamSpec>;
  /** Without the cursor that the others have. */
  readonly whole?: true;
}

/** Settings that nobody reads by: what the kit may look for in messages. */
const SETTINGS = readerSettings.parse({
  kind: 'http',
  baseUrl: 'http://127.0.0.1:9/visits',
  auth: { kind: 'bearer', token: 'planted-secret-token' },
  paging: { kind: 'none' },
});
export const RAW = { kind: 'http', baseUrl: '${URL}', auth: { kind: 'bearer', token: '${TOKEN}' } };

function pagesOf(found: readonly Row[], { checkpoint, pageSize }: ReadRequest): Page[] {
  const pages: Page[] = [];
  let at: Checkpoint = checkpoint;
  for (let from = 0; from === 0 || from < found.length; from += pageSize) {
    const part = found.slice(from, from + pageSize);
    const last = part.at(-1);
    at = last === undefined ? at : { cursor: last['changed'] ?? '', key: last['id'] ?? '' };
    pages.push({
      rows: part.map((values, i) => ({ place: `row ${String(from + i + 1)}`, values })),
      unreadable: [],
      columns: part.length === 0 ? [] : COLUMNS,
      columnsDeclared: true,
      checkpoint: at,
    });
  }
  return pages;
}

export function readerOf({ rows = goodRows, pages, reader = {} }: Plant): Reader {
  return {
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
    discover: () => Promise.resolve([]),
    async *read(request) {
      const cut = pagesOf(rows(request), request);
      if (pages !== undefined) {
        yield* pages(cut, request);
        return;
      }
      for (const page of cut) {
        request.signal.throwIfAborted();
        yield await Promise.resolve(page);
      }
    },
    ...reader,
  };
}

/** A connector that is read over a network, by a cursor, and is right but for what is planted. */
export function planted(folder: string, plant: Plant): Connector {
  const connector = loaded(folder);
  const cursor = plant.whole === undefined ? { cursor: 'changed' } : {};
  const streams = connector.streams.map((stream): Stream => ({
    ...stream,
    spec: { ...stream.spec, ...cursor, ...plant.spec },
  }));
  const spec = { ...connector.spec, reader: SETTINGS };
  return { ...connector, spec, streams, openReader: () => readerOf(plant) };
}

/** A process of this repository: the command line, or what stands in `acceptance-child`. */
function start(folder: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, CONNECTORS_DIR: path.join(folder, 'connectors') };
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env, cwd: ROOT });
}

/** Starts the processes of the kit for a plant of `acceptance-child`, by its name. */
export function apart(
  folder: string,
  plant: string,
): Pick<BenchOptions, 'spawnIngest' | 'spawnRead'> {
  const child = (...args: string[]): ChildProcess =>
    start(
      folder,
      '--import',
      'tsx',
      path.join(__dirname, 'acceptance-child.ts'),
      folder,
      plant,
      ...args,
    );
  return {
    spawnIngest: (url, pageSize) => child('ingest', url, String(pageSize)),
    spawnRead: (stream, pageSize) => child('read', stream, String(pageSize)),
  };
}

/** Migrated once a file, and gone with the server. */
let template: Promise<string> | undefined;

/** The verdicts of the kit by the names of its cases. */
export async function judge(
  folder: string,
  options: Pick<AcceptOptions, 'connector'> & Partial<AcceptOptions>,
): Promise<ReadonlyMap<string, Verdict>> {
  const cli = (...args: string[]): ChildProcess =>
    start(folder, path.join(ROOT, 'bin', 'wangshu.js'), 'connectors', 'test', 'visits', ...args);
  template ??= testDatabase().then(({ url }) => new URL(url).pathname.slice(1));
  const verdicts = await acceptConnector({
    adminUrl: await adminUrl(),
    template: await template,
    idKey: SCRATCH_ID_KEY,
    timeZone: 'Asia/Shanghai',
    rows: 20_000,
    maxBad: 0.01,
    memoryRows: 10_000,
    rawReader: RAW,
    spawnIngest: (url, pageSize) => cli('--into', url, '--page-size', String(pageSize)),
    spawnRead: (stream, pageSize) => cli('--measure', stream, '--page-size', String(pageSize)),
    ...options,
  });
  return new Map(verdicts.map((verdict) => [verdict.name, verdict]));
}

/** What the kit sees where a plant breaks the promise of a case; it must see that it does. */
export async function failing(
  folder: string,
  name: string,
  plant: Plant,
  options: Partial<AcceptOptions> = {},
): Promise<string> {
  const connector = planted(folder, plant);
  const verdicts = await judge(folder, { connector, only: [name], ...options });
  const { outcome, saw } = verdicts.get(name) ?? {};
  expect(`${outcome ?? ''} ${saw ?? ''}`).toMatch(/^FAILED/);
  return saw ?? '';
}
