import type { FieldType, RawValue } from '../../reader';

/** Sends one statement (`?` stands for a binding) and gives its rows. Throws what the driver throws, and AbortError once the run is stopped. */
export type Ask = <Row extends object>(
  sql: string,
  bindings?: readonly RawValue[],
) => Promise<Row[]>;

/** What the reader must know of each kind of database; everything else is plain SQL. */
export interface Dialect {
  /** The driver's package in the registry; not always the dialect's name. */
  readonly driver: string;
  /** Pages are read in transactions, which the database itself keeps from writing where `readOnly`. */
  readonly transactions: 'readOnly' | 'plain' | 'none';
  /** What knex is given to connect with. Throws CONFIG_INVALID where the address cannot be understood. */
  connection(address: string): string | Record<string, unknown>;
  /** Said once to each new connection: what would change the meaning of statements or of their answers. */
  readonly onConnect: readonly string[];
  /** Said at the beginning of each transaction, and forgotten at its end. */
  readonly onBegin: readonly string[];
  /** Stops the statement that a connection works at, where knex cannot. */
  cancel?(connection: unknown): void;
  /** A statement that any role may run on any database. */
  readonly ping: string;
  /** One row with `age`: seconds since the oldest transaction began that has not ended yet; null: none is open. */
  readonly oldestTransaction: string;
  quote(identifier: string): string;
  /** The end of a statement that gives `rows` rows behind the first `skip`. */
  limit(rows: number, skip: number): string;
  /** Columns of a table or view in its own order; none where there is none, or none that may be seen. */
  describe(ask: Ask, table: TableName): Promise<Description>;
  /** Bytes and estimated rows of a table; null for a view, or where it is not known cheaply. */
  size(ask: Ask, table: TableName): Promise<Size | null>;
  /** Tables and views that the role may read, in an order that stays. Without a schema: all of them. */
  list(ask: Ask, schema: string | undefined): Promise<readonly ListedTable[]>;
  /** SQL for the value of a column (already quoted) where the driver would lose something of it; null: the column. */
  selected(column: Column, quoted: string): string | null;
  /** SQL that makes of a value as it was read one that compares exactly; null: a plain binding. */
  bound(column: Column, value: string): Bound | null;
  /** What makes of the driver's values of a column those that the hub expects; null: they are so. */
  converter?(column: Column): ((value: unknown) => unknown) | null;
  /** SQL by which a column is ordered and compared, where its own order is not that of its comparisons; null: the column. */
  ordered?(column: Column, quoted: string): string | null;
  /**
   * SQL over `sql`, a column or a binding of it, that is equal for two values only if they are written alike: collations make more of
   * them equal, and blanks at the end.
   */
  exact(column: Column, sql: string): string;
  /** Said before pages whose order needs it. */
  beforeOrder?(order: readonly Column[]): readonly string[];
  /** Why a column can be neither key nor cursor; null: it can. */
  unorderable(column: Column): string | null;
  /** SQL that orders rows which no key tells apart by all that they say. */
  wholeRow(columns: readonly Column[], quote: (column: Column) => string): readonly string[];
  /** SQL for the bytes of a value, told without loading it where the database can; null: no value can be as long as `limit`. */
  bytes(column: Column, quoted: string, limit: number): string | null;
  /** SQL for the first 1,000 characters or bytes of a value. */
  beginning(column: Column, quoted: string): string;
  /** The hub's word for the type of a field; null: by the name of its type, as it is in most databases. */
  fieldType?(native: string): FieldType | null;
}

export interface TableName {
  readonly schema: string | undefined;
  readonly name: string;
}

export interface Column {
  readonly name: string;
  /** The bare name of its type, in lower case: character varying, tinyint. */
  readonly type: string;
  /** As the source writes it: character varying(18), tinyint(1). */
  readonly native: string;
  /** Longest value, in characters, where the source says so. */
  readonly characters?: number;
}

export interface Description {
  readonly columns: readonly Column[];
  /** Sets of columns that no two rows share. */
  readonly unique: readonly (readonly string[])[];
}

export interface Size {
  readonly bytes: number;
  /** Null: never counted. */
  readonly rows: number | null;
}

export interface Bound {
  readonly sql: string;
  readonly bindings: readonly RawValue[];
}

export interface ListedTable extends TableName {
  /** The table is found without its schema. */
  readonly isDefault: boolean;
  readonly rows: number | null;
  readonly key: readonly string[];
  readonly columns: readonly ListedColumn[];
}

export interface ListedColumn {
  readonly name: string;
  readonly native: string;
  readonly type: FieldType;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** A number as SQL text: digits in quotes would be compared as floating point by some databases. Null: it is none. */
export function numberLiteral(value: string): Bound | null {
  return /^-?\d+(\.\d+)?$/.test(value) ? { sql: value, bindings: [] } : null;
}

/** Items by a name of theirs, each group in the order of the items. */
export function groupBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
