import type { DiscoveredStream, SourceRow } from '../../reader';
import { batchesOf } from './batches-of';
import { sourceFile } from './files';
import type { Folder, FolderEntry } from './folder';
import { guessCursor, guessFields, guessKey } from './guess-fields';
import { isUnfinished, matcherOf } from './names';
import type { FileSettings } from './settings';

const SAMPLE = 1_000;
const DATE = /(?<!\d)(?:\d{8}|\d{4}-\d{2}-\d{2})(?!\d)/;

const ENDINGS: Readonly<Record<FileSettings['format'], RegExp>> = {
  csv: /\.(csv|txt|dat)$/i,
  tsv: /\.(tsv|tab|txt)$/i,
  xlsx: /\.xlsx$/i,
  jsonl: /\.(jsonl|ndjson|json)$/i,
  xml: /\.xml$/i,
};

interface Group {
  readonly from: string;
  readonly files: FolderEntry[];
}

/**
 * What streams a folder seems to have: files of one pattern are one stream, any other file is one. Fields are those of the newest
 * file, told from its header and its first 1,000 rows. In the order of `from`.
 */
export async function discoverFiles(
  folder: Folder,
  settings: FileSettings,
  signal: AbortSignal,
): Promise<DiscoveredStream[]> {
  const entries = await folder.list(signal);
  const files = entries.filter(
    ({ name }) => ENDINGS[settings.format].test(name) && !isUnfinished(name),
  );
  const groups =
    settings.drops === undefined || settings.drops === 'daily'
      ? daily(files, settings.drops === 'daily')
      : exchanged(files, entries, settings.drops);
  const streams: DiscoveredStream[] = [];
  for (const group of groups.sort((a, b) => (a.from < b.from ? -1 : 1)))
    streams.push(await look(folder, settings, group, signal));
  return streams;
}

function grouped(files: readonly FolderEntry[], patternOf: (name: string) => string): Group[] {
  const groups = new Map<string, FolderEntry[]>();
  for (const file of files) {
    const from = patternOf(file.name);
    groups.set(from, [...(groups.get(from) ?? []), file]);
  }
  return [...groups].map(([from, own]) => ({ from, files: own }));
}

/** A date in a name is a day's where several files differ by it alone, or where the settings say that files are days'. */
function daily(files: readonly FolderEntry[], always: boolean): Group[] {
  const dated = grouped(files, (name) => name.replace(DATE, '{date}'));
  return dated.flatMap((group) => {
    const isPattern = group.from.includes('{date}');
    if (always) return isPattern ? [group] : [];
    if (isPattern && group.files.length > 1) return [group];
    return group.files.map((file) => ({ from: file.name, files: [file] }));
  });
}

/** Ids of batches are known from markers and manifests; a name that holds the longest of them is a file of that batch. */
function exchanged(
  files: readonly FolderEntry[],
  entries: readonly FolderEntry[],
  { manifest, done }: { manifest?: { file: string } | undefined; done?: string | undefined },
): Group[] {
  const matchers = [manifest?.file, done]
    .filter((pattern) => pattern !== undefined)
    .map((pattern) => matcherOf(pattern, 'batch'));
  const idOf = (name: string): string | null =>
    matchers.map((matches) => matches(name)).find((id) => id !== null) ?? null;
  const ids = [...new Set(entries.map(({ name }) => idOf(name)).filter((id) => id !== null))];
  ids.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const data = files.filter(({ name }) => idOf(name) === null);
  return grouped(data, (name) => {
    const id = ids.find((each) => name.includes(each));
    return id === undefined ? name : name.replace(id, () => '{batch}');
  }).filter(({ from }) => from.includes('{batch}'));
}

async function look(
  folder: Folder,
  settings: FileSettings,
  { from, files }: Group,
  signal: AbortSignal,
): Promise<DiscoveredStream> {
  // In name order the last is the newest; one without bytes tells nothing where another does.
  const newest = files.findLast(({ size }) => size > 0);
  if (newest === undefined)
    return { from, fields: [], key: [], cursor: null, rows: files.length === 1 ? 0 : null };
  // A sample is taken of it, and need not be whole.
  const file = { ...sourceFile(newest), sealed: true };
  const handle = await folder.open(file.name, signal);
  try {
    const rows: SourceRow['values'][] = [];
    const columns = new Set<string>();
    let whole = false;
    const room = (): number => SAMPLE;
    const request = { file, handle, fields: null, key: [], room, from: null, settings, signal };
    for await (const batch of batchesOf(request)) {
      for (const row of batch.rows) rows.push(row.values);
      for (const column of batch.columns) columns.add(column);
      whole = batch.next === null;
      if (rows.length >= SAMPLE) break;
    }
    const fields = guessFields([...columns], rows);
    return {
      from,
      fields,
      key: guessKey(fields, rows),
      cursor: guessCursor(fields),
      rows: whole && files.length === 1 ? rows.length : null,
    };
  } finally {
    await handle.close();
  }
}
