import type {
  Ask,
  Column,
  Description,
  Dialect,
  ListedColumn,
  ListedTable,
  Size,
  TableName,
} from '../dialect';
import { groupBy, numberLiteral } from '../dialect';
import { fieldTypeOf } from '../field-type';

const quote = (identifier: string): string => `\`${identifier.replaceAll('`', '``')}\``;

/** No index of MySQL or MariaDB holds more: what is longer is no key. */
const LONGEST_KEY = 3_072;
/** Bytes that a character may weigh in a collation. */
const WEIGHT = 8;
/** The server orders by as many bytes of a value, unless told otherwise, though it compares all of it. */
const SORTED = 1_024;

const NUMBERS = /^(tinyint|smallint|mediumint|int|bigint|decimal|bit)$/;

/** MariaDB and MySQL. */
export const mysql: Dialect = {
  driver: 'mysql2',
  transactions: 'readOnly',
  connection: (address) => ({
    uri: address,
    charset: 'utf8mb4',
    connectTimeout: 10_000,
    // A server that vanished without a word is noticed within a minute, not in the system's two hours.
    enableKeepAlive: true,
    keepAliveInitialDelay: 30_000,
    // Days that are none (0000-00-00), digits beyond JavaScript's, and JSON stay as they are written.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
  }),
  // Without modes: values are escaped with backslashes, and a day that is none can be compared with.
  onConnect: [
    `SET SESSION sql_mode = ''`,
    'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  ],
  onBegin: [],
  ping: 'SELECT 1',
  // NOW() is the time of the statement here, so that what a transaction writes is no older than itself. Needs the grant PROCESS.
  oldestTransaction: `SELECT TIMESTAMPDIFF(SECOND, MIN(trx_started), NOW()) AS age FROM information_schema.innodb_trx
    WHERE trx_mysql_thread_id <> CONNECTION_ID()`,
  quote,
  limit: (rows, skip) => `LIMIT ${String(rows)} OFFSET ${String(skip)}`,
  describe,
  size,
  // A TIMESTAMP is a moment, shown on the clock of the session: said with its zone it is one everywhere.
  selected: ({ type }, column) =>
    type === 'timestamp'
      ? `COALESCE(CONCAT(CONVERT_TZ(${column}, @@session.time_zone, '+00:00'), '+00:00'), CAST(${column} AS CHAR))`
      : null,
  bound({ type }, value) {
    if (NUMBERS.test(type)) return numberLiteral(value);
    if (type !== 'timestamp') return null;
    const [, local, zone] = /^(.*\d)(Z|[+-]\d{2}:\d{2})$/.exec(value) ?? [];
    if (local === undefined || zone === undefined) return null;
    const from = zone === 'Z' ? '+00:00' : zone;
    return { sql: 'CONVERT_TZ(?, ?, @@session.time_zone)', bindings: [local, from] };
  },
  converter: ({ native }) =>
    !/^bit\b/.test(native)
      ? null
      : (value) => {
          if (!Buffer.isBuffer(value)) return value;
          const bits = BigInt(`0x${value.toString('hex')}`);
          if (native === 'bit(1)') return bits === 1n;
          return bits > Number.MAX_SAFE_INTEGER ? bits.toString() : Number(bits);
        },
  // Both are ordered by their place in the list and compared by their text.
  ordered: ({ type }, column) => (type === 'enum' || type === 'set' ? `CONCAT(${column})` : null),
  exact: (_, sql) => `CAST(CONVERT(${sql} USING utf8mb4) AS BINARY)`,
  beforeOrder(order) {
    const characters = Math.max(0, ...order.map((column) => column.characters ?? 0));
    const bytes = Math.min(characters, LONGEST_KEY) * WEIGHT;
    if (bytes <= SORTED) return [];
    const buffer = bytes * order.length * 64;
    return [
      `SET SESSION max_sort_length = ${String(bytes)}, sort_buffer_size = GREATEST(@@sort_buffer_size, ${String(buffer)})`,
    ];
  },
  unorderable({ type }) {
    if (/blob|binary|json|geometry|point|polygon|linestring/.test(type))
      return `its type (${type}) cannot be written as text`;
    return type === 'float' ? 'its type (float) is not equal to what it is written as' : null;
  },
  // By digests: neither collations nor the length by which the server orders can make two of them equal.
  wholeRow: (columns, name) => [
    `CONCAT_WS(',', ${columns.map((column) => `IFNULL(SHA1(CAST(${name(column)} AS BINARY)), '-')`).join(', ')})`,
  ],
  bytes: ({ type, characters }, column, limit) =>
    /text|blob|json/.test(type) || (characters ?? 0) * WEIGHT > limit ? `LENGTH(${column})` : null,
  beginning: (_, column) => `LEFT(${column}, 1000)`,
  list,
  fieldType,
};

/** TINYINT(1) holds codes as often as truth values, so that it is a number; BIT(1) can hold nothing else. */
function fieldType(native: string): ListedColumn['type'] {
  if (native === 'bit(1)') return 'boolean';
  return native.startsWith('bit') ? 'number' : fieldTypeOf(native);
}

interface ColumnRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly native: string;
  readonly characters: string | number | null;
  readonly nullable: string;
  readonly comment: string;
}

