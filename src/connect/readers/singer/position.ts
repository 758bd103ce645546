import { z } from 'zod';
import type { Checkpoint, ReadRequest } from '../../reader';
import { isStateAhead, stepped, type Names } from './bookmark';
import { protocol } from './failure';

const positionSchema = z.strictObject({
  v: z.literal(1),
  /** The tap's last STATE, as JSON text; null: it has given none. Rows behind it are read again. */
  state: z
    .string()
    .refine((text) => isJson(text), 'JSON')
    .nullable(),
  /** The stream's cursor when the state was given: by another one the state means nothing. */
  cursor: z.string().nullable(),
  /** Rows that this read gave up to the state. */
  read: z.int().min(0),
  /** The tap came to its end. */
  ended: z.boolean(),
});

/** Where a read goes on. */
export type Position = Readonly<z.infer<typeof positionSchema>>;

export const checkpointOf = (position: Position): Checkpoint => ({ ...position });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That it is none is the answer.
    return false;
  }
}

/**
 * Where a read starts. A run that was broken off goes on at the tap's last state; a new run begins at it, stepped back by the overlap. A
 * read begins anew, which repeats rows and loses none, where the stream has no cursor, or another than then, where the last run did
 * not come to its end, and where a bookmark stands in the future. Throws SOURCE_PROTOCOL for a checkpoint that this version did not
 * write.
 */
export function startOf(
  { stream, checkpoint, fresh, window }: ReadRequest,
  names: Names,
): Position {
  const cursor = stream.cursor ?? null;
  const start: Position = { v: 1, state: null, cursor, read: 0, ended: false };
  if (window !== undefined || checkpoint === null) return start;
  const parsed = positionSchema.safeParse(checkpoint);
  if (!parsed.success)
    throw protocol(
      `a checkpoint that this version of the singer reader wrote is required for ${stream.name}, something else is given; sync the stream in full once`,
    );
  const at = parsed.data;
  if (at.cursor !== cursor) return start;
  if (at.state !== null && isStateAhead(at.state)) return start;
  if (!fresh) return at;
  if (cursor === null || at.state === null || !at.ended) return start;
  return { ...start, state: stepped(at.state, names, stream) };
}
