import { WangshuError } from '../../../domain/errors';
import type { StreamSource } from '../../reader';
import type { Cursor } from '../overlap';
import type { Ask, Column, Dialect, TableName } from './dialect';
import { fieldTypeOf } from './field-type';
import type { SqlSettings } from './settings';

/** A table or view as the source describes it, and what of it a stream needs. */
export interface Table extends TableName {
  /** All columns, also those that the hub never reads. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly key: readonly Column[];
  readonly cursor: Column | null;
  /** The source promises that no two rows share the key. */
  readonly isUnique: boolean;
}

/** Looks a table up and refuses it where it, or a column of its key or cursor, is not there. Throws SOURCE_PROTOCOL. */
export async function describeTable(
  ask: Ask,
  dialect: Dialect,
  settings: SqlSettings,
  stream: StreamSource,
): Promise<Table> {
  const { from } = stream;
  const table = nameOf(from, settings);
  const { columns, unique } = await dialect.describe(ask, table);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const refuse = (required: string, given: string): never => {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `${required} is required in the source, ${given}; mend connector.yaml or the grants`,
    );
  };
  const none = 'none is there that the hub may read';
  if (columns.length === 0) refuse(`a table or view named ${from}`, none);
  const needed = (name: string): Column => {
    const column =
      byName.get(name) ?? refuse(`a column ${name} of ${from}, for its key or cursor,`, none);
    const reason = dialect.unorderable(column);
    return reason === null
      ? column
      : refuse(
          `a column for the key or cursor of ${from} that has an order`,
          `${name} has none: ${reason}`,
        );
  };
  return {
    ...table,
    columns: byName,
    key: stream.key.map(needed),
    cursor: stream.cursor === undefined ? null : needed(stream.cursor),
    isUnique: unique.some((set) => set.every((name) => stream.key.includes(name))),
  };
}

/** `table` or `schema.table`. */
function nameOf(from: string, { schema }: SqlSettings): TableName {
  const dot = from.indexOf('.');
  return dot < 0
    ? { schema, name: from }
    : { schema: from.slice(0, dot), name: from.slice(dot + 1) };
}

/** How the source compares the cursor: numbers by size, digits in a column of text as text; undefined: as what they are, times. */
export function orderOf({ cursor }: Table, dialect: Dialect): Cursor['order'] {
  if (cursor === null) return undefined;
  const type = dialect.fieldType?.(cursor.native) ?? fieldTypeOf(cursor.type);
  return type === 'number' ? 'number' : type === 'string' ? 'text' : undefined;
}
