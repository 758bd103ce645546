import { WangshuError } from '../../../../domain/errors';
import type { Ask, Column, Description, Dialect, ListedTable, Size, TableName } from '../dialect';
import { groupBy } from '../dialect';
import { fieldTypeOf } from '../field-type';

const quote = (identifier: string): string => `[${identifier.replaceAll(']', ']]')}]`;

const MOMENTS = /^(datetime|datetime2|smalldatetime|datetimeoffset)$/;
const TEXTS = /^(n?char|n?varchar|n?text|xml)$/;
/** Types that SQL Server neither orders nor compares. */
const UNORDERED = /^(n?text|image|xml|geography|geometry|sql_variant|hierarchyid)$/;
const ROW_VERSION = /^(timestamp|rowversion)$/;

/** SQL Server, 2012 and later, through tedious. */
export const mssql: Dialect = {
  driver: 'tedious',
  // Each page is one statement; the server has no transactions that may not write.
  transactions: 'none',
  connection,
  // Days and numbers are read and written in one form, whatever the language of the login.
  onConnect: ['SET LANGUAGE us_english; SET DATEFORMAT ymd; SET LOCK_TIMEOUT 30000'],
  onBegin: [],
  cancel: (connected) => (connected as { cancel(): void }).cancel(),
  ping: 'SELECT 1 AS one',
  // Needs the grant VIEW SERVER STATE.
  oldestTransaction: `SELECT DATEDIFF(second, MIN(t.transaction_begin_time), GETDATE()) AS age
    FROM sys.dm_tran_active_transactions t JOIN sys.dm_tran_session_transactions s ON s.transaction_id = t.transaction_id
    WHERE s.is_user_transaction = 1 AND s.session_id <> @@SPID`,
  quote,
  limit: (rows, skip) => `OFFSET ${String(skip)} ROWS FETCH NEXT ${String(rows)} ROWS ONLY`,
  describe,
  size,
  list,
  // The driver makes floating points and moments of another zone of these.
  selected({ type }, column) {
    if (type === 'datetimeoffset') return `CONVERT(varchar(40), ${column}, 127)`;
    if (MOMENTS.test(type)) return `CONVERT(varchar(40), ${column}, 126)`;
    if (type === 'date') return `CONVERT(varchar(10), ${column}, 23)`;
    if (type === 'time') return `CONVERT(varchar(20), ${column}, 114)`;
    if (/^(decimal|numeric|bigint)$/.test(type)) return `CONVERT(varchar(64), ${column})`;
    if (/^(small)?money$/.test(type)) return `CONVERT(varchar(64), ${column}, 2)`;
    if (/^(float|real)$/.test(type)) return `CONVERT(varchar(40), ${column}, 3)`;
    if (/^(geography|geometry|hierarchyid)$/.test(type)) return `${column}.ToString()`;
    if (type === 'xml' || type === 'sql_variant') return `CONVERT(nvarchar(max), ${column})`;
    return ROW_VERSION.test(type) ? `CONVERT(varchar(20), CONVERT(bigint, ${column}))` : null;
  },
  bound({ type, native }, value) {
    const bindings = [value];
    if (ROW_VERSION.test(type)) return { sql: 'CAST(CAST(? AS bigint) AS binary(8))', bindings };
    // By way of datetime2, whose reading of a day does not depend on the language.
    if (type === 'datetime' || type === 'smalldatetime')
      return { sql: `CAST(CAST(? AS datetime2(7)) AS ${native})`, bindings };
    if (TEXTS.test(type)) return null;
    return { sql: `CAST(? AS ${native})`, bindings };
  },
  exact: (_, sql) => `CAST(CAST(${sql} AS nvarchar(4000)) AS varbinary(8000))`,
  unorderable({ type }) {
    if (UNORDERED.test(type)) return `its type (${type}) has no order`;
    return /binary/.test(type) ? `its type (${type}) cannot be written as text` : null;
  },
  wholeRow: (columns, name) =>
    columns
      .filter(({ type }) => type !== 'image' && type !== 'xml')
      .map((column) => `HASHBYTES('SHA2_256', CAST(${name(column)} AS nvarchar(max)))`),
  bytes: ({ type, characters }, column, limit) =>
    /^(n?text|image|xml)$/.test(type) || (characters ?? 0) < 0 || (characters ?? 0) * 2 > limit
      ? `DATALENGTH(${column})`
      : null,
  beginning: ({ type }, column) =>
    /binary|image/.test(type)
      ? `SUBSTRING(CAST(${column} AS varbinary(max)), 1, 1000)`
      : `SUBSTRING(CAST(${column} AS nvarchar(max)), 1, 1000)`,
  fieldType: (native) =>
    native.startsWith('bit')
      ? 'boolean'
      : ROW_VERSION.test(native) || /money/.test(native)
        ? 'number'
        : fieldTypeOf(native),
};

/** `mssql://user:password@host:1433/database?encrypt=true&trustServerCertificate=true`, as knex wants it. */
function connection(address: string): Record<string, unknown> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^(mssql|sqlserver):$/.test(url.protocol)) {
    throw new WangshuError(
      'CONFIG_INVALID',
      'an address mssql://user:password@host:1433/database is required in connection, another form is given; write it so',
    );
  }
  const flag = (name: string, otherwise: boolean): boolean =>
    (url.searchParams.get(name) ?? String(otherwise)) === 'true';
  return {
    server: url.hostname,
    port: Number(url.port === '' ? 1433 : url.port),
    userName: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    connectionTimeout: 10_000,
    // A long statement ends when the run is stopped, not before.
    requestTimeout: 0,
    options: {
      encrypt: flag('encrypt', true),
      trustServerCertificate: flag('trustServerCertificate', false),
      readOnlyIntent: flag('readOnlyIntent', false),
      appName: 'wangshu',
    },
  };
}

