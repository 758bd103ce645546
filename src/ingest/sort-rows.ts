import type { Stream } from '../connect/connector';
import { holds } from './map/context';
import type { BadRow, KeyedRow } from './row';
import type { StreamWork } from './stream-work';
import type { MappedRecord } from './write-mentions';

/** What became of rows when they were mapped; positions are those in the part. */
export interface Sorted {
  readonly good: MappedRecord[];
  readonly goodOrds: number[];
  readonly deletedOrds: number[];
  readonly bad: BadRow[];
}

export const noneSorted = (): Sorted => ({ good: [], goodOrds: [], deletedOrds: [], bad: [] });

/** Whether a row says that it is gone. */
export const isTombstone = (
  { spec: { deletes } }: Pick<Stream, 'spec'>,
  { raw }: Pick<KeyedRow, 'raw'>,
): boolean => typeof deletes === 'object' && holds(raw, deletes.tombstone);

/** Maps the rows at these positions, and adds them to `sorted`: good ones, deleted ones (tombstones), bad ones. */
export function sortRows(
  work: StreamWork,
  rows: readonly KeyedRow[],
  ords: Iterable<number>,
  sorted: Sorted = noneSorted(),
): Sorted {
  for (const ord of ords) {
    const row = rows[ord] as KeyedRow;
    if (isTombstone(work.stream, row)) {
      sorted.deletedOrds.push(ord);
      continue;
    }
    const mapped = work.toMentions(row.key, row.raw);
    if (mapped.ok) {
      sorted.good.push({ key: row.key, row: mapped.row });
      sorted.goodOrds.push(ord);
    } else {
      sorted.bad.push({
        place: row.place,
        stage: 'MAP',
        key: row.key,
        hash: row.hash,
        fault: mapped.fault,
        raw: row.payload,
      });
    }
  }
  return sorted;
}
