import { WangshuError } from '../../../domain/errors';
import { durationSeconds } from '../overlap';
import type { SourceFile } from './batch';
import { dayIn, endOfDay } from './day';
import { stampOf, type Folder, type FolderEntry } from './folder';
import { isUnfinished, matcherOf } from './names';
import { compareIds } from './sequence';
import type { FileSettings } from './settings';

/** Files that are read together, in order. */
export interface FileGroup {
  readonly files: readonly SourceFile[];
  /** Remembered as read behind the files: a batch's manifest or marker. */
  readonly control: SourceFile | null;
  /** Day or batch of the drop (see SourceFile); null: it is none. */
  readonly id: string | null;
  /** It is a batch, of which others may be missing before it. */
  readonly batch: boolean;
  /** Asked before the first row. False: it is not there yet, and what follows waits with it. Throws where it must not be read. */
  ready(): Promise<boolean>;
}

export interface FilePlan {
  /** Everything of the stream that lies in the folder, in the order in which it is read, for the checkpoint to remember. */
  readonly files: readonly SourceFile[];
  readonly groups: readonly FileGroup[];
  /** Files that are still being written, which the next run reads. */
  readonly left: readonly SourceFile[];
}

/** `names` is what tells the day of a drop: its date, or the id of its batch. */
export function sourceFile(
  entry: FolderEntry,
  { batch, names }: { readonly batch?: string; readonly names?: string } = {},
): SourceFile {
  const label = batch === undefined ? entry.name : `batch ${batch} ${entry.name}`;
  const day = dayIn(batch ?? names ?? '');
  // A file that was copied or restored is as old as its day, whatever its time of change says.
  const asOf = day === null ? entry.changed : Math.min(entry.changed, endOfDay(day));
  const id = batch ?? names?.replaceAll('-', '') ?? null;
  return { ...entry, stamp: stampOf(entry), label, asOf, id, sealed: batch !== undefined };
}

/** Whether `from` stands for files of many days: by the setting, or because it says {date}. */
export const isDaily = ({ drops }: FileSettings, from: string): boolean =>
  drops === 'daily' || (drops === undefined && from.includes('{date}'));

/** One file, or daily drops in the order of their days. A folder without any drops is a source without rows; one without the file is unreachable. */
export async function planFiles(
  folder: Folder,
  settings: FileSettings,
  from: string,
  signal: AbortSignal,
): Promise<FilePlan> {
  const files = isDaily(settings, from)
    ? await dropsOf(folder, from, signal)
    : [await fileOf(folder, from, signal)];
  const quiet = durationSeconds(settings.quiet ?? 'PT0S') * 1000;
  const busy = (file: SourceFile): boolean => quiet > 0 && Date.now() - file.changed < quiet;
  return {
    files,
    left: files.filter(busy),
    groups: files
      .filter((file) => !busy(file))
      .map((file) => ({
        files: [file],
        control: null,
        id: file.id,
        batch: false,
        ready: () => Promise.resolve(true),
      })),
  };
}

async function dropsOf(folder: Folder, pattern: string, signal: AbortSignal) {
  const matches = matcherOf(pattern, 'date');
  const entries = await folder.list(signal);
  const files = entries.flatMap((entry) => {
    const names = matches(entry.name);
    return names === null ? [] : [sourceFile(entry, { names })];
  });
  // By their names alone, days with dashes would all come before days without.
  return files.sort((a, b) => compareIds(a.id ?? '', b.id ?? '') || compareIds(a.name, b.name));
}

async function fileOf(folder: Folder, name: string, signal: AbortSignal): Promise<SourceFile> {
  if (isUnfinished(name)) {
    throw new WangshuError(
      'CONFIG_INVALID',
      'the name of a finished file is required in from, one that programs give to files they still write (.tmp, .part, .filepart, a leading dot, a trailing ~) is given',
    );
  }
  const found = await folder.stat(name, signal);
  if (found !== null) return sourceFile(found);
  throw new WangshuError(
    'SOURCE_UNREACHABLE',
    `a file ${name} is required in the folder of the source, none is there that the hub may read`,
  );
}
