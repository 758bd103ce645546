import type { Page, RawValue, ReadRequest, SourceRow, UnreadableRow } from '../../reader';
import { valueAt } from '../value-at';
import { isWithin } from '../within';
import { nameOf } from './catalog';
import { propertyTypes } from './field-type';
import type { Line } from './lines';
import { messageOf, type Message } from './message';
import { checkpointOf, type Position } from './position';

/** Bytes of messages on one page: rows may be long. */
const PAGE_BYTES = 32 * 1024 * 1024;
/** The bytes that are kept of a line that cannot be read. */
const KEPT = 1 << 16;

export interface Messages {
  readonly lines: AsyncIterable<readonly Line[]>;
  readonly longestLine: number;
  readonly start: Position;
  /** Names under which the tap may send the stream. */
  readonly names: readonly string[];
  /** Fields that the tap's catalogue has. */
  readonly offered: readonly string[];
  readonly total: number | null;
}

/** The tap came to its end without a word of the stream that it was asked for. */
export class PassedOver extends Error {}

/**
 * Makes pages of a tap's messages. A page ends with the last STATE that came before the next one's first row: what lies behind it
 * comes again when the read is broken off there, and nothing is passed over. Throws PassedOver where the tap said nothing of the
 * stream, not even its SCHEMA.
 */
export async function* readPages(request: ReadRequest, tap: Messages): AsyncGenerator<Page> {
  const pages = new Pages(request, tap);
  for await (const lines of tap.lines) {
    for (const line of lines) {
      const message = messageOf(line, tap.longestLine);
      if (message === null) continue;
      if (pages.isFull && pages.wants(message)) {
        yield pages.take();
        request.signal.throwIfAborted();
      }
      pages.add(message, line);
    }
  }
  yield pages.last();
}

class Pages {
  readonly #columns: Set<string>;
  readonly #names: ReadonlySet<string>;
  readonly #others = new Set<string>();
  #types: Record<string, string> = {};
  #rows: SourceRow[] = [];
  #unreadable: UnreadableRow[] = [];
  #bytes = 0;
  #position: Position;
  /** Rows of this read, those behind the last state counted in. */
  #read: number;
  #known = false;

  constructor(
    private readonly request: ReadRequest,
    private readonly tap: Messages,
  ) {
    this.#columns = new Set(tap.offered);
    this.#names = new Set(tap.names.map(nameOf));
    this.#position = tap.start;
    this.#read = tap.start.read;
  }

  get isFull(): boolean {
    return (
      this.#rows.length + this.#unreadable.length >= this.request.pageSize ||
      this.#bytes >= PAGE_BYTES
    );
  }

  /** Whether a message takes room on a page. */
  wants(message: Message): boolean {
    return message.type === 'fault' || (message.type === 'RECORD' && this.#isOwn(message.stream));
  }

  add(message: Message, { bytes }: Line): void {
    switch (message.type) {
      case 'SCHEMA':
        if (!this.#isOwn(message.stream)) break;
        this.#types = { ...this.#types, ...propertyTypes(message.schema) };
        for (const name of Object.keys(this.#types)) this.#columns.add(name);
        break;
      case 'RECORD':
        if (this.#isOwn(message.stream)) this.#addRow(message.record, bytes.length);
        break;
      case 'STATE':
        this.#position = { ...this.#position, state: message.state, read: this.#read };
        break;
      case 'ACTIVATE_VERSION':
        // What a snapshot no longer has is found by comparing, not by versions.
        break;
      case 'fault':
        this.#read += 1;
        this.#bytes += bytes.length;
        this.#unreadable.push({
          place: this.#place(),
          code: message.code,
          message: message.message,
          raw: bytes.subarray(0, KEPT).toString('base64'),
        });
    }
  }

  take(): Page {
    const page = {
      rows: this.#rows,
      unreadable: this.#unreadable,
      columns: [...this.#columns],
      types: this.#types,
      checkpoint: checkpointOf(this.#position),
      ...(this.tap.total === null ? {} : { total: this.tap.total }),
    };
    this.#rows = [];
    this.#unreadable = [];
    this.#bytes = 0;
    return page;
  }

  /** The tap came to its end: everything it has was given. */
  last(): Page {
    if (!this.#known) throw new PassedOver([...this.#others].slice(0, 5).join(', '));
    this.#position = { ...this.#position, read: this.#read, ended: true };
    return this.take();
  }

  #addRow(record: Record<string, RawValue>, bytes: number): void {
    this.#read += 1;
    const { stream, window } = this.request;
    for (const name in record) if (!this.#columns.has(name)) this.#columns.add(name);
    if (
      window !== undefined &&
      !isWithin(valueAt(record, stream.cursor ?? ''), window, stream.timeZone)
    )
      return;
    this.#bytes += bytes;
    const values: Record<string, RawValue> = {};
    for (const field of stream.fields) values[field] = valueAt(record, field);
    this.#rows.push({ place: this.#place(), values });
  }

  #place(): string {
    return `${this.request.stream.from} row ${String(this.#read)}`;
  }

  #isOwn(stream: string): boolean {
    if (this.#names.has(stream) || this.#names.has(nameOf(stream))) {
      this.#known = true;
      return true;
    }
    if (this.#others.size < 100) this.#others.add(stream);
    return false;
  }
}
