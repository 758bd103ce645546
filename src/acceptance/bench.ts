import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import type { ChildProcess } from 'node:child_process';
import type { Connector, Stream } from '../connect/connector';
import type { Page, Reader, ReadRequest, SourceRow, StreamSource } from '../connect/reader';
import { createReader, type ReaderSettings } from '../connect/readers';
import { migrate } from '../db/migrate';
import { sourceOf } from '../ingest/read-stream';
import type { Counts } from '../ingest/counts';
import { bounded, only } from './altered';
import { memoryReader, type PushedRows } from './memory-reader';
import { Failed, NotApplicable } from './outcome';
import { isSame, openScratch, type HubState, type Scratch } from './scratch';
import { hashesOf, hashOf } from './source-rows';

export interface BenchOptions {
  readonly connector: Connector;
  /** A server in which scratch databases can be made. */
  readonly adminUrl: string;
  /** A migrated and empty database of that server, to be copied; default: one is made, which takes a second. */
  readonly template?: string;
  readonly idKey: string;
  readonly timeZone: string;
  /** So many rows of each stream are read at most; null: all. */
  readonly rows: number | null;
  /** Share of rows of a stream that may be bad: without a key, or not what the contract says. */
  readonly maxBad: number;
  /** Reader settings as they stand in the file, before ${…} stood for anything. */
  readonly rawReader: unknown;
  /** Rows of a connector that is pushed, by stream. */
  readonly pushed?: PushedRows;
  /** Starts a process that ingests the connector (bounded likewise, with this page size) into that database, and ends. */
  readonly spawnIngest: (url: string, pageSize: number) => ChildProcess;
  /** Starts a process that reads a stream (bounded likewise), and writes what `measureRead` gives as JSON to its standard output. */
  readonly spawnRead: (stream: string, pageSize: number) => ChildProcess;
  /** A reader of the same kind by other settings; default: as the hub makes it. */
  readonly readerBy?: (settings: ReaderSettings) => Reader;
  /** Rows of the memory case. */
  readonly memoryRows: number;
}

/** A run without any disturbance. */
export interface Clean extends HubState {
  readonly counts: Counts;
}

export interface Bench extends BenchOptions {
  readonly readerBy: (settings: ReaderSettings) => Reader;
  /** The connector's reader, bounded by `rows`; closed with the bench. */
  reader(): Reader;
  /** The same, without rows that `rowsOf` does not have: a bounded read that begins in the middle would go further than it. */
  readerOfKnown(): Promise<Reader>;
  /** Pages of a stream from a checkpoint on, by a reader of its own that is closed behind the last one. */
  read(stream: Stream, from?: Partial<ReadRequest>): AsyncGenerator<Page>;
  /** All pages of a stream in one read. Read once, kept. */
  readOf(stream: Stream): Promise<readonly Page[]>;
  /** All rows of it, in order. */
  rowsOf(stream: Stream): Promise<readonly SourceRow[]>;
  /** Pages of a stream, all of them. */
  pagesOf(stream: Stream, pageSize: number): Promise<Page[]>;
  source(stream: Stream): StreamSource;
  /** A page size that cuts the connector's streams in several pages, and no more than about twenty. */
  smallPage(): Promise<number>;
  scratch<T>(use: (scratch: Scratch) => Promise<T>): Promise<T>;
  /** What a hub holds after one run without any disturbance. Made once, kept. */
  clean(): Promise<Clean>;
  /** Whether a hub holds what it would without any disturbance, now: a live source may have changed meanwhile. */
  isClean(state: HubState): Promise<boolean>;
  close(): Promise<void>;
}

/** A connector that is pushed has no reader: what is promised of reads says nothing of it. */
export function assertRead({ connector }: Pick<Bench, 'connector'>): void {
  if (connector.spec.reader.kind === 'push')
    throw new NotApplicable('nothing reads it: each batch that it posts is one transaction');
}

async function withAdmin<T>(url: string, use: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}

