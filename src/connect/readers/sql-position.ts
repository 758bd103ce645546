import { WangshuError } from '../../domain/errors';
import type { Checkpoint, RawValue, ReadRequest, StreamSource } from '../reader';
import { isAhead, stepBack } from './overlap';
import { plainValue } from './sql-types';
import { textOf } from './text';

/**
 * Where a read of a table stands. Pages follow the pair (cursor, key), never an offset. Rows whose cursor or key is NULL
 * have no place in that order and come in phases of their own: without a cursor they are read whole each time, without a
 * key they are shown for the quarantine, counted by `skip` since nothing names them.
 */
export interface Position {
  readonly phase: 'ordered' | 'without-cursor' | 'without-key' | 'ended';
  readonly cursor: string | null;
  readonly key: readonly RawValue[] | null;
  readonly skip: number;
  /** Where the next run starts: the greatest cursor so far that is not ahead of time. */
  readonly highest: string | null;
  /** Rows that this read gave so far. */
  readonly read: number;
}

const START: Position = {
  phase: 'ordered',
  cursor: null,
  key: null,
  skip: 0,
  highest: null,
  read: 0,
};

/** Where a read starts: a fresh one steps back behind the last cursor, a broken one goes on behind its last row. */
export function startOf({ stream, checkpoint, fresh }: ReadRequest): Position {
  if (checkpoint === null) return START;
  const at = checkpoint as unknown as Position;
  if (!fresh) return at;
  const { highest } = at;
  if (stream.cursor === undefined || highest === null) return START;
  return { ...START, cursor: stepBack(highest, stream.overlap), highest };
}

export const checkpointOf = (position: Position): Checkpoint => position as unknown as Checkpoint;

/** The place behind the rows of a page. */
export function after(
  stream: StreamSource,
  pageSize: number,
  at: Position,
  rows: readonly Record<string, unknown>[],
): Position {
  if (at.phase === 'ended') return at;
  const last = rows.at(-1);
  const read = at.read + rows.length;
  const full = rows.length === pageSize;
  const highest = highestOf(stream, at, rows);
  if (at.phase === 'without-key')
    return full
      ? { ...at, skip: at.skip + rows.length, read }
      : { ...START, phase: 'ended', highest, read };
  if (!full || last === undefined) {
    const phase =
      at.phase === 'ordered' && stream.cursor !== undefined ? 'without-cursor' : 'without-key';
    return { ...START, phase, highest, read };
  }
  const ordered = at.phase === 'ordered' && stream.cursor !== undefined;
  const next: Position = {
    phase: at.phase,
    cursor: ordered ? textOf(orderable(last[stream.cursor ?? ''], stream)) : null,
    key: stream.key.map((field) => orderable(last[field], stream)),
    skip: 0,
    highest,
    read,
  };
  if (next.cursor !== at.cursor || JSON.stringify(next.key) !== JSON.stringify(at.key)) return next;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a key that names one row of ${stream.from} is required, a whole page has the same one; the read would never end, mend key in connector.yaml`,
  );
}

/** Rows arrive in the order of the cursor: the last one that is not ahead of time is the greatest. */
function highestOf(
  { cursor }: StreamSource,
  { phase, highest }: Position,
  rows: readonly Record<string, unknown>[],
): string | null {
  if (phase !== 'ordered' || cursor === undefined) return highest;
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const text = textOf(plainValue(rows[i]?.[cursor]));
    if (!isAhead(text)) return text;
  }
  return highest;
}

/** A value that a statement can compare with as it is written down; bytes and objects cannot. */
function orderable(value: unknown, { from }: StreamSource): RawValue {
  const plain = plainValue(value);
  if (!Buffer.isBuffer(value) && (plain === null || typeof plain !== 'object')) return plain;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `key and cursor that can be written as text or numbers are required of ${from}, ${Buffer.isBuffer(value) ? 'bytes' : 'an object'} stand in one; mend them in connector.yaml or read a view that converts them`,
  );
}
