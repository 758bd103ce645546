import type { Knex } from 'knex';
import type { Page, RawValue, Reader, ReadRequest, SourceRow, StreamSource } from '../reader';
import type { SqlSettings } from './settings';
import { sqlFailure } from './sql-failure';
import { after, checkpointOf, startOf, type Position } from './sql-position';
import { SqlSession } from './sql-session';
import { builderOf, countRows, describeTable, type Table } from './sql-table';
import { plainValue } from './sql-types';

type SqlRow = Record<string, unknown>;

interface Plan {
  readonly stream: StreamSource;
  readonly table: Table;
  /** Fields that are there; what is missing is reported as drift and read as null. */
  readonly present: readonly string[];
  readonly pageSize: number;
}

/** Types that no database orders, or not all. */
const UNORDERED =
  /^(json|xml|point|line|lseg|box|path|polygon|circle|n?clob|blob|n?text|image)(\[\])?$/;

/** Tables and views, through knex; each page is one statement in a short read-only transaction. */
export class SqlReader implements Reader {
  readonly #session: SqlSession;

  constructor(private readonly settings: SqlSettings) {
    this.#session = new SqlSession(settings);
  }

  async check(signal: AbortSignal): Promise<void> {
    const statement = this.settings.client === 'oracledb' ? 'SELECT 1 FROM dual' : 'SELECT 1';
    try {
      await this.#session.ask(signal, (knex) => knex.raw(statement));
    } catch (error) {
      if (signal.aborted) throw error;
      throw sqlFailure(error, null);
    }
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, pageSize, signal } = request;
    const { client } = this.settings;
    try {
      let position = startOf(request);
      const { table, total } = await this.#session.ask(signal, async (knex) => {
        const found = await describeTable(knex, this.settings, stream);
        const count = await countRows(knex, client, found, stream, position.cursor);
        return { table: found, total: count };
      });
      const columns = [...table.columns.keys()];
      const wanted = [...stream.fields, ...stream.key, stream.cursor ?? []].flat();
      const present = [...new Set(wanted)].filter((field) => table.columns.has(field));
      const plan: Plan = { stream, table, present, pageSize };
      do {
        const at = position;
        const rows =
          at.phase === 'ended'
            ? []
            : await this.#session.ask(signal, (knex) => pageOf(knex, client, plan, at));
        position = after(stream, pageSize, at, rows);
        yield {
          rows: rows.map((row, i) => shape(stream, row, at.read + i + 1)),
          unreadable: [],
          columns,
          checkpoint: checkpointOf(position),
          ...(total === null ? {} : { total }),
        };
      } while (position.phase !== 'ended');
    } catch (error) {
      if (signal.aborted) throw error;
      throw sqlFailure(error, stream.from);
    }
  }
}

/** One page: of the rows behind a position, those that come first. */
async function pageOf(knex: Knex, client: string, plan: Plan, at: Position): Promise<SqlRow[]> {
  const { stream, table, present, pageSize } = plan;
  const { cursor, key } = stream;
  const query = builderOf(knex, table).limit(pageSize);
  void query.select(...present);
  if (at.phase === 'without-key') {
    void query.where((any) => key.forEach((field) => void any.orWhereNull(field)));
    // Nothing names these rows: they are told apart by all that they say, rows that say the same being one.
    present
      .filter((field) => canOrder(client, table.columns.get(field) ?? ''))
      .forEach((field) => void query.orderBy(field));
    return (await query.offset(at.skip)) as SqlRow[];
  }
  key.forEach((field) => void query.whereNotNull(field));
  const first = at.phase === 'ordered' ? cursor : undefined;
  if (first !== undefined) void query.whereNotNull(first);
  else if (cursor !== undefined) void query.whereNull(cursor);
  const order = [...(first === undefined ? [] : [first]), ...key];
  const from = [...(first === undefined ? [] : [at.cursor]), ...(at.key ?? [])];
  if (at.key !== null) void query.where((builder) => behind(builder, order, from));
  else if (first !== undefined && at.cursor !== null) void query.where(first, '>=', at.cursor);
  order.forEach((field) => void query.orderBy(field));
  return (await query) as SqlRow[];
}

/** PostgreSQL and MySQL order `text`; elsewhere it is a large object. */
function canOrder(client: string, type: string): boolean {
  return !UNORDERED.test(type) || (type === 'text' && /^(pg|mysql2?)$/.test(client));
}

/** (a, b, c) > (x, y, z), written out, since not every database compares rows. */
function behind(
  builder: Knex.QueryBuilder,
  order: readonly string[],
  from: readonly RawValue[],
): void {
  // Said once more of the first field alone, so that an index on it is entered at the right place.
  void builder.where(order[0] ?? '', '>=', from[0] as string);
  void builder.andWhere((any) => {
    order.forEach((field, i) => {
      void any.orWhere((part) => {
        order.slice(0, i).forEach((equal, j) => void part.where(equal, '=', from[j] as string));
        void part.where(field, '>', from[i] as string);
      });
    });
  });
}

function shape(stream: StreamSource, row: SqlRow, number: number): SourceRow {
  const values = Object.fromEntries(stream.fields.map((field) => [field, plainValue(row[field])]));
  return { place: `${stream.from} row ${String(number)} of the read`, values };
}
