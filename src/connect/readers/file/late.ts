import type { UnreadableRow } from '../../reader';
import type { SourceFile } from './batch';
import type { FileGroup, FilePlan } from './files';
import { markOfFile, pruned, type Position } from './position';
import { compareIds } from './sequence';

/**
 * Drops tell the story of a row in their order. One that comes late, is sent again or is touched by a restore tells an older part of it
 * behind a newer: what was read of the days and batches behind it is owed once more, in order, and the checkpoint remembers
 * it until it is done. Where those have been cleared away the late one is not read, and a steward is told.
 */

/** Where a run begins, by what lies in the folder now. */
export function begun(start: Position, plan: FilePlan): Position {
  const { last, cleared } = start;
  const here = [...plan.groups, ...plan.left.map((file) => ({ id: file.id, files: [file] }))];
  const gone = !here.some(({ id, files }) => id === last && files.length > 0);
  return {
    ...pruned({ ...start, file: null, stamp: null, next: null }, plan.files),
    cleared: gone ? later(cleared, last) : cleared,
  };
}

/** `file` is about to be read: what lies behind it and was read is to be read again. */
export function owing(
  position: Position,
  files: readonly SourceFile[],
  file: SourceFile,
): Position {
  const behind = files
    .slice(files.findIndex(({ name }) => name === file.name) + 1)
    .map(markOfFile)
    .filter((mark) => position.read.has(mark));
  if (behind.length === 0) return position;
  const again = new Set(behind);
  return {
    ...position,
    read: new Set([...position.read].filter((mark) => !again.has(mark))),
    owed: new Set([...position.owed, ...behind]),
  };
}

export const isRead = (group: FileGroup, { read }: Position): boolean =>
  all(group).every((file) => read.has(markOfFile(file)));

/** It was found whole when it was read first, and has not changed since. */
export const wasWhole = (group: FileGroup, { read, owed }: Position): boolean =>
  all(group).every((file) => read.has(markOfFile(file)) || owed.has(markOfFile(file)));

const all = ({ files, control }: FileGroup): readonly SourceFile[] =>
  control === null ? files : [...files, control];

/** A group was read to its end; a late one does not take the stream back. */
export const passed = (position: Position, { id, files, batch }: FileGroup): Position => ({
  ...position,
  batch: batch ? later(position.batch, id) : position.batch,
  last: files.length > 0 ? later(position.last, id) : position.last,
});

const later = (last: string | null, id: string | null): string | null =>
  last !== null && (id === null || compareIds(last, id) > 0) ? last : id;

/** The first file of a drop that is older than one that was read and cleared away, and is not to be read; null: it may be read. */
export function tooLate(group: FileGroup, position: Position): SourceFile | null {
  const { cleared, read, owed } = position;
  if (group.id === null || cleared === null || compareIds(group.id, cleared) >= 0) return null;
  const isNew = (mark: string): boolean => !read.has(mark) && !owed.has(mark);
  return group.files.find((file) => isNew(markOfFile(file))) ?? null;
}

export const tellTooLate = (file: SourceFile, { cleared }: Position): UnreadableRow => ({
  place: `${file.label} line 1`,
  code: 'ROW_MALFORMED',
  message: `a drop no older than the last one that was read and cleared away (${String(cleared)}) is required, ${file.label} is older: it was not read, for its rows would stand over newer ones. Have it sent under a later day or number, or put those behind it back beside it and sync in full; then discard this row`,
  raw: base64(file.name),
});

/** The drop that was under way and has been taken away before its end. */
export function lost(start: Position, { files }: FilePlan): UnreadableRow | null {
  const { file, stamp, next } = start;
  if (file === null || files.some(({ name }) => name === file)) return null;
  const line = String(next?.line ?? 1);
  return {
    place: `${file} line ${line}`,
    code: 'ROW_MALFORMED',
    message: `a drop that lies there until it has been read to its end is required, ${file} was taken away when it had been read up to line or row ${line}: what is behind is missing. Have it sent again; it is read from its beginning, and what came behind it once more. Then discard this row`,
    raw: base64(`${file} ${String(stamp)}`),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
