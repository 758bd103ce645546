import type { Knex } from 'knex';
import { WangshuError } from '../../domain/errors';
import type { StreamSource } from '../reader';
import type { SqlSettings } from './settings';

/** A table or view as the source describes it. */
export interface Table {
  readonly schema: string | undefined;
  readonly name: string;
  /** Names and types of all columns, also those that the hub never reads. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Above this many bytes a table is not counted, only estimated. */
const COUNTED = 512 * 1024 * 1024;

export function builderOf(knex: Knex, { schema, name }: Table): Knex.QueryBuilder {
  return schema === undefined ? knex(name) : knex(name).withSchema(schema);
}

/** `"schema"."table"`, as PostgreSQL's to_regclass takes it: without quotes it would fold upper case. */
function quoted({ schema, name }: Table): string {
  return [schema, name]
    .flatMap((part) => (part === undefined ? [] : [`"${part.replaceAll('"', '""')}"`]))
    .join('.');
}

/** Looks a table up and refuses it where it, or a column of its key or cursor, is not there. */
export async function describeTable(
  knex: Knex,
  settings: SqlSettings,
  stream: StreamSource,
): Promise<Table> {
  const { from } = stream;
  const [head, tail] = from.includes('.') ? from.split('.') : [settings.schema, from];
  const bare: Table = { schema: head, name: tail ?? from, columns: new Map() };
  const columns = await columnsOf(knex, settings.client, bare);
  const refuse = (required: string): never => {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `${required} is required in the source, none is there that the hub may read; mend connector.yaml or the grants`,
    );
  };
  if (columns.size === 0) refuse(`a table or view named ${from}`);
  const missing = [...stream.key, ...(stream.cursor === undefined ? [] : [stream.cursor])].find(
    (name) => !columns.has(name),
  );
  if (missing !== undefined) refuse(`a column ${missing} of ${from}, for its key or cursor,`);
  return { ...bare, columns };
}

async function columnsOf(knex: Knex, client: string, table: Table): Promise<Map<string, string>> {
  if (client !== 'pg') {
    const info = await builderOf(knex, table).columnInfo();
    return new Map(Object.entries(info).map(([name, { type }]) => [name, type]));
  }
  // The catalogue knows materialized views too, and columns without a grant: the latter are refused, not read as null.
  const { rows } = await knex.raw<{ rows: { name: string; type: string }[] }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [quoted(table)],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
}

/** Rows to come, for the progress bar; null where the source cannot tell cheaply. */
export async function countRows(
  knex: Knex,
  client: string,
  table: Table,
  { cursor }: StreamSource,
  since: string | null,
): Promise<number | null> {
  if (client !== 'pg') return null;
  const { rows } = await knex.raw<{ rows: { bytes: string; n: string }[] }>(
    `SELECT pg_relation_size(oid) AS bytes, reltuples::float8 AS n FROM pg_class
      WHERE oid = to_regclass(?) AND relkind IN ('r', 'm')`,
    [quoted(table)],
  );
  const [known] = rows;
  if (known === undefined) return null;
  if (Number(known.bytes) > COUNTED)
    return since === null && Number(known.n) >= 0 ? Math.round(Number(known.n)) : null;
  const query = builderOf(knex, table);
  if (since !== null && cursor !== undefined) void query.where(cursor, '>=', since);
  const [row] = await query.count<{ n: string | number }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}
