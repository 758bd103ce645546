import type { Connector, Stream } from '../connect/connector';
import type { Reader } from '../connect/reader';
import { openPool, type Db } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { graphDigest, stitch } from '../graph';
import { catalogueOf } from '../connect/load';
import { registerCatalogue } from '../ingest/register';
import { ingestConnector, type IngestOptions, type IngestResult } from '../ingest/run';
import { resolveMentions } from '../resolve';

/** An item that the kit itself gives to rows; what a hub holds is compared without it. */
export const MARK = 'wangshu_acceptance_mark';

/** What a hub holds, as digests: of the graph, and of the records with their contents. */
export interface HubState {
  readonly graph: string;
  readonly records: string;
  /** Records that are not deleted. */
  readonly live: number;
}

export const isSame = (a: HubState, b: HubState): boolean =>
  a.graph === b.graph && a.records === b.records;

export interface ScratchIngest extends Partial<IngestOptions> {
  readonly reader?: Reader;
  readonly pageSize?: number;
}

/** A hub's database of its own for one case. */
export interface Scratch {
  readonly db: Db;
  readonly url: string;
  ingest(options?: ScratchIngest): Promise<IngestResult>;
  /** Resolves and stitches, then says what the hub holds. */
  state(): Promise<HubState>;
  /** How many of these keys are records that are not deleted. */
  holds(stream: Stream, keys: readonly Uuid[]): Promise<number>;
  /** Records of all streams that are not deleted. */
  live(): Promise<number>;
  /** Forgets everything that was landed, and where reads stand. */
  empty(): Promise<void>;
}

export function withReader(connector: Connector, reader: Reader, pageSize?: number): Connector {
  const streams =
    pageSize === undefined
      ? connector.streams
      : connector.streams.map((stream) => ({ ...stream, spec: { ...stream.spec, pageSize } }));
  return { ...connector, streams, openReader: () => reader };
}

export interface ScratchOptions {
  readonly url: string;
  readonly connector: Connector;
  readonly idKey: string;
  readonly timeZone: string;
  readonly openReader: () => Reader;
}

/** Opens a migrated database as a hub that knows the connector; `close` ends its sessions. */
export async function openScratch({
  url,
  connector,
  idKey,
  timeZone,
  openReader,
}: ScratchOptions): Promise<Scratch & { close(): Promise<void> }> {
  const db = openPool(url, { max: 4 });
  const one = async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await db.query<T>(text, [...values])).rows[0] as T;
  const live = async (): Promise<number> =>
    (await one<{ n: number }>('SELECT count(*) AS n FROM record WHERE deleted_at IS NULL')).n;
  await registerCatalogue(db, catalogueOf([connector]));
  return {
    db,
    url,
    live,
    ingest: ({ reader, pageSize, ...more } = {}) =>
      ingestConnector({
        db,
        idKey,
        connector: withReader(connector, reader ?? openReader(), pageSize),
        ...more,
      }),
    async state() {
      await resolveMentions({ db });
      await stitch({ db, timeZone });
      const { records } = await one<{ records: string | null }>(
        `SELECT md5(string_agg(md5(concat_ws('|', stream_id, key, payload - $1, deleted_at IS NULL)), '' ORDER BY stream_id, key)) AS records FROM record`,
        [MARK],
      );
      return { graph: await graphDigest({ db }), records: records ?? '', live: await live() };
    },
    async holds({ id }, keys) {
      const { n } = await one<{ n: number }>(
        'SELECT count(*) AS n FROM record WHERE stream_id = $1 AND key = ANY ($2::uuid[]) AND deleted_at IS NULL',
        [id, keys],
      );
      return n;
    },
    async empty() {
      await db.query(
        `TRUNCATE record, mention, claim, bridge, doorplate, quarantine, snapshot_seen;
         UPDATE stream SET checkpoint = NULL, complete = false, column_types = NULL`,
      );
    },
    close: () => db.end(),
  };
}
