import { z } from 'zod';
import { WangshuError } from '../../../domain/errors';
import type { Checkpoint, RawValue, ReadRequest, StreamSource } from '../../reader';
import { canStepBack, isAhead, startBehind, type Cursor } from '../overlap';
import { textOf } from '../text';
import { plainValue } from './types';

const count = z.int().min(0);
const plain = z.union([z.string(), z.number(), z.boolean()]);

const positionSchema = z.strictObject({
  /** Cursor and key of the stream that this was written for; older checkpoints do not say. */
  of: z.string().nullable().default(null),
  phase: z.enum(['ordered', 'without-cursor', 'without-key', 'ended']),
  cursor: z.string().nullable(),
  key: z.array(plain).min(1).nullable(),
  skip: count,
  /** Where the next run starts: the greatest cursor so far that is not ahead of time. */
  highest: z.string().nullable(),
  /** Rows that this read gave so far. */
  read: count,
  /** Backfill: only rows whose cursor is less. */
  until: z.string().nullable().default(null),
  /** When the oldest transaction began that was open at the source during this read, and when that was last asked (ms). */
  held: z.strictObject({ since: z.number(), seen: z.number() }).nullable().default(null),
});

/**
 * Where a read of a table stands. Pages follow the pair (cursor, key). Rows whose cursor or key is NULL have no place in that
 * order and come in phases of their own: without a cursor they are read whole each time, without a key they are shown for the
 * quarantine, counted by `skip` since nothing names them. Where nothing promises that a key names one row, `skip` also counts
 * the rows of the last cursor and key that were given.
 */
export type Position = Readonly<z.infer<typeof positionSchema>>;

const START: Position = {
  of: null,
  phase: 'ordered',
  cursor: null,
  key: null,
  skip: 0,
  highest: null,
  read: 0,
  until: null,
  held: null,
};

const ofStream = ({ cursor, key }: StreamSource): string => JSON.stringify([cursor ?? null, key]);

/**
 * Where a read starts: a fresh one steps back behind the last cursor by the overlap, and further where a transaction was open at
 * the source for longer; a broken one goes on behind its last row. A checkpoint of another cursor or key (the connector was
 * changed) and one of the future mean a read from the beginning; what no version of this reader wrote is refused with
 * SOURCE_PROTOCOL, and so is a cursor that no overlap can step back behind. Never are rows passed over. `order`: how the source
 * compares the cursor.
 */
export function startOf(
  { stream, checkpoint, fresh, window }: ReadRequest,
  order?: Cursor['order'],
): Position {
  const of = ofStream(stream);
  const start = { ...START, of };
  if (window !== undefined) {
    if (stream.cursor !== undefined) return { ...start, cursor: window.since, until: window.until };
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a cursor is required to read a part of ${stream.from}, the stream has none; read it whole`,
    );
  }
  if (checkpoint === null) return start;
  const at = parsed(checkpoint, stream);
  if (at.of !== null && at.of !== of) return start;
  // A backfill's checkpoint says nothing of what lies outside of its window.
  if (at.until !== null) return start;
  if (!fresh) return { ...at, of };
  const { highest, held } = at;
  if (stream.cursor === undefined || highest === null || isAhead(highest)) return start;
  // A transaction that was open so long may have committed rows behind the cursor since.
  const open = held === null ? 0 : Math.ceil((held.seen - held.since) / 1_000) + 1;
  return { ...start, cursor: startBehind(stream, highest, { order, held: open }), highest };
}

function parsed(checkpoint: Checkpoint, { from, key, cursor }: StreamSource): Position {
  const result = positionSchema.safeParse(checkpoint);
  const at = result.data;
  const fits =
    at !== undefined &&
    (at.key === null || at.key.length === key.length) &&
    // Behind a key, the ordered phase needs a cursor too, where the stream has one.
    (at.phase !== 'ordered' || at.key === null || (at.cursor === null) === (cursor === undefined));
  if (fits) return at;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a checkpoint that this reader wrote is required to go on with ${from}, another thing is given; read the stream in full`,
  );
}

