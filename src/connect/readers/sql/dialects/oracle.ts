import { WangshuError } from '../../../../domain/errors';
import type { FieldType } from '../../../reader';
import type { Ask, Column, Description, Dialect, ListedTable, Size, TableName } from '../dialect';
import { groupBy } from '../dialect';
import { fieldTypeOf } from '../field-type';

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '')}"`;

const LARGE = /^(clob|nclob|blob)$/;
const DAY = 'YYYY-MM-DD HH24:MI:SS';
const MOMENT = 'YYYY-MM-DD HH24:MI:SS.FF9';
const ZONED = 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM';

/** Form and function of a type of time; null: it is none. */
function timeOf(type: string): { readonly form: string; readonly read: string } | null {
  if (type === 'date') return { form: DAY, read: 'TO_DATE' };
  if (!type.startsWith('timestamp')) return null;
  return type.includes('with time zone')
    ? { form: ZONED, read: 'TO_TIMESTAMP_TZ' }
    : { form: MOMENT, read: 'TO_TIMESTAMP' };
}

/** Oracle Database, 12.1 and later, through oracledb. */
export const oracle: Dialect = {
  driver: 'oracledb',
  transactions: 'plain',
  connection,
  // Compared and ordered by bytes, and numbers with a point, whatever the language of the user.
  onConnect: [
    `ALTER SESSION SET NLS_COMP = BINARY NLS_SORT = BINARY NLS_NUMERIC_CHARACTERS = '.,' TIME_ZONE = '+00:00'`,
  ],
  // One moment for all that a page says, and no writing.
  onBegin: ['SET TRANSACTION READ ONLY'],
  cancel: (connected) => {
    (connected as { break(done: () => void): void }).break(() => undefined);
  },
  ping: 'SELECT 1 FROM dual',
  // Needs a grant on the view.
  oldestTransaction: 'SELECT (SYSDATE - MIN(start_date)) * 86400 AS "age" FROM v$transaction',
  quote,
  limit: (rows, skip) => `OFFSET ${String(skip)} ROWS FETCH NEXT ${String(rows)} ROWS ONLY`,
  describe,
  size,
  list,
  selected({ type }, column) {
    const time = timeOf(type);
    if (time !== null) return `TO_CHAR(${column}, '${time.form}')`;
    if (/^(number|float|binary_float|binary_double)$/.test(type)) return `TO_CHAR(${column})`;
    return type.startsWith('interval') ? `TO_CHAR(${column})` : null;
  },
  bound({ type }, value) {
    const time = timeOf(type);
    if (time === null)
      return type === 'number' || type === 'float'
        ? { sql: 'TO_NUMBER(?)', bindings: [value] }
        : null;
    const local = value.replace('T', ' ');
    const day = local.length === 10 ? `${local} 00:00:00` : local;
    if (time.form === DAY) return { sql: `TO_DATE(?, '${DAY}')`, bindings: [day.slice(0, 19)] };
    if (time.form === MOMENT) return { sql: `TO_TIMESTAMP(?, '${MOMENT}')`, bindings: [day] };
    const zoned = day.replace(' ', 'T').replace(/Z$/, '+00:00');
    const whole = /[+-]\d{2}:\d{2}$/.test(zoned) ? zoned : `${zoned}+00:00`;
    return { sql: `TO_TIMESTAMP_TZ(?, '${ZONED}')`, bindings: [whole] };
  },
  // The session compares by bytes already.
  exact: (_, sql) => sql,
  unorderable: ({ type }) =>
    LARGE.test(type) || /^(long|long raw|raw|bfile|xmltype|sdo_geometry)$/.test(type)
      ? `its type (${type}) has no order, or cannot be written as text`
      : null,
  wholeRow: (columns, name) =>
    columns.map((column) =>
      /^(n?clob)$/.test(column.type) ? `DBMS_LOB.SUBSTR(${name(column)}, 1000, 1)` : name(column),
    ),
  bytes: ({ type }, column) => (LARGE.test(type) ? `DBMS_LOB.GETLENGTH(${column})` : null),
  beginning: ({ type }, column) =>
    type === 'blob'
      ? `RAWTOHEX(DBMS_LOB.SUBSTR(${column}, 1000, 1))`
      : `TO_CHAR(DBMS_LOB.SUBSTR(${column}, 1000, 1))`,
  fieldType,
};

/** DATE holds the time of day too. */
function fieldType(native: string): FieldType {
  if (native === 'date') return 'dateTime';
  return /^binary_(float|double)/.test(native) ? 'number' : fieldTypeOf(native);
}

/** `oracledb://user:password@host:1521/service`, as knex wants it. */
function connection(address: string): Record<string, unknown> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^oracle(db)?:$/.test(url.protocol)) {
    throw new WangshuError(
      'CONFIG_INVALID',
      'an address oracledb://user:password@host:1521/service is required in connection, another form is given; write it so',
    );
  }
  const port = url.port === '' ? '1521' : url.port;
  return {
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connectString: `${url.hostname}:${port}${url.pathname}?connect_timeout=10`,
  };
}

interface ColumnRow {
  readonly owner: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly characters: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly nullable: string;
  readonly comment: string | null;
}

const OWNER = `COALESCE(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))`;

