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
  /** Files that were read whole and must be read again, because an older drop was read behind them. */
  readonly owed: ReadonlySet<string>;
  /** Id of the last batch of an exchange folder that was read whole. */
  readonly batch: string | null;
  /** Day or batch of the last drop that had a file and was read whole. */
  readonly last: string | null;
  /** The last such that no longer lies there: an older drop would stand over it for ever. */
  readonly cleared: string | null;
  /** Milliseconds since 1970: what was read is as the source had it then. */
  readonly asOf: number | null;
}

export const NOTHING: Position = {
  read: new Set(),
  file: null,
  stamp: null,
  next: null,
  owed: new Set(),
  batch: null,
  last: null,
  cleared: null,
  asOf: null,
};

const underWay = {
  file: z.string().nullable(),
  stamp: z.string().nullable(),
  next: z.strictObject({ at: z.int().min(0), line: z.int().min(0) }).nullable(),
};
const marks = z.string().regex(/^([A-Za-z0-9_-]{8})*$/);
const present = z.strictObject({
  v: z.literal(3),
  read: marks,
  ...underWay,
  owed: marks.optional(),
  batch: z.string().nullable(),
  last: z.string().optional(),
  cleared: z.string().optional(),
  asOf: z.number().nullable(),
});
/** Version 2 counted rows of workbooks otherwise: the file that was under way is read from its beginning. */
const second = z.strictObject({ v: z.literal(2), read: marks, ...underWay });
/** Before version 2, names stood beside their stamps. */
const earlier = z.strictObject({ read: z.record(z.string(), z.string()), ...underWay });

export function markOfFile({ name, stamp }: Pick<SourceFile, 'name' | 'stamp'>): string {
  return createHash('sha256').update(`${name}\0${stamp}`).digest('base64url').slice(0, MARK);
}

/**
 * SOURCE_PROTOCOL where the checkpoint is none of this reader's: a later version's, another reader's, or garbage. One of an earlier version
 * keeps what was read whole; the file that was under way is read from its beginning.
 */
export function positionOf(checkpoint: Checkpoint): Position {
  if (checkpoint === null) return NOTHING;
  const now = present.safeParse(checkpoint);
  if (now.success) {
    const { v: _, read, owed = '', last = null, cleared = null, ...rest } = now.data;
    return { ...rest, read: marksIn(read), owed: marksIn(owed), last, cleared };
  }
  const before = second.safeParse(checkpoint);
  if (before.success) return { ...NOTHING, read: marksIn(before.data.read) };
  const first = earlier.safeParse(checkpoint);
  if (first.success) {
    const files = Object.entries(first.data.read).map(([name, stamp]) => ({ name, stamp }));
    return { ...NOTHING, read: new Set(files.map(markOfFile)) };
  }
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    'a checkpoint that this version of the file reader wrote is required, another is given; sync the stream in full once',
  );
}

const marksIn = (read: string): ReadonlySet<string> => new Set(read.match(/.{8}/g) ?? []);

export function checkpointOf({ read, next, owed, last, cleared, ...rest }: Position): Checkpoint {
  const spot = next === null ? null : { at: next.at, line: next.line };
  return {
    v: 3,
    read: [...read].join(''),
    ...rest,
    next: spot,
    ...(owed.size === 0 ? {} : { owed: [...owed].join('') }),
    ...(last === null ? {} : { last }),
    ...(cleared === null ? {} : { cleared }),
  };
}

/** Forgets files that no longer lie in the folder, or are no longer what was read. */
export function pruned(position: Position, files: readonly SourceFile[]): Position {
  const own = new Set(files.map(markOfFile));
  const kept = (marks: ReadonlySet<string>) => new Set([...marks].filter((mark) => own.has(mark)));
  return { ...position, read: kept(position.read), owed: kept(position.owed) };
}

/** `file` was read to its end. */
export const ended = (position: Position, file: SourceFile): Position => ({
  ...position,
  read: new Set([...position.read, markOfFile(file)]),
  owed: without(position.owed, markOfFile(file)),
  file: null,
  stamp: null,
  next: null,
  asOf: asOfWith(position, file),
});

const without = (marks: ReadonlySet<string>, own: string): ReadonlySet<string> =>
  marks.has(own) ? new Set([...marks].filter((mark) => mark !== own)) : marks;

export const goingOn = (position: Position, file: SourceFile, next: Spot): Position => ({
  ...position,
  file: file.name,
  stamp: file.stamp,
  next,
  asOf: asOfWith(position, file),
});

/** A drop that came late or was sent again makes nothing older that newer ones have told. */
const asOfWith = ({ asOf }: Position, file: SourceFile): number =>
  file.id !== null && asOf !== null ? Math.max(asOf, file.asOf) : file.asOf;
