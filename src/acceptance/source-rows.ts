import type { SourceRow } from '../connect/reader';
import { contentHash, type Uuid } from '../domain/ids';

/** Rows of a live source are told apart by what they say: reads are compared without holding them together. */
export const hashOf = ({ values }: Pick<SourceRow, 'values'>): Uuid =>
  contentHash(JSON.stringify(values));

/** Rows as hashes, each once. */
export const hashesOf = (rows: readonly SourceRow[]): Set<Uuid> => new Set(rows.map(hashOf));

export const lacking = (whole: ReadonlySet<Uuid>, part: ReadonlySet<Uuid>): number =>
  [...whole].filter((hash) => !part.has(hash)).length;

/** At most so many of a list, evenly from its whole length. */
export function evenly<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, list.length / most);
  return Array.from(
    { length: Math.min(most, list.length) },
    (_, i) => list[Math.floor(i * step)] as T,
  );
}
