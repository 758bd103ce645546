import { WangshuError } from '../../../domain/errors';
import type {
  Checkpoint,
  Page,
  RawValue,
  Reader,
  ReadRequest,
  SourceRow,
  UnreadableRow,
} from '../../reader';
import { isAhead, stepBack } from '../overlap';
import type { HttpSettings } from '../settings';
import { Client } from './client';
import { behind, queryOf, START, totalOf, type Position } from './paging';
import { valueAt } from './value-at';

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
    const size = position.size ?? Math.min(request.pageSize, settings.pageSize);
    do {
      signal.throwIfAborted();
      if (position.ended) {
        // A broken run that had come to the end.
        yield { rows: [], unreadable: [], columns: [], checkpoint: checkpointOf(position) };
        return;
      }
      const query = queryOf(position, settings, size);
      const body = await this.#client.get(stream.from, query, signal);
      const found = settings.rows === undefined ? body : valueAt(body, settings.rows);
      const list = rowsOf(found, stream.from, settings);
      const before = position.read;
      const highest = highestOf(list, stream.cursor, position.highest);
      position = behind({ ...position, highest }, { list, body, size }, settings);
      const total = totalOf(body, settings);
      yield {
        ...shape(position.read === before ? [] : list, request, before),
        columns: columnsOf(list, request),
        checkpoint: checkpointOf(position),
        ...(total === null ? {} : { total }),
      };
    } while (!position.ended);
  }

  #start({ stream, checkpoint, fresh }: ReadRequest): Position {
    if (checkpoint === null) return START;
    const at = checkpoint as unknown as Position;
    if (!fresh) return at;
    const { highest } = at;
    if (stream.cursor === undefined || this.settings.since === undefined || highest === null)
      return START;
    return { ...START, since: stepBack(highest, stream.overlap), highest };
  }
}

const checkpointOf = (position: Position): Checkpoint => position as unknown as Checkpoint;

function rowsOf(found: RawValue, from: string, { rows }: HttpSettings): readonly RawValue[] {
  if (Array.isArray(found)) return found;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a list of rows is required at ${rows ?? 'the top'} of the answer to ${from}, something else is given; mend rows`,
  );
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
    if (isAhead(text)) return highest;
    return highest === null || later(text, highest) ? text : highest;
  }, before);
}

/** Numbers by size, everything else as text: time stamps in one form sort that way. */
function later(a: string, b: string): boolean {
  const numeric = /^-?\d+(\.\d+)?$/;
  return numeric.test(a) && numeric.test(b) ? Number(a) > Number(b) : a > b;
}

/** Rows of a page; what is no object is no row, and is kept as it came. */
function shape(
  list: readonly RawValue[],
  { stream }: ReadRequest,
  before: number,
): Pick<Page, 'rows' | 'unreadable'> {
  const rows: SourceRow[] = [];
  const unreadable: UnreadableRow[] = [];
  list.forEach((row, i) => {
    const place = `${stream.from} row ${String(before + i + 1)}`;
    if (row !== null && typeof row === 'object' && !Array.isArray(row)) {
      const values = stream.fields.map((field) => [field, valueAt(row, field)] as const);
      rows.push({ place, values: Object.fromEntries(values) });
      return;
    }
    const kind = Array.isArray(row) ? 'a list' : row === null ? 'null' : `a ${typeof row}`;
    unreadable.push({
      place,
      code: 'ROW_MALFORMED',
      message: `an object with the fields of a row is required, ${kind} is given`,
      raw: Buffer.from(JSON.stringify(row)).subarray(0, 65_536).toString('base64'),
    });
  });
  return { rows, unreadable };
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
