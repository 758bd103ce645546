import type { DiscoveredStream, Page, Reader, ReadRequest } from '../../reader';
import { guessCursor } from '../guess-cursor';
import type { Ask, Size } from './dialect';
import { sqlFailure } from './failure';
import { OldestTransaction } from './oldest-transaction';
import { MOST_BYTES, PageLimit } from './page-limit';
import { after, anew, checkpointOf, isSetBack, startOf, type Position } from './position';
import { SqlSession, TooMuch } from './session';
import type { SqlSettings } from './settings';
import { shapeRows, type SqlRow } from './shape-rows';
import { Statements } from './statement';
import { describeTable, orderOf } from './table';

/** Above this many bytes a table is not counted, only estimated. */
const COUNTED = 512 * 1024 * 1024;

/** A statement's rows; `asked`: how many it was sent for, whatever the limit has learnt since. */
interface Answered {
  readonly rows: SqlRow[];
  readonly asked: number;
}

interface Fetched extends Answered {
  readonly at: Position;
}

/** Rows that are given on at once: those that are being worked on should be few enough to die young. */
const PART = 5_000;

/** The rows of a statement in parts of their order; `asked` is more than a part has only where the statement gave all there was. */
function partsOf(
  rows: readonly SqlRow[],
  limit: number,
): { readonly part: readonly SqlRow[]; readonly asked: number }[] {
  const parts: { part: readonly SqlRow[]; asked: number }[] = [];
  for (let from = 0; from === 0 || from < rows.length; from += PART) {
    const part = rows.slice(from, from + PART);
    const isEnd = from + PART >= rows.length && rows.length < limit;
    parts.push({ part, asked: part.length + (isEnd ? 1 : 0) });
  }
  return parts;
}

/**
 * Tables and views. Each page is one statement in a short read-only transaction, in the order of (cursor, key) as the source
 * itself compares them; it begins behind the last row of the page before, and is given on in parts, each with its place.
 */
export class SqlReader implements Reader {
  readonly #session: SqlSession;