const columnRows = (ask: Ask, where: string, bindings: (string | null)[]): Promise<ColumnRow[]> =>
  ask<ColumnRow>(
    `SELECT c.owner AS "owner", c.table_name AS "table", c.column_name AS "name", LOWER(c.data_type) AS "type",
            NULLIF(c.char_length, 0) AS "characters", c.data_precision AS "precision", c.data_scale AS "scale",
            c.nullable AS "nullable", m.comments AS "comment"
       FROM all_tab_columns c LEFT JOIN all_col_comments m
         ON m.owner = c.owner AND m.table_name = c.table_name AND m.column_name = c.column_name
      WHERE ${where} ORDER BY c.owner, c.table_name, c.column_id`,
    bindings,
  );

/** As one would write it in a CREATE TABLE. */
function nativeOf({ type, characters, precision, scale }: ColumnRow): string {
  if (characters !== null) return `${type}(${String(characters)})`;
  if (type !== 'number' || precision === null) return type;
  return `number(${String(precision)},${String(scale ?? 0)})`;
}

/** Oracle writes the precision into the name of the type: timestamp(6) with time zone. */
const columnOf = (row: ColumnRow): Column => ({
  name: row.name,
  type: row.type.replace(/\(\d+\)/g, ''),
  native: nativeOf(row),
  ...(row.characters === null ? {} : { characters: Number(row.characters) }),
});

interface IndexRow {
  readonly table: string;
  readonly index: string;
  readonly primary: number;
  readonly name: string;
}

const indexRows = (ask: Ask, where: string, bindings: (string | null)[]): Promise<IndexRow[]> =>
  ask<IndexRow>(
    `SELECT k.table_owner || '.' || k.table_name AS "table", k.index_owner || '.' || k.index_name AS "index",
            (SELECT COUNT(*) FROM all_constraints p WHERE p.constraint_type = 'P' AND p.owner = k.table_owner
                AND p.table_name = k.table_name AND p.index_name = k.index_name) AS "primary", k.column_name AS "name"
       FROM all_ind_columns k JOIN all_indexes i ON i.owner = k.index_owner AND i.index_name = k.index_name
      WHERE i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL' AND ${where}
      ORDER BY k.table_owner, k.table_name, k.index_name, k.column_position`,
    bindings,
  );

const indexesOf = (rows: readonly IndexRow[]): IndexRow[][] =>
  [...groupBy(rows, ({ index }) => index).values()].sort(
    (a, b) => Number(b[0]?.primary) - Number(a[0]?.primary) || a.length - b.length,
  );

async function describe(ask: Ask, { schema, name }: TableName): Promise<Description> {
  const bindings = [schema ?? null, name];
  const columns = await columnRows(ask, `c.owner = ${OWNER} AND c.table_name = ?`, bindings);
  const rows = await indexRows(ask, `k.table_owner = ${OWNER} AND k.table_name = ?`, bindings);
  return {
    columns: columns.map(columnOf),
    unique: indexesOf(rows).map((index) => index.map((row) => row.name)),
  };
}

async function size(ask: Ask, { schema, name }: TableName): Promise<Size | null> {
  const [known] = await ask<{ n: number | null; average: number | null }>(
    `SELECT num_rows AS "n", avg_row_len AS "average" FROM all_tables WHERE owner = ${OWNER} AND table_name = ?`,
    [schema ?? null, name],
  );
  if (known === undefined || known.n === null || known.average === null) return null;
  return { bytes: Number(known.n) * Number(known.average), rows: Number(known.n) };
}

async function list(ask: Ask, schema: string | undefined): Promise<readonly ListedTable[]> {
  const own = `owner = ${OWNER}`;
  const bindings = [schema ?? null];
  const tables = await ask<{ owner: string; name: string; n: number | null; here: number }>(
    `SELECT owner AS "owner", name AS "name", n AS "n",
            CASE WHEN owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') THEN 1 ELSE 0 END AS "here"
       FROM (SELECT owner, table_name AS name, num_rows AS n FROM all_tables WHERE ${own} AND nested = 'NO'
             UNION ALL SELECT owner, view_name, NULL FROM all_views WHERE ${own})
      ORDER BY owner, name`,
    [...bindings, ...bindings],
  );
  const columns = groupBy(await columnRows(ask, `c.${own}`, bindings), (row) => row.table);
  const indexes = groupBy(
    await indexRows(ask, `k.table_owner = ${OWNER}`, bindings),
    (row) => row.table,
  );
  return tables.map(({ owner, name, n, here }) => {
    const rows = columns.get(name) ?? [];
    const required = new Set(rows.flatMap((row) => (row.nullable === 'N' ? [row.name] : [])));
    const key = indexesOf(indexes.get(`${owner}.${name}`) ?? []).find((index) =>
      index.every((each) => required.has(each.name)),
    );
    return {
      schema: owner,
      name,
      isDefault: Number(here) === 1,
      rows: n === null ? null : Number(n),
      key: key?.map((each) => each.name) ?? [],
      columns: rows.map((row) => ({
        name: row.name,
        native: nativeOf(row),
        type: fieldType(nativeOf(row)),
        nullable: row.nullable === 'Y',
        comment: row.comment,
      })),
    };
  });
}
