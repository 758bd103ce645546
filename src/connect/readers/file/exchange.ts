import { WangshuError } from '../../../domain/errors';
import { durationSeconds } from '../overlap';
import type { SourceFile } from './batch';
import { sourceFile, type FileGroup, type FilePlan } from './files';
import type { Folder, FolderEntry } from './folder';
import { readManifest, type ManifestEntry } from './manifest';
import { matcherOf, nameOf, type Matcher } from './names';
import { compareIds, missingBetween } from './sequence';
import type { ExchangeSettings, FileSettings } from './settings';
import { measure, type Measured } from './verify';

interface Batch {
  readonly id: string;
  /** Files of the stream. */
  readonly data: SourceFile[];
  manifest: SourceFile | null;
  done: SourceFile | null;
}

export interface ExchangeContext {
  readonly folder: Folder;
  readonly settings: FileSettings;
  readonly exchange: ExchangeSettings;
  readonly from: string;
  readonly signal: AbortSignal;
  /** Id of the last batch that was read whole; null: none was. */
  readonly last: string | null;
  /** What was measured before by this reader: streams of one batch look at each file once. */
  readonly measured: Map<string, Measured>;
}

/**
 * Batches of a front-end exchange folder, in the order of their ids. A batch is ready when its marker and its manifest are there
 * and everything the manifest names is as it says; it is looked at whole before its first row, and batches behind one that is not
 * ready wait for it.
 */
export async function planExchange(context: ExchangeContext): Promise<FilePlan> {
  const { folder, exchange, from, signal } = context;
  const entries = await folder.list(signal);
  const batches = batchesIn(entries, {
    data: matcherOf(from, 'batch'),
    manifest: exchange.manifest === undefined ? none : matcherOf(exchange.manifest.file, 'batch'),
    done: exchange.done === undefined ? none : matcherOf(exchange.done, 'batch'),
  });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const groups = batches.map((batch, i): FileGroup => {
    const control = batch.manifest ?? batch.done;
    const ready = (): Promise<boolean> => {
      const before = previous(batch.id, batches[i - 1]?.id ?? null, context.last);
      return isReady(context, batch, before, byName);
    };
    return { files: batch.data, control, id: batch.id, batch: true, ready };
  });
  return {
    groups,
    files: groups.flatMap(({ files, control }) => (control === null ? files : [...files, control])),
    left: [],
  };
}

const none: Matcher = () => null;

/** The batch before one: the later of that in the folder and the last that was read; null: one that was sent again, or the first of all. */
function previous(id: string, inFolder: string | null, last: string | null): string | null {
  if (last === null) return inFolder;
  if (compareIds(id, last) <= 0) return null;
  return inFolder === null || compareIds(inFolder, last) < 0 ? last : inFolder;
}

function batchesIn(
  entries: readonly FolderEntry[],
  matchers: Readonly<Record<'data' | 'manifest' | 'done', Matcher>>,
): Batch[] {
  const batches = new Map<string, Batch>();
  const batchOf = (id: string): Batch => {
    const batch = batches.get(id) ?? { id, data: [], manifest: null, done: null };
    batches.set(id, batch);
    return batch;
  };
  for (const entry of entries) {
    // A manifest or marker may look like a data file too (x-1.csv, x-1.manifest.csv); it is never one.
    const control = (['manifest', 'done'] as const).find((kind) => matchers[kind](entry.name));
    const id = matchers[control ?? 'data'](entry.name);
    if (id === null) continue;
    const file = sourceFile(entry, { batch: id });
    if (control === undefined) batchOf(id).data.push(file);
    else batchOf(id)[control] = file;
  }
  return [...batches.values()].sort((a, b) => compareIds(a.id, b.id));
}

