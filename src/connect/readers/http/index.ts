import { WangshuError } from '../../../domain/errors';
import type { Checkpoint, Page, RawValue, Reader, ReadRequest, SourceRow } from '../../reader';
import { stepBack } from '../overlap';
import type { HttpSettings } from '../settings';
import { Client } from './client';
import { valueAt } from './value-at';

/** Where a read goes on: the next request's page or cursor, and how far the stream's own cursor has come. */
interface Position {
  readonly since: string | null;
  /** Page number or cursor of the next request; null: none was sent yet. */
  readonly at: string | null;
  /** Greatest value of the stream's cursor that was seen. */
  readonly highest: string | null;
}

const START: Position = { since: null, at: null, highest: null };

/** JSON over HTTP, page by page. */
export class HttpReader implements Reader {
  readonly #client: Client;

  constructor(private readonly settings: HttpSettings) {
    this.#client = new Client(settings);
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#client.reach(signal);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, signal } = request;
    const { settings } = this;
    let position = this.#start(request);
    let read = 0;
    for (;;) {
      signal.throwIfAborted();
      const answer = await this.#client.get(stream.from, this.#query(position, request), signal);
      const list = settings.rows === undefined ? answer : valueAt(answer, settings.rows);
      if (!Array.isArray(list)) {
        throw new WangshuError(
          'SOURCE_PROTOCOL',
          `a list of rows is required at ${settings.rows ?? 'the top'} of the answer to ${stream.from}, something else is given; mend rows`,
        );
      }
      read += list.length;
      const highest = highestOf(list, stream.cursor, position.highest);
      const next = this.#next(answer, list.length, read, position, request);
      const total = this.#total(answer);
      position = { ...position, at: next, highest };
      const checkpoint = next === null ? { since: null, at: null, highest } : position;
      yield {
        rows: list.map((row, i) =>
          shape(row, request, `${stream.from} row ${String(read - list.length + i + 1)}`),
        ),
        unreadable: [],
        columns: columnsOf(list, request),
        checkpoint: checkpoint as unknown as Checkpoint,
        ...(total === null ? {} : { total }),
      };
      if (next === null) return;
    }
  }

  #start({ stream, checkpoint, fresh }: ReadRequest): Position {
    if (checkpoint === null) return START;
    const at = checkpoint as unknown as Position;
    if (!fresh) return at;
    const { highest } = at;
    if (stream.cursor === undefined || this.settings.since === undefined || highest === null)
      return START;
    return { since: stepBack(highest, stream.overlap), at: null, highest };
  }

  #query({ since, at }: Position, { pageSize }: ReadRequest): Record<string, string> {
    const { paging, since: sinceParam } = this.settings;
    const query: Record<string, string> = {};
    if (since !== null && sinceParam !== undefined) query[sinceParam] = since;
    if (paging.kind === 'none') return query;
    if (paging.sizeParam !== undefined) query[paging.sizeParam] = String(this.#size(pageSize));
    if (paging.kind === 'page') query[paging.param] = at ?? String(paging.start);
    else if (at !== null) query[paging.param] = at;
    return query;
  }

  #size(pageSize: number): number {
    return Math.min(pageSize, this.settings.pageSize);
  }

  #total(answer: RawValue): number | null {
    const { paging } = this.settings;
    if (paging.kind !== 'page' || paging.total === undefined) return null;
    const total = Number(valueAt(answer, paging.total));
    return Number.isFinite(total) ? total : null;
  }

  /** Page or cursor of the next request; null where this was the last. An empty page ends a read, so that none goes on for ever. */
  #next(
    answer: RawValue,
    count: number,
    read: number,
    { at }: Position,
    { pageSize }: ReadRequest,
  ): string | null {
    const { paging } = this.settings;
    if (paging.kind === 'none' || count === 0) return null;
    if (paging.kind === 'cursor') {
      const next = valueAt(answer, paging.next);
      if (next === null || next === '' || typeof next === 'object') return null;
      if (String(next) !== at) return String(next);
      throw new WangshuError(
        'SOURCE_PROTOCOL',
        'a cursor that goes on is required, the source gives the same one again; the read would never end',
      );
    }
    const page = Number(at ?? paging.start);
    const total = this.#total(answer);
    const before = (page - paging.start) * this.#size(pageSize);
    const more = total === null ? count >= this.#size(pageSize) : before + count < total;
    return more && read > 0 ? String(page + 1) : null;
  }
}

function highestOf(
  list: readonly RawValue[],
  cursor: string | undefined,
  before: string | null,
): string | null {
  if (cursor === undefined) return null;
  return list.reduce<string | null>((highest, row) => {
    const value = valueAt(row, cursor);
    if (value === null || typeof value === 'object') return highest;
    const text = String(value);
    return highest === null || later(text, highest) ? text : highest;
  }, before);
}

/** Numbers by size, everything else as text: time stamps in one form sort that way. */
function later(a: string, b: string): boolean {
  const numeric = /^-?\d+(\.\d+)?$/;
  return numeric.test(a) && numeric.test(b) ? Number(a) > Number(b) : a > b;
}

function shape(row: RawValue, { stream }: ReadRequest, place: string): SourceRow {
  return {
    place,
    values: Object.fromEntries(stream.fields.map((field) => [field, valueAt(row, field)])),
  };
}

/** Names on this page: the rows' own, and dotted ones that the contract names and a row has. */
function columnsOf(list: readonly RawValue[], { stream }: ReadRequest): string[] {
  const columns = new Set<string>();
  const dotted = stream.fields.filter((field) => field.includes('.'));
  const heads = new Set(dotted.map((field) => field.split('.')[0]));
  for (const row of list) {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) continue;
    for (const name of Object.keys(row)) if (!heads.has(name)) columns.add(name);
    for (const field of dotted) if (valueAt(row, field) !== null) columns.add(field);
  }
  return list.length === 0 ? [] : [...columns];
}