  constructor(private readonly settings: SqlSettings) {
    this.#session = new SqlSession(settings);
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#told(signal, null, () =>
      this.#session.ask(signal, (ask) => ask(this.#session.dialect.ping)),
    );
  }

  /** Tables and views with their columns; by schema and name. A table outside of the user's schema is named with its own. */
  async discover(signal: AbortSignal): Promise<readonly DiscoveredStream[]> {
    const { schema } = this.settings;
    const tables = await this.#told(signal, null, () =>
      this.#session.ask(signal, (ask) => this.#session.dialect.list(ask, schema)),
    );
    return tables.map((table) => ({
      from:
        table.isDefault || schema !== undefined || table.schema === undefined
          ? table.name
          : `${table.schema}.${table.name}`,
      fields: table.columns.map(({ name, type, native, nullable, comment }) => ({
        name,
        type,
        nativeType: native,
        nullable,
        comment,
      })),
      key: table.key,
      cursor: guessCursor(
        table.columns.map(({ native, ...field }) => ({ ...field, nativeType: native })),
      ),
      rows: table.rows,
    }));
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, pageSize, signal } = request;
    const session = this.#session;
    const { dialect } = session;
    const told = <T>(work: () => Promise<T>): Promise<T> => this.#told(signal, stream.from, work);
    const { table, statements, size, total, start } = await told(() =>
      session.ask(signal, async (ask) => {
        const found = await describeTable(ask, dialect, this.settings, stream);
        const from = startOf(request, orderOf(found, dialect));
        const { columns } = found;
        const wanted = [...stream.fields, ...stream.key, stream.cursor ?? []].flat();
        const present = [...new Set(wanted)].flatMap((field) => columns.get(field) ?? []);
        const texts = new Statements(dialect, found, present);
        const known = await dialect.size(ask, found);
        const counted = await this.#total(texts, known, from, ask);
        return { table: found, statements: texts, size: known, total: counted, start: from };
      }),
    );
    let position = start;
    const columns = [...table.columns.keys()];
    const types = Object.fromEntries(
      [...table.columns].map(([name, { native }]) => [name, native]),
    );
    const isWhole = position.cursor === null && position.until === null;
    const rowsKnown = size === null ? null : (size.rows ?? (isWhole ? total : null));
    const limit = new PageLimit(
      pageSize,
      statements.long.length > 0,
      size === null ? null : { bytes: size.bytes, rows: rowsKnown },
    );
    const oldest = new OldestTransaction(session, table.cursor);
    const fetch = async (from: Position): Promise<Fetched> => {
      const at = await told(() => oldest.sampled(from, signal));
      if (at.phase === 'ended') return { at, rows: [], asked: 1 };
      const answered = await told(() => this.#page(statements, at, limit, signal));
      const isNone = isSetBack(at, answered.rows.length);
      if (isNone && (await told(() => this.#hasRows(statements, signal)))) return fetch(anew(at));
      return { at, ...answered };
    };
    let next: Promise<Fetched> | null = fetch(position);
    try {
      while (next !== null) {
        const { at, rows, asked: most }: Fetched = await next;
        const end = after(stream, most, at, rows, table.isUnique);
        // The source works on the next statement while the hub works on the rows of this one.
        next = end.phase === 'ended' ? null : fetch(end);
        // It fails when its turn comes.
        next?.catch(() => undefined);
        position = at;
        for (const { part, asked } of partsOf(rows, most)) {
          signal.throwIfAborted();
          const { readable, unreadable, characters } = shapeRows(
            stream,
            statements,
            position,
            part,
          );
          position = after(stream, asked, position, part, table.isUnique);
          limit.saw(part.length, characters);
          yield {
            rows: readable,
            unreadable,
            columns,
            columnsDeclared: true,
            types,
            checkpoint: checkpointOf(position),
            ...(total === null ? {} : { total }),
          };
        }
      }
    } finally {
      await next?.catch(() => undefined);
    }
  }

  /**
   * A page of as many rows as `limit` says, which learns where they turn out to be too long to be held. It learns of the page before
   * meanwhile too: only the number that the statement was sent with tells whether the page is a full one.
   */
  async #page(
    statements: Statements,
    at: Position,
    limit: PageLimit,
    signal: AbortSignal,
  ): Promise<Answered> {
    const asked = limit.rows;
    try {
      return { rows: await this.#rows(statements, at, asked, signal), asked };
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      limit.shrink(asked);
      return this.#page(statements, at, limit, signal);
    }
  }

  #rows(
    statements: Statements,
    at: Position,
    rows: number,
    signal: AbortSignal,
  ): Promise<SqlRow[]> {
    const { sql, bindings } = statements.page(at, rows);
    const most = rows === 1 || statements.long.length === 0 ? Infinity : MOST_BYTES;
    const page = async (ask: Ask): Promise<SqlRow[]> => {
      for (const statement of statements.before) await ask(statement);
      const given = await ask<SqlRow>(sql, bindings);
      for (const column of statements.present) {
        const convert = this.#session.dialect.converter?.(column) ?? null;
        if (convert !== null) for (const row of given) row[column.name] = convert(row[column.name]);
      }
      return given;
    };
    return this.#session.ask(signal, page, most);
  }

  async #hasRows(statements: Statements, signal: AbortSignal): Promise<boolean> {
    const rows = await this.#session.ask(signal, (ask) => ask(statements.any()));
    return rows.length > 0;
  }

  /** Rows of the whole read, for the progress bar; null where the source cannot tell cheaply. */
  async #total(
    statements: Statements,
    size: Size | null,
    at: Position,
    ask: Ask,
  ): Promise<number | null> {
    if (size === null) return null;
    if (size.bytes > COUNTED) return at.cursor === null && at.until === null ? size.rows : null;
    const { sql, bindings } = statements.count(at);
    const [row] = await ask<{ n: string | number }>(sql, bindings);
    const isResumed = at.key !== null && at.cursor !== null;
    return Number(row?.n ?? 0) + (isResumed ? at.read : 0);
  }

  /** What a driver throws, as an error of the hub; that the run was stopped stays what it is. */
  async #told<T>(signal: AbortSignal, from: string | null, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw error;
      throw sqlFailure(error, from);
    }
  }
}
