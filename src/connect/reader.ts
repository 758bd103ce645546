/**
 * The contract between a department's system and the hub: a reader turns one source into pages of raw rows.
 * It knows nothing of the database, of mapping or of the graph.
 */

/** What JSON can carry. Dates arrive as ISO 8601 text, binary as base64 text, big numbers as text. */
export type RawValue = string | number | boolean | null | RawValue[] | { [key: string]: RawValue };

/** One row as received. `place` says where it stands in the source, for people (`drop-0312.csv line 17`). */
export interface SourceRow {
  readonly place: string;
  readonly values: Record<string, RawValue>;
}

/** A row that cannot even be read: it goes to quarantine with what is left of it. */
export interface UnreadableRow {
  readonly place: string;
  readonly code: 'ROW_MALFORMED' | 'ENCODING_INVALID' | 'VALUE_TOO_LONG';
  /** Plain sentence: what was required and what was given, without values. */
  readonly message: string;
  /** The bytes as received, as base64, cut at 64 KiB. */
  readonly raw: string;
}

/**
 * Where the next read starts. Opaque to everyone but the reader that made it; plain JSON; stored with the page it
 * ends, in one transaction. `null` is the very beginning.
 */
export type Checkpoint = { readonly [key: string]: RawValue } | null;

export interface Page {
  readonly rows: readonly SourceRow[];
  readonly unreadable: readonly UnreadableRow[];
  /** Field names the source offers on this page (also those the hub never reads), for drift reports. */
  readonly columns: readonly string[];
  /** Columns are what the source declares (a header, a table), not what its rows happened to hold. */
  readonly columnsDeclared?: boolean;
  /** The source's own names for the types of its columns, where it declares them: a change is reported as drift. */
  readonly types?: Readonly<Record<string, string>>;
  /** Reading again from here yields nothing of this page and all that follows. */
  readonly checkpoint: Checkpoint;
  /** The source is as it was at the checkpoint: nothing was read, and nothing has vanished. */
  readonly unchanged?: true;
  /** The data are as the source had them then (ISO 8601 with zone); absent: as it is now. */
  readonly asOf?: string;
  /** Rows expected in the whole read, where the source can tell cheaply; for progress bars only. */
  readonly total?: number;
}

/** What a reader must know of a stream; the whole connector.yaml stays with the caller. */
export interface StreamSource {
  readonly name: string;
  /** Table, view, file pattern or path within the source. */
  readonly from: string;
  /** Key fields, in order. */
  readonly key: readonly string[];
  /** Field that grows with every change of a row (a time stamp or a number); absent: the stream is read whole. */
  readonly cursor?: string;
  /** Fields to read. Nothing else may leave the source: items that are NOT_SHARED are not in this list. */
  readonly fields: readonly string[];
  /** ISO 8601 duration (PT10M), or a number for numbers, by which a new run steps back behind the last cursor, to see late commits. */
  readonly overlap?: string;
  /**
   * IANA zone of clocks that name none (default: Asia/Shanghai, as for items): windows are compared by it, and where its clocks are put
   * back the overlap is longer by that hour.
   */
  readonly timeZone?: string;
}

export interface ReadRequest {
  readonly stream: StreamSource;
  /** Where the last committed page ended; null for a first or a full read. */
  readonly checkpoint: Checkpoint;
  /** True when this run starts here (step back by the overlap); false when it resumes a broken run. */
  readonly fresh: boolean;
  /**
   * Backfill: only rows whose cursor lies in [since, until), both in the source's own form. Always with checkpoint null
   * and only for streams with a cursor; a reader that cannot ask for it throws SOURCE_PROTOCOL.
   */
  readonly window?: Window;
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

/** Part of a stream by its cursor: from `since`, up to but without `until`. */
export interface Window {
  readonly since: string;
  readonly until: string;
}

/** What a source says of one of its streams, for the first draft of a connector. */
export interface DiscoveredStream {
  /** What `from` in connector.yaml would say. */
  readonly from: string;
  readonly fields: readonly DiscoveredField[];
  /** Key fields the source declares, in order; empty where it declares none. */
  readonly key: readonly string[];
  /** A field that by name and type looks as if it grew with every change; null: none does. */
  readonly cursor: string | null;
  /** Rows, where the source tells cheaply. */
  readonly rows: number | null;
}

export interface DiscoveredField {
  readonly name: string;
  readonly type: FieldType;
  /** The source's own word for the type (varchar(18)); null where it has none. */
  readonly nativeType: string | null;
  readonly nullable: boolean;
  /** The source's remark on the field (COMMENT ON COLUMN, GraphQL description); null: none. */
  readonly comment: string | null;
}

export type FieldType = 'string' | 'number' | 'boolean' | 'date' | 'dateTime' | 'other';

export interface Reader {
  /** Resolves when the source answers; else throws WangshuError SOURCE_UNREACHABLE or SOURCE_REFUSED. */
  check(signal: AbortSignal): Promise<void>;
  /**
   * The streams the source offers, in an order that is the same each time. Reads declarations, and no more rows than it must
   * to see what a row has. Same errors as `read`.
   */
  discover(signal: AbortSignal): Promise<readonly DiscoveredStream[]>;
  /** Pages in source order, at least one (possibly empty) page, whose checkpoint ends the read. */
  read(request: ReadRequest): AsyncIterable<Page>;
  close(): Promise<void>;
}
