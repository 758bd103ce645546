import type { Ask, Dialect, Description, ListedTable, Size, TableName } from '../dialect';
import { fieldTypeOf } from '../field-type';
import { parserOf } from '../types';

/** Types that PostgreSQL gives no order. */
const UNORDERED = /^(json|xml|point|line|lseg|box|path|polygon|circle)(\[\])?$/;

/** No value of these is as long as a page of a book. */
const SHORT =
  /^(smallint|integer|bigint|real|double precision|boolean|date|time.*|interval|uuid|oid|inet|cidr|macaddr8?|money|numeric|name|"char"|point|line|lseg|box|circle|\w+range)$/;
const PLAIN = /^(text|character varying|bytea)$/;

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** `"schema"."table"`, as to_regclass takes it: without quotes it would fold upper case. */
const quoted = ({ schema, name }: TableName): string =>
  [schema, name].flatMap((part) => (part === undefined ? [] : [quote(part)])).join('.');

export const postgres: Dialect = {
  driver: 'pg',
  transactions: 'readOnly',
  connection: (address) => ({
    connectionString: address,
    application_name: 'wangshu',
    connectionTimeoutMillis: 10_000,
    // A server that vanished without a word is noticed within a minute, not in the system's two hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    types: { getTypeParser: parserOf },
  }),
  onConnect: [],
  // Dates and intervals in one form, whatever the role has set: they are compared and stepped back as text.
  onBegin: [
    `SELECT set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'iso_8601', true)`,
  ],
  ping: 'SELECT 1',
  // now() is the beginning of the transaction here, whenever it writes: one that only reads so far may write yet. Sessions of others
  // show their times to members of pg_read_all_stats alone.
  oldestTransaction: `SELECT extract(epoch FROM clock_timestamp() - min(began))::float8::text AS age FROM (
      SELECT xact_start FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
      UNION ALL SELECT prepared FROM pg_prepared_xacts WHERE database = current_database()) AS t (began)`,
  quote,
  limit: (rows, skip) => `LIMIT ${String(rows)} OFFSET ${String(skip)}`,
  describe,
  size,
  selected: () => null,
  bound: () => null,
  // As it is written, whatever its type: 1.0 and 1.00 are two texts, and so are letters that a collation takes for one.
  exact: (_, sql) => `(${sql})::text COLLATE "C"`,
  bytes: ({ type, characters }, column, limit) => {
    if (SHORT.test(type) || (characters ?? Infinity) * 4 <= limit) return null;
    // The length of these two is known without unpacking them.
    return PLAIN.test(type) ? `octet_length(${column})` : `octet_length(${column}::text)`;
  },
  beginning: ({ type }, column) =>
    type === 'bytea'
      ? `encode(substr(${column}, 1, 1000), 'base64')`
      : `substr(${column}::text, 1, 1000)`,
  unorderable: ({ type }) =>
    UNORDERED.test(type) || type === 'bytea' ? `its type (${type}) has no order` : null,
  wholeRow: (columns, name) => columns.filter(({ type }) => !UNORDERED.test(type)).map(name),
  list,
};

/** From the catalogue: it knows materialized views too, and columns without a grant, which are refused, not read as null. */
async function describe(ask: Ask, table: TableName): Promise<Description> {
  const columns = await ask<{ name: string; type: string; native: string; typmod: number }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type, format_type(atttypid, atttypmod) AS native, atttypmod AS typmod
       FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [quoted(table)],
  );
  const unique = await ask<{ columns: string[] }>(
    `SELECT ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey)) AS columns
       FROM pg_index i WHERE indrelid = to_regclass(?) AND ${UNIQUE}`,
    [quoted(table)],
  );
  return {
    columns: columns.map(({ typmod, ...column }) => ({
      ...column,
      // The length of a character type, with the four bytes of its header.
      ...(/^character/.test(column.type) && typmod > 4 ? { characters: typmod - 4 } : {}),
    })),
    unique: unique.map((each) => each.columns),
  };
}

/**
 * An index that holds for all rows and names columns alone, compared as the columns are. With INCLUDE it promises less than its columns:
 * left out, and so are tables with heirs, whose rows are read with theirs.
 */
const UNIQUE = `i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = i.indnatts
  AND NOT EXISTS (SELECT FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent WHERE p.oid = i.indrelid AND p.relkind = 'r')
  AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[], i.indcollation::oid[]) AS k (attnum, collated)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum WHERE a.attcollation <> k.collated)`;

async function size(ask: Ask, table: TableName): Promise<Size | null> {
  const [known] = await ask<{ bytes: string; n: string }>(
    `SELECT pg_table_size(oid) AS bytes, reltuples::float8 AS n FROM pg_class
      WHERE oid = to_regclass(?) AND relkind IN ('r', 'm')`,
    [quoted(table)],
  );
  if (known === undefined) return null;
  const estimate = Number(known.n);
  return { bytes: Number(known.bytes), rows: estimate < 0 ? null : Math.round(estimate) };
}

interface ListedRow {
  readonly schema: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly rows: string;
  readonly key: string[] | null;
  readonly columns: {
    readonly name: string;
    readonly native: string;
    readonly base: string;
    readonly category: string;
    readonly nullable: boolean;
    readonly comment: string | null;
  }[];
}

/** Parts of a partitioned table are read through it, and what extensions bring is no department's. */
async function list(ask: Ask, schema: string | undefined): Promise<readonly ListedTable[]> {
  const rows = await ask<ListedRow>(
    `SELECT n.nspname AS schema, c.relname AS name, pg_table_is_visible(c.oid) AS "isDefault",
            CASE WHEN c.relkind IN ('r', 'm') THEN c.reltuples ELSE -1 END::float8::int8::text AS rows,
            (SELECT to_json(ARRAY(
                SELECT a.attname FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, at)
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum ORDER BY k.at))
               FROM pg_index i
              WHERE i.indrelid = c.oid AND ${UNIQUE}
                AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND NOT a.attnotnull)
              ORDER BY i.indisprimary DESC, i.indnatts, i.indexrelid LIMIT 1) AS key,
            (SELECT json_agg(json_build_object(
                'name', a.attname, 'native', format_type(a.atttypid, a.atttypmod),
                'base', format_type(CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END, NULL), 'category', t.typcategory,
                'nullable', NOT a.attnotnull, 'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
               FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND has_column_privilege(c.oid, a.attnum, 'SELECT')) AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND has_schema_privilege(n.oid, 'USAGE')
        AND coalesce(to_json(c)->>'relispartition', 'false') = 'false'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND (?::text IS NULL OR n.nspname = ?)
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    [schema ?? null, schema ?? null],
  );
  // The driver is told to leave JSON as text, since the numbers of a department's JSON may be longer than JavaScript's.
  return rows.map((row) => {
    const columns = parsed<ListedRow['columns'] | null>(row.columns) ?? [];
    const estimate = Number(row.rows);
    return {
      schema: row.schema,
      name: row.name,
      isDefault: row.isDefault,
      rows: estimate < 0 ? null : estimate,
      key: parsed<string[] | null>(row.key) ?? [],
      columns: columns.map(({ base, category, ...column }) => ({
        ...column,
        // An enum is named by whoever made it; money is written with its sign.
        type: category === 'E' ? 'string' : base === 'bit' ? 'string' : fieldTypeOf(base),
      })),
    };
  });
}

const parsed = <T>(value: unknown): T =>
  (typeof value === 'string' ? JSON.parse(value) : value) as T;
