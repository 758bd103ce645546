import { WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import type { Bound, Column, Dialect } from './dialect';
import { fieldTypeOf } from './field-type';
import type { Position } from './position';
import type { Table } from './table';

/** Longest value that a row may have, in bytes, as in files: a longer one is no item of a record. */
export const LONGEST_VALUE = 1 << 20;
/** Longest part of a key or cursor, in bytes; no index of any database holds more. */
export const LONGEST_KEY = 3_072;

/** Names under which a page tells of a value that is too long: which of its fields, its bytes, its beginning. */
export const TOO_LONG = {
  field: 'wangshu_field',
  bytes: 'wangshu_bytes',
  beginning: 'wangshu_beginning',
} as const;

/** Statements on one table, in the words of its database. */
export class Statements {
  constructor(
    private readonly dialect: Dialect,
    private readonly table: Table,
    /** Columns that are asked for. */
    readonly present: readonly Column[],
  ) {}

  /** Columns whose values may be longer than a row may have. */
  get long(): readonly Column[] {
    return this.present.filter((column) => this.#bytes(column, LONGEST_VALUE) !== null);
  }

  /** What must be said before pages. */
  get before(): readonly string[] {
    const { key, cursor } = this.table;
    return this.dialect.beforeOrder?.([...(cursor === null ? [] : [cursor]), ...key]) ?? [];
  }

  /** One page: of the rows behind a position, those that come first. */
  page(at: Position, rows: number): Bound {
    const { dialect, table } = this;
    const where = new Conditions();
    const order: string[] = [];
    if (at.phase === 'without-key') {
      where.add(`(${table.key.map((column) => this.#unnamed(column)).join(' OR ')})`);
      if (at.until !== null) this.#within(where, at);
    } else {
      table.key.forEach((column) => {
        where.add(this.#named(column));
      });
      const parts = this.#order(at);
      order.push(...parts.map(({ sql }) => sql));
      if (table.cursor !== null)
        where.add(at.phase === 'ordered' ? this.#named(table.cursor) : this.#unnamed(table.cursor));
      if (at.key !== null) this.#behind(where, parts);
      if (at.phase === 'ordered') this.#within(where, at);
    }
    // What no key tells apart is told apart by all that it says, rows that say the same being one.
    if (at.phase === 'without-key' || !table.isUnique) order.push(...this.#whole(order));
    const text = [
      `SELECT ${this.#selected().join(', ')} FROM ${this.#from()}`,
      ...where.text(),
      `ORDER BY ${order.join(', ')}`,
      dialect.limit(rows, at.skip),
    ].join(' ');
    return { sql: text, bindings: where.bindings };
  }

  /** Rows from a cursor on, for the progress bar. */
  count(at: Position): Bound {
    const where = new Conditions();
    this.#within(where, { ...at, key: null });
    return {
      sql: [
        `SELECT COUNT(*) AS ${this.dialect.quote('n')} FROM ${this.#from()}`,
        ...where.text(),
      ].join(' '),
      bindings: where.bindings,
    };
  }

  /** One row, where any has a cursor at all. */
  any(): string {
    const { dialect, table } = this;
    if (table.cursor === null) return dialect.ping;
    const name = this.#name(table.cursor);
    return `SELECT ${name} FROM ${this.#from()} WHERE ${name} IS NOT NULL ORDER BY ${name} ${dialect.limit(1, 0)}`;
  }

  #from(): string {
    const { schema, name } = this.table;
    return [schema, name]
      .flatMap((part) => (part === undefined ? [] : [this.#quoted(part)]))
      .join('.');
  }

  /** `?` stands for a binding, wherever it stands. */
  #quoted(name: string): string {
    if (!name.includes('?')) return this.dialect.quote(name);
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      'names without question marks are required of tables and columns, one has it; read a view that names it otherwise',
    );
  }

  #name(column: Column): string {
    return this.#quoted(column.name);
  }

  #bytes(column: Column, limit: number): string | null {
    return this.dialect.bytes(column, this.#name(column), limit);
  }

  #selected(): string[] {
    const { dialect, long } = this;
    const tooLong = long.map((column, i) => ({
      at: String(i),
      bytes: String(this.#bytes(column, LONGEST_VALUE)),
      beginning: dialect.beginning(column, this.#name(column)),
    }));
    const values = this.present.map((column) => {
      const name = this.#name(column);
      const value = dialect.selected(column, name);
      const bytes = this.#bytes(column, LONGEST_VALUE);
      if (bytes === null) return value === null ? name : `${value} AS ${name}`;
      return `CASE WHEN ${bytes} <= ${String(LONGEST_VALUE)} THEN ${value ?? name} END AS ${name}`;
    });
    if (tooLong.length === 0) return values;
    const first = (what: 'at' | 'bytes'): string =>
      `CASE ${tooLong.map((each) => `WHEN ${each.bytes} > ${String(LONGEST_VALUE)} THEN ${each[what]}`).join(' ')} END`;
    const beginnings = tooLong.map(
      (each) => `WHEN ${each.bytes} > ${String(LONGEST_VALUE)} THEN ${each.beginning}`,
    );
    return [
      ...values,
      `${first('at')} AS ${dialect.quote(TOO_LONG.field)}`,
      `${first('bytes')} AS ${dialect.quote(TOO_LONG.bytes)}`,
      `CASE ${beginnings.join(' ')} END AS ${dialect.quote(TOO_LONG.beginning)}`,
    ];
  }

  /** The value can be part of a place in the order. */
  #named(column: Column): string {
    const name = this.#name(column);
    const bytes = this.#bytes(column, LONGEST_KEY);
    return bytes === null || this.#isIndexed(column)
      ? `${name} IS NOT NULL`
      : `${name} IS NOT NULL AND ${bytes} <= ${String(LONGEST_KEY)}`;
  }

  #unnamed(column: Column): string {
    const name = this.#name(column);
    const bytes = this.#bytes(column, LONGEST_KEY);
    return bytes === null || this.#isIndexed(column)
      ? `${name} IS NULL`
      : `(${name} IS NULL OR ${bytes} > ${String(LONGEST_KEY)})`;
  }

  /** What stands in an index is short enough for one. */
  #isIndexed(column: Column): boolean {
    return this.table.isUnique && this.table.key.includes(column);
  }

  /** What a page is ordered by, and where it begins. */
  #order(at: Position): Part[] {
    const { table, dialect } = this;
    const columns = [
      ...(table.cursor === null || at.phase !== 'ordered' ? [] : [table.cursor]),
      ...table.key,
    ];
    const values =
      at.key === null ? [] : [...(columns.length > table.key.length ? [at.cursor] : []), ...at.key];
    const parts = columns.map((column, i) => ({
      sql: this.#ordered(column),
      from: at.key === null ? null : this.#bound(column, values[i] ?? null),
    }));
    if (table.isUnique) return parts;
    const exact = columns.map((column, i) => {
      const { sql, from } = parts[i] as Part;
      return {
        sql: dialect.exact(column, sql),
        from:
          from === null ? null : { sql: dialect.exact(column, from.sql), bindings: from.bindings },
      };
    });
    // Numbers and times are equal only if they are written alike, or all but so.
    return [...parts, ...exact.filter((_, i) => isText(columns[i]))];
  }

  #ordered(column: Column): string {
    const name = this.#name(column);
    return this.dialect.ordered?.(column, name) ?? name;
  }

  #whole(order: readonly string[]): string[] {
    const columns = this.present.filter((column) => !order.includes(this.#name(column)));
    // Of rows that have nothing else one is as good as another.
    return columns.length === 0
      ? []
      : [...this.dialect.wholeRow(columns, (column) => this.#name(column))];
  }

  /**
   * (a, b, c) > (x, y, z), written out, since not every database compares rows. Where a key may name several rows, those of the last
   * place are among them, and left out by their number.
   */
  #behind(where: Conditions, parts: readonly Part[]): void {
    const bounds = parts.flatMap(({ sql, from }) => (from === null ? [] : [{ sql, from }]));
    const [head] = bounds;
    if (head === undefined) return;
    // Said once more of the first field alone, so that an index on it is entered at the right place.
    where.add(`${head.sql} >= ${head.from.sql}`, head.from.bindings);
    const last = bounds.length - 1;
    const any = bounds.map(({ sql, from }, i) => {
      const equal = bounds.slice(0, i);
      const sign = i === last && !this.table.isUnique ? '>=' : '>';
      return {
        sql: [
          ...equal.map((each) => `${each.sql} = ${each.from.sql}`),
          `${sql} ${sign} ${from.sql}`,
        ].join(' AND '),
        bindings: [...equal.flatMap((each) => each.from.bindings), ...from.bindings],
      };
    });
    where.add(
      `(${any.map(({ sql }) => `(${sql})`).join(' OR ')})`,
      any.flatMap(({ bindings }) => bindings),
    );
  }

  /** The cursor lies where this read looks. */
  #within(
    where: Conditions,
    { cursor, key, until }: Pick<Position, 'cursor' | 'key' | 'until'>,
  ): void {
    const column = this.table.cursor;
    if (column === null) return;
    const name = this.#ordered(column);
    if (cursor !== null && key === null) {
      const from = this.#bound(column, cursor);
      where.add(`${name} >= ${from.sql}`, from.bindings);
    }
    if (until !== null) {
      const to = this.#bound(column, until);
      where.add(`${name} < ${to.sql}`, to.bindings);
    }
  }

  /** Throws SOURCE_PROTOCOL for what is no value of such a column: some databases would take it for the smallest one. */
  #bound(column: Column, value: string | number | boolean | null): Bound {
    const text = String(value);
    const type = this.dialect.fieldType?.(column.native) ?? fieldTypeOf(column.type);
    const form = type === 'number' ? NUMBER : type === 'date' || type === 'dateTime' ? TIME : null;
    if (form !== null && !form.test(text)) {
      throw new WangshuError(
        'SOURCE_PROTOCOL',
        `a ${type === 'number' ? 'number' : 'time such as 2026-03-01 08:00:00'} is required to compare ${column.name} with, another form is given; mend the window, or read the stream in full`,
      );
    }
    return this.dialect.bound(column, text) ?? { sql: '?', bindings: [value] };
  }
}

interface Part {
  readonly sql: string;
  /** The value behind which a page begins; null: it begins at the beginning. */
  readonly from: Bound | null;
}

const NUMBER = /^-?(\d+(\.\d*)?(e[+-]?\d+)?|Infinity|NaN)$/i;
const TIME =
  /^(\d{4,}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?( ?(Z|[+-]\d{2}(:?\d{2}){0,2}))?( BC)?|-?infinity)$/;

function isText(column: Column | undefined): boolean {
  if (column === undefined) return false;
  const type = fieldTypeOf(column.type);
  return type === 'string' || type === 'other' || column.type === 'numeric';
}

class Conditions {
  readonly #parts: string[] = [];
  readonly bindings: RawValue[] = [];

  add(sql: string, bindings: readonly RawValue[] = []): void {
    this.#parts.push(sql);
    this.bindings.push(...bindings);
  }

  text(): string[] {
    return this.#parts.length === 0 ? [] : [`WHERE ${this.#parts.join(' AND ')}`];
  }
}
