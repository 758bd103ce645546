import type { Stream } from '../connect/connector';
import { WangshuError } from '../domain/errors';

export interface Drift {
  readonly newColumns: readonly string[];
  readonly missingColumns: readonly string[];
  /** Declared columns whose type is no longer what the last run saw, in the source's own words. */
  readonly retypedColumns: readonly Retyped[];
}

export interface Retyped {
  readonly column: string;
  readonly was: string;
  readonly is: string;
}

type Types = Readonly<Record<string, string>>;

/** Rows among which no one has a field, where the source declares no columns: fewer prove nothing of a field that may be empty. */
export const EVIDENCE = 100;

export interface Offered {
  readonly columns: readonly string[];
  /** False: columns are those that the rows happened to hold. */
  readonly columnsDeclared?: boolean;
  readonly rows?: readonly unknown[];
  readonly types?: Types;
}

/**
 * Compares what a source offers with what the contract declares. A new column is never published; a missing one stops
 * the stream unless the contract says otherwise. Null: no drift. An empty page of a file or a feed shows no columns and
 * proves nothing; of a source that declares none, a field is missing when none of many rows has it, and before that it is only reported.
 */
export function driftOf(
  stream: Stream,
  { columns, columnsDeclared = false, rows = [], types = {} }: Offered,
  before: Types | null = null,
): Drift | null {
  if (columns.length === 0) return null;
  const declared = new Set([
    ...[...stream.items.values()].map((item) => item.from),
    ...stream.neverRead,
  ]);
  const offered = new Set(columns);
  const newColumns = [...new Set(columns.filter((column) => !declared.has(column)).map(tellable))];
  const missingColumns = [...stream.items.values()]
    .map((item) => item.from)
    .filter((from) => !offered.has(from));
  const retypedColumns = [...stream.items.values()].flatMap(({ from: column }) => {
    const [was, is] = [before?.[column], types[column]];
    return was === undefined || is === undefined || was === is ? [] : [{ column, was, is }];
  });
  if (newColumns.length + missingColumns.length + retypedColumns.length === 0) return null;
  const { newColumn, missingColumn, retypedColumn } = stream.spec.drift;
  const stop = (what: string, names: readonly string[]): never => {
    throw new WangshuError(
      'SOURCE_DRIFT',
      `${stream.connector}.${stream.name}: the source ${what} (${names.join(', ')}), and the contract says stop; mend connector.yaml or the source`,
    );
  };
  const proved = columnsDeclared || rows.length >= EVIDENCE;
  if (missingColumns.length > 0 && proved && missingColumn === 'stop')
    stop('no longer offers declared columns', missingColumns);
  if (newColumns.length > 0 && newColumn === 'stop')
    stop('offers columns that are not declared', newColumns);
  if (retypedColumns.length > 0 && retypedColumn === 'stop')
    stop(
      'has changed the type of columns',
      retypedColumns.map(({ column, was, is }) => `${column}: ${was}, now ${is}`),
    );
  return { newColumns, missingColumns, retypedColumns };
}

/**
 * A name that nobody declared, as it may be told: where rows name their own fields, it may be an identity or telephone number. Dates of
 * eight digits stay.
 */
const tellable = (column: string): string => column.replace(/\d{9,}[xX]?/g, '…');

/** What two parts of a read said together. */
export function bothDrifts(one: Drift | null, other: Drift | null): Drift | null {
  if (one === null || other === null) return one ?? other;
  const once = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
  const known = new Set(one.retypedColumns.map(({ column }) => column));
  return {
    newColumns: once(one.newColumns, other.newColumns),
    missingColumns: once(one.missingColumns, other.missingColumns),
    retypedColumns: [
      ...one.retypedColumns,
      ...other.retypedColumns.filter(({ column }) => !known.has(column)),
    ],
  };
}