/** Columns that the user may read, of one table or of all. */
async function columnRows(
  ask: Ask,
  where: string,
  bindings: readonly string[],
): Promise<ColumnRow[]> {
  return ask<ColumnRow>(
    `SELECT table_schema AS \`schema\`, table_name AS \`table\`, column_name AS name, LOWER(data_type) AS type,
            column_type AS native, character_maximum_length AS characters, is_nullable AS nullable, column_comment AS comment
       FROM information_schema.columns WHERE FIND_IN_SET('select', privileges) > 0 AND ${where}
      ORDER BY BINARY table_schema, BINARY table_name, ordinal_position`,
    bindings,
  );
}

interface IndexRow {
  readonly schema: string;
  readonly table: string;
  readonly index: string;
  readonly column: string | null;
  readonly nullable: string | null;
}

/** Unique indexes, the primary key first, then those of the fewest columns. */
async function indexesOf(
  ask: Ask,
  where: string,
  bindings: readonly string[],
): Promise<IndexRow[][]> {
  const rows = await ask<IndexRow>(
    `SELECT table_schema AS \`schema\`, table_name AS \`table\`, index_name AS \`index\`, column_name AS \`column\`, nullable
       FROM information_schema.statistics WHERE non_unique = 0 AND ${where}
      ORDER BY BINARY table_schema, BINARY table_name, index_name <> 'PRIMARY', BINARY index_name, seq_in_index`,
    bindings,
  );
  const indexes = groupBy(rows, (row) => JSON.stringify([row.schema, row.table, row.index]));
  return [...indexes.values()].sort(
    (a, b) =>
      Number(b[0]?.index === 'PRIMARY') - Number(a[0]?.index === 'PRIMARY') || a.length - b.length,
  );
}

const hereOr = (schema: string | undefined): readonly [string, readonly string[]] =>
  schema === undefined ? ['table_schema = DATABASE()', []] : ['table_schema = ?', [schema]];

async function describe(ask: Ask, { schema, name }: TableName): Promise<Description> {
  const [where, bindings] = hereOr(schema);
  const found = await columnRows(ask, `${where} AND table_name = ?`, [...bindings, name]);
  // Names are told apart by case on some servers; the catalogue's comparison does not do so.
  const exact = found.filter(({ table }) => table === name);
  const rows = exact.length > 0 ? exact : found;
  const indexes = await indexesOf(ask, `${where} AND table_name = ?`, [...bindings, name]);
  return {
    columns: rows.map(columnOf),
    unique: indexes
      .filter(([first]) => first?.table === rows[0]?.table)
      .flatMap((index) => namesOf(index) ?? []),
  };
}

const columnOf = ({ name, type, native, characters }: ColumnRow): Column => ({
  name,
  type,
  native,
  ...(characters === null ? {} : { characters: Number(characters) }),
});

/** As a list of one, so that an index on an expression, which names no column, falls out. */
function namesOf(index: readonly IndexRow[]): [string[]] | null {
  const names = index.flatMap(({ column }) => (column === null ? [] : [column]));
  return names.length === index.length ? [names] : null;
}

async function size(ask: Ask, { schema, name }: TableName): Promise<Size | null> {
  const [where, bindings] = hereOr(schema);
  const [known] = await ask<{ bytes: string | null; n: string | null }>(
    `SELECT data_length AS bytes, table_rows AS n FROM information_schema.tables
      WHERE ${where} AND table_name = ? AND table_type = 'BASE TABLE'`,
    [...bindings, name],
  );
  if (known === undefined || known.bytes === null) return null;
  return { bytes: Number(known.bytes), rows: known.n === null ? null : Number(known.n) };
}

const SYSTEM = `table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')`;

async function list(ask: Ask, schema: string | undefined): Promise<readonly ListedTable[]> {
  const [where, bindings] = schema === undefined ? [SYSTEM, []] : ['table_schema = ?', [schema]];
  const tables = await ask<{ schema: string; name: string; n: string | null; here: number | null }>(
    `SELECT table_schema AS \`schema\`, table_name AS name, IF(table_type = 'BASE TABLE', table_rows, NULL) AS n,
            table_schema <=> DATABASE() AS here
       FROM information_schema.tables WHERE ${where} AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
      ORDER BY BINARY table_schema, BINARY table_name`,
    bindings,
  );
  const columns = groupBy(await columnRows(ask, where, bindings), keyOf);
  const indexes = groupBy(await indexesOf(ask, where, bindings), ([first]) =>
    first === undefined ? '' : keyOf(first),
  );
  return tables.map((table) => {
    const at = keyOf({ schema: table.schema, table: table.name });
    const keys = (indexes.get(at) ?? []).filter((index) =>
      index.every((each) => each.nullable !== 'YES'),
    );
    return {
      schema: table.schema,
      name: table.name,
      isDefault: Number(table.here) === 1,
      rows: table.n === null ? null : Number(table.n),
      key: keys.flatMap((index) => namesOf(index) ?? [])[0] ?? [],
      columns: (columns.get(at) ?? []).map((row) => ({
        name: row.name,
        native: row.native,
        type: fieldType(row.native),
        nullable: row.nullable === 'YES',
        comment: row.comment === '' ? null : row.comment,
      })),
    };
  });
}

const keyOf = ({ schema, table }: { readonly schema: string; readonly table: string }): string =>
  JSON.stringify([schema, table]);
