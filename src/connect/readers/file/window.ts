import { WangshuError } from '../../../domain/errors';
import type { ReadRequest } from '../../reader';
import { isWithin } from '../within';
import type { Batch } from './batch';

export interface Windowed {
  /** Fields that are to be read, the cursor among them. */
  readonly fields: readonly string[];
  /** Rows of the window, with the fields that were asked for. */
  keep(batch: Batch): Batch;
}

/**
 * A backfill reads every file that lies there, and gives the rows whose cursor lies in the window; rows that cannot be read have no
 * cursor, and are told of in any case. SOURCE_PROTOCOL for a stream without a cursor, of which no part can be told.
 */
export function windowed({
  stream,
  window,
}: Pick<ReadRequest, 'stream' | 'window'>): Windowed | null {
  if (window === undefined) return null;
  const { cursor, fields, timeZone } = stream;
  if (cursor === undefined) {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a stream with a cursor is required for a backfill, ${stream.name} has none: its files are read whole; sync the stream in full instead`,
    );
  }
  const asked = fields.includes(cursor);
  return {
    fields: asked ? fields : [...fields, cursor],
    keep: ({ rows, ...rest }) => ({
      ...rest,
      rows: rows
        .filter(({ values }) => isWithin(values[cursor] ?? null, window, timeZone))
        .map(({ place, values }) => {
          if (asked) return { place, values };
          const { [cursor]: _, ...own } = values;
          return { place, values: own };
        }),
    }),
  };
}