/**
 * A read that began behind the last cursor and found no row there, not even the one that had it: the source was set back (restored from
 * a copy, numbered anew), or its newest rows are gone. It is read from the beginning, once.
 */
export function isSetBack(at: Position, rows: number): boolean {
  const { phase, cursor, key, until } = at;
  return phase === 'ordered' && cursor !== null && key === null && until === null && rows === 0;
}

export const anew = (at: Position): Position => ({ ...START, of: at.of, held: at.held });

export const checkpointOf = (position: Position): Checkpoint => position;

/**
 * The place behind the rows of a page. `isUnique`: the source promises that no two rows share the key.
 * Throws SOURCE_PROTOCOL for values that cannot be given back to a statement.
 */
export function after(
  stream: StreamSource,
  pageSize: number,
  at: Position,
  rows: readonly Record<string, unknown>[],
  isUnique = true,
): Position {
  if (at.phase === 'ended') return at;
  const last = rows.at(-1);
  const full = rows.length >= pageSize;
  const highest = highestOf(stream, at, rows);
  const next: Position = {
    ...at,
    cursor: null,
    key: null,
    skip: 0,
    highest,
    read: at.read + rows.length,
  };
  if (at.phase === 'without-key')
    return full ? { ...next, skip: at.skip + rows.length } : { ...next, phase: 'ended' };
  const ordered = at.phase === 'ordered' && stream.cursor !== undefined;
  if (!full || last === undefined)
    return { ...next, phase: ordered && at.until === null ? 'without-cursor' : 'without-key' };
  const placeOf = (row: Record<string, unknown>): Pick<Position, 'cursor' | 'key'> => ({
    cursor: ordered ? textOf(orderable(row[stream.cursor ?? ''], stream)) : null,
    key: stream.key.map((field) => orderable(row[field], stream)),
  });
  const place = placeOf(last);
  const isLast = (other: Pick<Position, 'cursor' | 'key'>): boolean =>
    other.cursor === place.cursor && JSON.stringify(other.key) === JSON.stringify(place.key);
  if (isUnique) {
    if (!isLast(at)) return { ...next, ...place };
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a key that names one row of ${stream.from} is required, a whole page has the same one; the read would never end, mend key in connector.yaml`,
    );
  }
  const other = rows.findLastIndex((row) => !isLast(placeOf(row)));
  const before = other < 0 && isLast(at) ? at.skip : 0;
  return { ...next, ...place, skip: before + rows.length - 1 - other };
}

/**
 * Rows arrive in the order of the cursor: the last one that is not ahead of time is the greatest. Words among times or numbers (NULL, NaN)
 * stand behind all of them in the order of text, and are passed over: a read that began there would see nothing ever again.
 */
function highestOf(
  { cursor }: StreamSource,
  { phase, highest }: Position,
  rows: readonly Record<string, unknown>[],
): string | null {
  if (phase !== 'ordered' || cursor === undefined) return highest;
  let word: string | null = null;
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const text = textOf(plainValue(rows[i]?.[cursor]));
    if (isAhead(text)) continue;
    if (canStepBack(text)) return text;
    word ??= text;
  }
  return word === null || (highest !== null && canStepBack(highest)) ? highest : word;
}

/** A value that a statement can compare with as it is written down; bytes and objects cannot. */
function orderable(value: unknown, { from }: StreamSource): string | number | boolean {
  const written: RawValue = plainValue(value);
  if (!Buffer.isBuffer(value) && written !== null && typeof written !== 'object') return written;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `key and cursor that can be written as text or numbers are required of ${from}, ${Buffer.isBuffer(value) ? 'bytes stand' : 'an object stands'} in one; mend them in connector.yaml or read a view that converts them`,
  );
}
