import knexFactory, { type Knex } from 'knex';
import { WangshuError } from '../../domain/errors';
import type {
  Checkpoint,
  Page,
  RawValue,
  Reader,
  ReadRequest,
  SourceRow,
  StreamSource,
} from '../reader';
import { stepBack } from './overlap';
import type { SqlSettings } from './settings';
import { sqlFailure } from './sql-failure';
import { plainValue, sourceTypes } from './sql-types';
import { textOf } from './text';

/**
 * Tables and views, through knex. Pages follow the pair (cursor, key), never an offset; each page is one plain statement,
 * so that no transaction of ours holds back the source's cleaning. Rows whose cursor or key is NULL have no place in
 * that order and come in phases of their own: without a cursor they are read whole each time, without a key they are
 * shown once, for the quarantine.
 */
type Phase = 'ordered' | 'without-cursor' | 'without-key';

interface Position {
  readonly phase: Phase;
  readonly cursor: string | null;
  readonly key: readonly RawValue[] | null;
}

interface Plan {
  readonly stream: StreamSource;
  /** Fields that are there; what is missing is reported as drift and read as null. */
  readonly present: readonly string[];
  readonly columns: readonly string[];
  readonly pageSize: number;
}

const START: Position = { phase: 'ordered', cursor: null, key: null };

/** Where a read starts: a fresh one steps back behind the last cursor, a broken one goes on behind its last row. */
function startOf({ stream, checkpoint, fresh }: ReadRequest): Position {
  if (checkpoint === null) return START;
  const at = checkpoint as unknown as Position;
  if (!fresh) return at;
  if (stream.cursor === undefined || at.cursor === null) return START;
  return { phase: 'ordered', cursor: stepBack(at.cursor, stream.overlap), key: null };
}

export class SqlReader implements Reader {
  #knex: Knex | undefined;

  constructor(private readonly settings: SqlSettings) {}

