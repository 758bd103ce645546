import { z } from 'zod';
import { WangshuError } from '../../../domain/errors';
import type { Checkpoint, ReadRequest } from '../../reader';
import { isAhead, startBehind } from '../overlap';

export const WAYS = ['none', 'page', 'offset', 'cursor', 'link'] as const;
const count = z.int().min(0);

const positionSchema = z.strictObject({
  /** How the source was paged when this was written; another way cannot go on from it. */
  way: z.enum(WAYS).nullable().default(null),
  /** Only rows whose cursor is this or greater are asked for. */
  since: z.string().nullable(),
  /** Backfill: only rows whose cursor is less. */
  until: z.string().nullable().default(null),
  /** Page number, offset, cursor or address of the next request; null: none was sent yet. */
  at: z.string().nullable(),
  /** Greatest value of the stream's cursor that was seen. */
  highest: z.string().nullable(),
  /** Rows that this read gave so far. */
  read: count,
  /** Rows from the beginning of the source's list up to here: fewer than were read where the read went back. */
  reached: count.nullable().default(null),
  /** Rows asked for at once, which stay so many to the end: page numbers mean nothing without them. */
  size: z.int().min(1).nullable(),
  /** Rows of the longest page so far: a source may give fewer than it is asked for. */
  longest: count,
  /** Rows in the whole list, as the last answer told. */
  total: count.nullable().default(null),
  /** The fewest rows that an answer of this read told of, where it is paged by cursor or link. */
  least: count.nullable().default(null),
  /** Pages in a row that gave nothing new. */
  idle: count,
  /** How often this read went back, because the list had shrunk. */
  backs: count.default(0),
  /** Hash of the last page's rows. */
  seen: z.string().nullable(),
  /** How many those were. */
  last: count.nullable().default(null),
  /** The read is at its end. */
  ended: z.boolean(),
});

/** Where a read goes on, and what it needs to know that it goes on at all. */
export type Position = Readonly<z.infer<typeof positionSchema>>;

export const START: Position = {
  way: null,
  since: null,
  until: null,
  at: null,
  highest: null,
  read: 0,
  reached: 0,
  size: null,
  longest: 0,
  total: null,
  least: null,
  idle: 0,
  backs: 0,
  seen: null,
  last: null,
  ended: false,
};

export const checkpointOf = (position: Position): Checkpoint => position;

/** The same read from its beginning: what came already comes again, and nothing is missed. */
export const anew = ({ since, until, highest, read }: Position): Position => ({
  ...START,
  since,
  until,
  highest,
  read,
});

/** What a source can be asked for. */
export interface Ability {
  readonly way: Position['way'];
  /** It takes a cursor to start at. */
  readonly since: boolean;
  /** It takes a cursor to end before. */
  readonly until: boolean;
}

/**
 * Where a read starts; one of the future begins again. Throws SOURCE_PROTOCOL for a checkpoint of nobody's making, for a window that
 * cannot be asked for and for a cursor that no overlap can step back behind.
 */
export function startOf(
  { stream, checkpoint, fresh, window }: ReadRequest,
  can: Ability,
): Position {
  if (window !== undefined) {
    if (stream.cursor === undefined || !can.since || !can.until)
      throw new WangshuError(
        'SOURCE_PROTOCOL',
        `a source that takes both ends of a window is required for a backfill of ${stream.name}, its reader has no ${can.since ? 'until' : 'since'}; if the source has such a parameter, name it in the reader's settings`,
      );
    return { ...START, since: window.since, until: window.until };
  }
  if (checkpoint === null) return START;
  const parsed = positionSchema.safeParse(checkpoint);
  if (!parsed.success)
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a checkpoint that this reader wrote is required for ${stream.name}, something else is given; read the stream in full once`,
    );
  const at = parsed.data;
  // A read from a time to come would see nothing ever again.
  if ([at.since, at.highest].some((text) => text !== null && isAhead(text))) return START;
  // A broken read goes on where it was, unless its connector has learnt to page in another way.
  if (!fresh) return at.way === null || at.way === can.way ? at : anew({ ...at, read: 0 });
  if (stream.cursor === undefined || !can.since || at.highest === null) return START;
  // One that never came to its end may have left out what is less than the greatest it saw.
  if (!at.ended) return anew({ ...at, read: 0 });
  return { ...START, since: startBehind(stream, at.highest), highest: at.highest };
}
