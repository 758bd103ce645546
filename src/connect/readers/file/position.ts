import { createHash } from 'node:crypto';
import { z } from 'zod';
import { WangshuError } from '../../../domain/errors';
import type { Checkpoint } from '../../reader';
import type { SourceFile, Spot } from './batch';

/** Characters of a mark: 48 bits. Of ten thousand files one is taken for another once in five million times. */
const MARK = 8;

/**
 * What stands in a checkpoint: files that were read whole, as they were then, and the one that is under way. Files are remembered
 * by a short mark of name, size and time, and only as long as they lie in the folder: a checkpoint of ten years of
 * days that nobody clears away has 30 KB, and does not grow where they are cleared away.
 */
export interface Position {
  readonly read: ReadonlySet<string>;
  readonly file: string | null;
  readonly stamp: string | null;
  readonly next: Spot | null;
}

const NOTHING: Position = { read: new Set(), file: null, stamp: null, next: null };

const underWay = {
  file: z.string().nullable(),
  stamp: z.string().nullable(),
  next: z.strictObject({ at: z.int().min(0), line: z.int().min(0) }).nullable(),
};
const present = z.strictObject({
  v: z.literal(2),
  read: z.string().regex(/^([A-Za-z0-9_-]{8})*$/),
  ...underWay,
});
/** Before version 2, names stood beside their stamps. */
const earlier = z.strictObject({ read: z.record(z.string(), z.string()), ...underWay });

export function markOfFile({ name, stamp }: Pick<SourceFile, 'name' | 'stamp'>): string {
  return createHash('sha256').update(`${name}\0${stamp}`).digest('base64url').slice(0, MARK);
}

/** SOURCE_PROTOCOL where the checkpoint is none of this reader's: a later version's, another reader's, or garbage. */
export function positionOf(checkpoint: Checkpoint): Position {
  if (checkpoint === null) return NOTHING;
  const now = present.safeParse(checkpoint);
  if (now.success) {
    const { v: _, read, ...rest } = now.data;
    return { ...rest, read: new Set(read.match(/.{8}/g) ?? []) };
  }
  const before = earlier.safeParse(checkpoint);
  if (before.success) {
    const { read, ...rest } = before.data;
    const marks = Object.entries(read).map(([name, stamp]) => markOfFile({ name, stamp }));
    return { ...rest, read: new Set(marks) };
  }
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    'a checkpoint that this version of the file reader wrote is required, another is given; sync the stream in full once',
  );
}

export function checkpointOf({ read, file, stamp, next }: Position): Checkpoint {
  const spot = next === null ? null : { at: next.at, line: next.line };
  return { v: 2, read: [...read].join(''), file, stamp, next: spot };
}

/** Forgets files that no longer lie in the folder, or are no longer what was read. */
export function pruned(position: Position, files: readonly SourceFile[]): Position {
  const marks = new Set(files.map(markOfFile));
  return { ...position, read: new Set([...position.read].filter((mark) => marks.has(mark))) };
}

/** `file` was read to its end. */
export const ended = (position: Position, file: SourceFile): Position => ({
  read: new Set([...position.read, markOfFile(file)]),
  file: null,
  stamp: null,
  next: null,
});

export const goingOn = (position: Position, { name, stamp }: SourceFile, next: Spot): Position => ({
  ...position,
  file: name,
  stamp,
  next,
});