/** True: all of it is there and right. False: it is still to come. */
async function isReady(
  context: ExchangeContext,
  batch: Batch,
  before: string | null,
  byName: ReadonlyMap<string, FolderEntry>,
): Promise<boolean> {
  const { exchange, from } = context;
  if (exchange.sequence !== undefined && before !== null) {
    const missing = missingBetween(before, batch.id, exchange.sequence);
    if (missing !== null) return awaited(exchange, batch, missing);
  }
  const { manifest, done } = exchange;
  if (manifest !== undefined && batch.manifest === null)
    return awaited(exchange, batch, nameOf(manifest.file, batch.id));
  if (done !== undefined && batch.done === null)
    return awaited(exchange, batch, nameOf(done, batch.id));
  if (manifest === undefined || batch.manifest === null) return true;
  const entries = await manifestOf(context, batch.manifest);
  const matches = matcherOf(from, 'batch');
  const named: { entry: ManifestEntry; file: SourceFile; own: boolean }[] = [];
  for (const entry of entries) {
    const file = entry.name === null ? onlyFile(batch) : fileOf(entry.name, batch, byName);
    if (file === null) return awaited(exchange, batch, entry.name ?? from);
    const short = entry.size !== null && file.size < entry.size;
    if (short && done === undefined && stillWaits(exchange, [file, batch.manifest])) return false;
    named.push({ entry, file, own: matches(file.name) === batch.id });
  }
  const unnamed = batch.data.find(({ name }) => !named.some(({ file }) => file.name === name));
  if (unnamed !== undefined)
    throw wrong(
      batch,
      'a manifest that names every file',
      `${unnamed.name}, which it does not name,`,
    );
  for (const { entry, file, own } of named) await checkFile(context, batch, entry, file, own);
  return true;
}

async function manifestOf(context: ExchangeContext, file: SourceFile): Promise<ManifestEntry[]> {
  const { folder, settings, exchange, signal } = context;
  const handle = await folder.open(file.name, signal);
  try {
    if (exchange.manifest === undefined) return [];
    return await readManifest(handle, file.label, exchange.manifest, settings.encoding);
  } finally {
    await handle.close();
  }
}

function fileOf(
  name: string,
  batch: Batch,
  byName: ReadonlyMap<string, FolderEntry>,
): SourceFile | null {
  const entry = byName.get(name);
  return entry === undefined ? null : sourceFile(entry, { batch: batch.id });
}

function onlyFile(batch: Batch): SourceFile | null {
  const [file = null, second] = batch.data;
  if (second === undefined) return file;
  throw wrong(
    batch,
    'a manifest that names its files',
    `one without names beside ${String(batch.data.length)} files`,
  );
}

/** Sizes and sums of every file of the batch; rows of the stream's own, which alone are known to be of this form. */
async function checkFile(
  { folder, settings, signal, measured }: ExchangeContext,
  batch: Batch,
  entry: ManifestEntry,
  file: SourceFile,
  own: boolean,
): Promise<void> {
  const compare = (required: string, given: string, unit: string): void => {
    if (required === given) return;
    throw wrong(batch, `${file.name} with ${unit} ${required}`, given);
  };
  if (entry.size !== null) compare(String(entry.size), String(file.size), 'bytes');
  const wanted = { rows: own && entry.rows !== null, sha256: entry.sha256 !== null };
  if (!wanted.rows && !wanted.sha256) return;
  const at = `${file.name}\0${file.stamp}\0${wanted.rows ? 'rows' : ''}\0${wanted.sha256 ? 'sum' : ''}`;
  const found = measured.get(at) ?? (await measure(folder, file, settings, wanted, signal));
  measured.set(at, found);
  if (entry.sha256 !== null) compare(entry.sha256, String(found.sha256), 'SHA-256');
  if (wanted.rows) compare(String(entry.rows), String(found.rows), 'rows');
}

function wrong({ id }: Batch, required: string, given: string): WangshuError {
  return new WangshuError(
    'SOURCE_PROTOCOL',
    `batch ${id}: ${required} is required by the manifest, ${given} is given; nothing of this batch or of those behind it is read until it is sent again`,
  );
}

/** False as long as patience lasts; then the batch is an error, with what it lacks. */
function awaited(exchange: ExchangeSettings, batch: Batch, missing: string): false {
  const here = [...batch.data, batch.manifest, batch.done];
  if (stillWaits(exchange, here)) return false;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `batch ${batch.id}: a batch that is whole within ${exchange.patience} of its last file is required, ${missing} is missing; have it sent, or take the other files of the batch away. Batches behind it wait`,
  );
}

function stillWaits(exchange: ExchangeSettings, files: readonly (SourceFile | null)[]): boolean {
  const last = Math.max(...files.map((file) => file?.changed ?? 0));
  return Date.now() - last <= durationSeconds(exchange.patience) * 1000;
}