export async function openBench(options: BenchOptions): Promise<Bench> {
  const { connector, adminUrl, idKey, timeZone, pushed } = options;
  const isPushed = connector.spec.reader.kind === 'push';
  const opened = new Set<Reader>();
  const kept = new Map<string, readonly Page[]>();
  let clean: Clean | undefined;
  const own = `wangshu_acceptance_${randomBytes(4).toString('hex')}`;
  const template = options.template ?? own;
  const addressOf = (name: string): string =>
    Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const make = (name: string, from: string): Promise<unknown> =>
    withAdmin(adminUrl, (admin) =>
      admin.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(from)}`),
    );
  const drop = (name: string): Promise<unknown> =>
    withAdmin(adminUrl, (admin) =>
      admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
    );
  if (options.template === undefined) {
    await make(own, 'template0');
    await migrate(addressOf(own));
  }
  let made = 0;
  const cleanRun = (): Promise<Clean> =>
    bench.scratch(async (scratch) => {
      const { status, counts, error } = await scratch.ingest();
      if (status === 'SUCCEEDED') return { ...(await scratch.state()), counts };
      throw new Failed(
        'landed everything in an empty hub',
        `a run that succeeds is required, it ended ${status} (${error?.message ?? ''})`,
      );
    });
  const bench: Bench = {
    readerBy: createReader,
    ...options,
    reader() {
      if (isPushed && pushed === undefined)
        throw new NotApplicable(
          'its rows come by themselves; give some with --from FILE (JSON lines) to try this',
        );
      const reader = pushed === undefined ? connector.openReader() : memoryReader(pushed);
      const some = options.rows === null ? reader : bounded(reader, options.rows);
      opened.add(some);
      return some;
    },
    async readerOfKnown() {
      const known = new Map<string, ReadonlySet<string>>();
      for (const stream of connector.streams)
        known.set(stream.name, hashesOf(await bench.rowsOf(stream)));
      return only(bench.reader(), (row, { name }) => known.get(name)?.has(hashOf(row)) === true);
    },
    source: sourceOf,
    async *read(stream, from = {}) {
      const reader = bench.reader();
      try {
        yield* reader.read({
          stream: sourceOf(stream),
          checkpoint: null,
          fresh: true,
          pageSize: stream.spec.pageSize,
          signal: new AbortController().signal,
          ...from,
        });
      } finally {
        await reader.close();
        opened.delete(reader);
      }
    },
    async pagesOf(stream, pageSize) {
      const pages: Page[] = [];
      for await (const page of bench.read(stream, { pageSize })) pages.push(page);
      return pages;
    },
    async readOf(stream) {
      const known = kept.get(stream.name) ?? (await bench.pagesOf(stream, stream.spec.pageSize));
      kept.set(stream.name, known);
      return known;
    },
    rowsOf: async (stream) => (await bench.readOf(stream)).flatMap(({ rows }) => rows),
    async smallPage() {
      const counts = await Promise.all(
        connector.streams.map(async (stream) => (await bench.rowsOf(stream)).length),
      );
      return Math.max(1, Math.ceil(Math.max(...counts) / 20));
    },
    async scratch(use) {
      const name = `${own}_${String((made += 1))}`;
      await make(name, template);
      const openReader = (): Reader => bench.reader();
      try {
        const url = addressOf(name);
        const scratch = await openScratch({ url, connector, idKey, timeZone, openReader });
        try {
          return await use(scratch);
        } finally {
          await scratch.close();
        }
      } finally {
        await drop(name);
      }
    },
    clean: async () => (clean ??= await cleanRun()),
    async isClean(state) {
      const before = await bench.clean();
      if (isSame(state, before)) return true;
      clean = await cleanRun();
      return !isSame(clean, before) && isSame(state, clean);
    },
    async close() {
      await Promise.all([...opened].map((reader) => reader.close()));
      if (options.template === undefined) await drop(own);
    },
  };
  return bench;
}
