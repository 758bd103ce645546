import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import type { ChildProcess } from 'node:child_process';
import type { Connector, Stream } from '../connect/connector';
import type { Page, RawValue, Reader, SourceRow, StreamSource } from '../connect/reader';
import { migrate } from '../db/migrate';
import { openPool, type Db } from '../db/pool';
import { graphDigest, stitch } from '../graph';
import { catalogueOf } from '../connect/load';
import { registerCatalogue } from '../ingest/register';
import { sourceOf } from '../ingest/read-stream';
import { ingestConnector, type IngestOptions, type IngestResult } from '../ingest/run';
import { resolveMentions } from '../resolve';
import { bounded } from './altered';
import { NotApplicable } from './outcome';

export interface BenchOptions {
  readonly connector: Connector;
  /** A server in which scratch databases can be made. */
  readonly adminUrl: string;
  readonly idKey: string;
  readonly timeZone: string;
  /** So many rows of each stream are read at most; null: all. */
  readonly rows: number | null;
  /** Reader settings as they stand in the file, before ${…} stood for anything. */
  readonly rawReader: unknown;
  /** Rows of a connector that is pushed, by stream. */
  readonly pushed?: ReadonlyMap<string, readonly Record<string, RawValue>[]>;
  /** Starts a process that ingests the connector (bounded likewise, with this page size) into that database, and ends. */
  readonly spawnIngest: (url: string, pageSize: number) => ChildProcess;
  /** Rows of the memory case. */
  readonly memoryRows: number;
}

/** A hub's database of its own for one case. */
export interface Scratch {
  readonly db: Db;
  readonly url: string;
  ingest(
    options?: Partial<IngestOptions> & { readonly reader?: Reader; readonly pageSize?: number },
  ): Promise<IngestResult>;
  /** Resolves and stitches, then says the digest of the graph. */
  digest(): Promise<string>;
}

export interface Bench extends BenchOptions {
  /** The connector's reader, bounded by `rows`; closed with the bench. */
  reader(): Reader;
  /** All rows of a stream in one read, in order. Read once, kept. */
  rowsOf(stream: Stream): Promise<readonly SourceRow[]>;
  /** Pages of a stream, all of them. */
  pagesOf(stream: Stream, pageSize: number): Promise<Page[]>;
  source(stream: Stream): StreamSource;
  /** A page size that cuts the connector's streams in several pages, and no more than about fifty. */
  smallPage(): Promise<number>;
  scratch<T>(use: (scratch: Scratch) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Rows of memory, as a source: for connectors whose rows come by themselves. */
function memoryReader(pushed: NonNullable<BenchOptions['pushed']>): Reader {
  return {
    check: () => Promise.resolve(),
    discover: () => Promise.resolve([]),
    close: () => Promise.resolve(),
    async *read({ stream, checkpoint, fresh, pageSize, signal }) {
      const all = pushed.get(stream.name) ?? [];
      for (let at = fresh ? 0 : Number(checkpoint?.['at'] ?? 0); ; at += pageSize) {
        signal.throwIfAborted();
        const rows = all.slice(at, at + pageSize).map((row, i) => ({
          place: `row ${String(at + i + 1)}`,
          values: Object.fromEntries(stream.fields.map((name) => [name, row[name] ?? null])),
        }));
        yield await Promise.resolve({
          rows,
          unreadable: [],
          columns: rows.length === 0 ? [] : [...stream.fields],
          checkpoint: { at: Math.min(at + pageSize, all.length) },
        });
        if (at + pageSize >= all.length) return;
      }
    },
  };
}

export function withReader(connector: Connector, reader: Reader, pageSize?: number): Connector {
  const streams =
    pageSize === undefined
      ? connector.streams
      : connector.streams.map((stream) => ({ ...stream, spec: { ...stream.spec, pageSize } }));
  return { ...connector, streams, openReader: () => reader };
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
  const opened: Reader[] = [];
  const kept = new Map<string, readonly SourceRow[]>();
  const template = `wangshu_acceptance_${randomBytes(4).toString('hex')}`;
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
  await make(template, 'template0');
  await migrate(addressOf(template));
  let made = 0;
  const bench: Bench = {
    ...options,
    reader() {
      if (isPushed && pushed === undefined)
        throw new NotApplicable(
          'its rows come by themselves; give some with --from FILE (JSON lines) to try this',
        );
      const reader = pushed === undefined ? connector.openReader() : memoryReader(pushed);
      opened.push(reader);
      return options.rows === null ? reader : bounded(reader, options.rows);
    },
    source: sourceOf,
    async pagesOf(stream, pageSize) {
      const pages: Page[] = [];
      const signal = new AbortController().signal;
      const request = { stream: sourceOf(stream), checkpoint: null, fresh: true, pageSize, signal };
      for await (const page of bench.reader().read(request)) pages.push(page);
      return pages;
    },
    async rowsOf(stream) {
      const known =
        kept.get(stream.name) ??
        (await bench.pagesOf(stream, stream.spec.pageSize)).flatMap(({ rows }) => rows);
      kept.set(stream.name, known);
      return known;
    },
    async smallPage() {
      const counts = await Promise.all(
        connector.streams.map(async (stream) => (await bench.rowsOf(stream)).length),
      );
      return Math.max(1, Math.ceil(Math.max(...counts) / 20));
    },
    async scratch(use) {
      const name = `${template}_${String((made += 1))}`;
      await make(name, template);
      const url = addressOf(name);
      const db = openPool(url, { max: 4 });
      try {
        await registerCatalogue(db, catalogueOf([connector]));
        return await use({
          db,
          url,
          ingest: ({ reader, pageSize, ...more } = {}) =>
            ingestConnector({
              db,
              idKey,
              connector: withReader(connector, reader ?? bench.reader(), pageSize),
              ...more,
            }),
          async digest() {
            await resolveMentions({ db });
            await stitch({ db, timeZone });
            return graphDigest({ db });
          },
        });
      } finally {
        await db.end();
        await drop(name);
      }
    },
    async close() {
      await Promise.all(opened.map((reader) => reader.close()));
      await drop(template);
    },
  };
  return bench;
}