interface ColumnRow {
  readonly object: number;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly precision: number;
  readonly scale: number;
  readonly nullable: boolean;
  readonly comment: string | null;
}

const COLUMNS = `SELECT c.object_id AS object, c.name, LOWER(t.name) AS type, c.max_length AS bytes, c.precision, c.scale,
    c.is_nullable AS nullable, CAST(p.value AS nvarchar(4000)) AS comment
  FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.system_type_id
  LEFT JOIN sys.extended_properties p
    ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = 'MS_Description'`;

/** As one would write it in a CREATE TABLE. */
function nativeOf({ type, bytes, precision, scale }: ColumnRow): string {
  if (/^n(var)?char$/.test(type)) return `${type}(${bytes < 0 ? 'max' : String(bytes / 2)})`;
  if (/char$|binary$/.test(type)) return `${type}(${bytes < 0 ? 'max' : String(bytes)})`;
  if (/^(decimal|numeric)$/.test(type)) return `${type}(${String(precision)},${String(scale)})`;
  return /^(datetime2|datetimeoffset|time)$/.test(type) ? `${type}(${String(scale)})` : type;
}

function columnOf(row: ColumnRow): Column {
  const { name, type, bytes } = row;
  const sized = /char$|binary$/.test(type);
  const characters = type.startsWith('n') && bytes > 0 ? bytes / 2 : bytes;
  return { name, type, native: nativeOf(row), ...(sized ? { characters } : {}) };
}

const UNIQUE = `SELECT i.object_id AS object, i.index_id AS [index], i.is_primary_key AS [primary], c.name, c.is_nullable AS nullable
  FROM sys.indexes i JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
  JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
  WHERE i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0`;

interface IndexRow {
  readonly object: number;
  readonly index: number;
  readonly primary: boolean;
  readonly name: string;
  readonly nullable: boolean;
}

const indexesOf = (rows: readonly IndexRow[]): IndexRow[][] =>
  [...groupBy(rows, ({ object, index }) => `${String(object)}/${String(index)}`).values()].sort(
    (a, b) => Number(b[0]?.primary) - Number(a[0]?.primary) || a.length - b.length,
  );

const objectName = ({ schema, name }: TableName): string =>
  [schema, name].flatMap((part) => (part === undefined ? [] : [quote(part)])).join('.');

async function describe(ask: Ask, table: TableName): Promise<Description> {
  const columns = await ask<ColumnRow>(
    `${COLUMNS} WHERE c.object_id = OBJECT_ID(?) ORDER BY c.column_id`,
    [objectName(table)],
  );
  const indexes = await ask<IndexRow>(
    `${UNIQUE} AND i.object_id = OBJECT_ID(?) ORDER BY i.index_id, k.key_ordinal`,
    [objectName(table)],
  );
  return {
    columns: columns.map(columnOf),
    unique: indexesOf(indexes).map((index) => index.map(({ name }) => name)),
  };
}

async function size(ask: Ask, table: TableName): Promise<Size | null> {
  const [known] = await ask<{ bytes: string | number | null; n: string | number | null }>(
    `SELECT SUM(a.total_pages) * 8192 AS bytes, SUM(CASE WHEN p.index_id < 2 AND a.type = 1 THEN p.rows END) AS n
       FROM sys.partitions p JOIN sys.allocation_units a ON a.container_id = p.partition_id
      WHERE p.object_id = OBJECT_ID(?)`,
    [objectName(table)],
  );
  if (known === undefined || known.bytes === null) return null;
  return { bytes: Number(known.bytes), rows: known.n === null ? null : Number(known.n) };
}

async function list(ask: Ask, schema: string | undefined): Promise<readonly ListedTable[]> {
  const tables = await ask<{
    object: number;
    schema: string;
    name: string;
    here: number;
    n: string | number | null;
  }>(
    `SELECT o.object_id AS object, s.name AS [schema], o.name, CASE WHEN s.name = SCHEMA_NAME() THEN 1 ELSE 0 END AS here,
            (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id < 2) AS n
       FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
      WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND (? IS NULL OR s.name = ?)
        AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') = 1
      ORDER BY s.name COLLATE Latin1_General_BIN2, o.name COLLATE Latin1_General_BIN2`,
    [schema ?? null, schema ?? null],
  );
  const byObject = ({ object }: { readonly object: number }): string => String(object);
  const columns = groupBy(
    await ask<ColumnRow>(`${COLUMNS} ORDER BY c.object_id, c.column_id`),
    byObject,
  );
  const indexes = groupBy(
    await ask<IndexRow>(`${UNIQUE} ORDER BY i.object_id, i.index_id, k.key_ordinal`),
    byObject,
  );
  return tables.map((table) => ({
    schema: table.schema,
    name: table.name,
    isDefault: table.here === 1,
    rows: table.n === null ? null : Number(table.n),
    key:
      indexesOf(indexes.get(byObject(table)) ?? [])
        .find((index) => index.every(({ nullable }) => !nullable))
        ?.map(({ name }) => name) ?? [],
    columns: (columns.get(byObject(table)) ?? []).map((row) => ({
      name: row.name,
      native: nativeOf(row),
      type: mssql.fieldType?.(nativeOf(row)) ?? 'other',
      nullable: row.nullable,
      comment: row.comment,
    })),
  }));
}