  #open(): Knex {
    const { client, connection } = this.settings;
    try {
      this.#knex ??= knexFactory({
        client,
        connection: sourceTypes(client, connection),
        pool: { min: 0, max: 1 },
        acquireConnectionTimeout: 15_000,
        log: {
          warn: () => undefined,
          error: () => undefined,
          debug: () => undefined,
          deprecate: () => undefined,
        },
      });
      return this.#knex;
    } catch (cause) {
      throw new WangshuError(
        'CONFIG_INVALID',
        `the driver of ${client} is required to read this source, it is not installed; run: npm install ${client}`,
        { cause },
      );
    }
  }

  async check(): Promise<void> {
    try {
      await this.#open().raw(
        this.settings.client === 'oracledb' ? 'SELECT 1 FROM dual' : 'SELECT 1',
      );
    } catch (error) {
      throw sqlFailure(error, null);
    }
  }

  async close(): Promise<void> {
    await this.#knex?.destroy();
    this.#knex = undefined;
  }

  #table(from: string): Knex.QueryBuilder {
    const knex = this.#open();
    const { schema } = this.settings;
    return schema === undefined ? knex(from) : knex(from).withSchema(schema);
  }

  async #columnsOf(from: string): Promise<string[]> {
    const [schema, table] = from.includes('.') ? from.split('.') : [this.settings.schema, from];
    const query = this.#open()(table ?? from);
    const info = await (schema === undefined ? query : query.withSchema(schema)).columnInfo();
    const columns = Object.keys(info);
    if (columns.length > 0) return columns;
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a table or view named ${from} is required in the source, none is there that the hub may read; mend from, schema or the grants`,
    );
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, pageSize, signal } = request;
    try {
      const columns = await this.#columnsOf(stream.from);
      const offered = new Set(columns);
      const plan: Plan = {
        stream,
        columns,
        present: [...new Set(stream.fields)].filter((field) => offered.has(field)),
        pageSize,
      };
      let position: Position | null = startOf(request);
      const total = await this.#count(plan, position);
      let highest = position.cursor;
      let read = 0;
      while (position !== null) {
        signal.throwIfAborted();
        const rows: Record<string, unknown>[] = await this.#page(plan, position);
        read += rows.length;
        const next = after(plan, position, rows);
        const cursor = plan.stream.cursor;
        const last = rows.at(-1);
        if (position.phase === 'ordered' && cursor !== undefined && last !== undefined)
          highest = textOf(plainValue(last[cursor]));
        const ended = { phase: 'ordered' as const, cursor: highest, key: null };
        yield {
          rows: rows.map((row, i) => shape(plan, row, read - rows.length + i + 1)),
          unreadable: [],
          columns,
          checkpoint: (next ?? ended) as unknown as Checkpoint,
          ...(total === null ? {} : { total }),
        };
        position = next;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      throw sqlFailure(error, stream.from);
    }
  }

  /** Rows to come, for the progress bar; counted only where the table is small or an index on the cursor helps. */
  async #count({ stream }: Plan, { cursor }: Position): Promise<number | null> {
    if (this.settings.client !== 'pg') return null;
    const known = await this.#open()
      .raw<{
        rows: { n: number | null }[];
      }>(`SELECT (reltuples)::float8 AS n FROM pg_class WHERE oid = to_regclass(?)`, [stream.from])
      .then(({ rows }) => Number(rows[0]?.n ?? -1));
    if (known > 1_000_000) return cursor === null ? Math.round(known) : null;
    const query = this.#table(stream.from);
    if (cursor !== null && stream.cursor !== undefined)
      void query.where(stream.cursor, '>=', cursor);
    const [row] = await query.count<{ n: string | number }[]>({ n: '*' });
    return Number(row?.n ?? 0);
  }

  async #page(
    { stream, present, pageSize }: Plan,
    position: Position,
  ): Promise<Record<string, unknown>[]> {
    const { cursor, key } = stream;
    const query = this.#table(stream.from)
      .select(...present)
      .limit(pageSize);
    if (position.phase === 'without-key') {
      void query.where((any) => key.forEach((field) => void any.orWhereNull(field)));
      return (await query) as Record<string, unknown>[];
    }
    key.forEach((field) => void query.whereNotNull(field));
    const order = [
      ...(cursor === undefined || position.phase !== 'ordered' ? [] : [cursor]),
      ...key,
    ];
    if (cursor !== undefined) {
      if (position.phase === 'ordered') void query.whereNotNull(cursor);
      else void query.whereNull(cursor);
    }
    const from: RawValue[] = [
      ...(order.length > key.length ? [position.cursor] : []),
      ...(position.key ?? []),
    ];
    if (position.key !== null) void query.where((builder) => behind(builder, order, from));
    else if (order.length > key.length && position.cursor !== null)
      void query.where(order[0] ?? '', '>=', position.cursor);
    order.forEach((field) => void query.orderBy(field));
    return (await query) as Record<string, unknown>[];
  }
}

/** (a, b, c) > (x, y, z), written out, since not every database compares rows. */
function behind(
  builder: Knex.QueryBuilder,
  order: readonly string[],
  from: readonly RawValue[],
): void {
  order.forEach((field, i) => {
    void builder.orWhere((part) => {
      order.slice(0, i).forEach((equal, j) => void part.where(equal, '=', from[j] as string));
      void part.where(field, '>', from[i] as string);
    });
  });
}

/** The place behind the last row of a page; null where the read is at its end. */
function after(
  { stream, pageSize }: Plan,
  position: Position,
  rows: readonly Record<string, unknown>[],
): Position | null {
  const last = rows.at(-1);
  if (rows.length === pageSize && last !== undefined && position.phase !== 'without-key') {
    const value = (field: string): RawValue => plainValue(last[field]);
    return {
      phase: position.phase,
      cursor:
        stream.cursor === undefined || position.phase !== 'ordered'
          ? position.cursor
          : textOf(value(stream.cursor)),
      key: stream.key.map(value),
    };
  }
  if (position.phase === 'ordered' && stream.cursor !== undefined)
    return { phase: 'without-cursor', cursor: lastCursor(stream, position, last), key: null };
  if (position.phase !== 'without-key')
    return { phase: 'without-key', cursor: position.cursor, key: null };
  return null;
}

function lastCursor(
  stream: StreamSource,
  position: Position,
  last: Record<string, unknown> | undefined,
): string | null {
  if (last === undefined || stream.cursor === undefined) return position.cursor;
  return textOf(plainValue(last[stream.cursor]));
}

function shape({ stream }: Plan, row: Record<string, unknown>, number: number): SourceRow {
  const values = Object.fromEntries(stream.fields.map((field) => [field, plainValue(row[field])]));
  return { place: `${stream.from} row ${String(number)} of the read`, values };
}
