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

/**
 * Compares what a source offers with what the contract declares. A new column is never published; a missing one stops
 * the stream unless the contract says otherwise. Null: no drift. An empty page of a file or a feed shows no columns and
 * proves nothing.
 */
export function driftOf(
  stream: Stream,
  { columns, types = {} }: { readonly columns: readonly string[]; readonly types?: Types },
  before: Types | null = null,
): Drift | null {
  if (columns.length === 0) return null;
  const declared = new Set([
    ...[...stream.items.values()].map((item) => item.from),
    ...stream.neverRead,
  ]);
  const offered = new Set(columns);
  const newColumns = columns.filter((column) => !declared.has(column));
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
  if (missingColumns.length > 0 && missingColumn === 'stop')
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
