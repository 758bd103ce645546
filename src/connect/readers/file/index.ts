import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { DiscoveredStream, Page, Reader, ReadRequest, StreamSource } from '../../reader';
import type { SourceFile } from './batch';
import { batchesOf } from './batches-of';
import { Collected } from './collected';
import { discoverFiles } from './discover';
import { planExchange } from './exchange';
import { isDaily, planFiles, type FilePlan } from './files';
import type { Folder } from './folder';
import { begun, isRead, lost, owing, passed, tellTooLate, tooLate, wasWhole } from './late';
import { LocalFolder } from './local-folder';
import {
  checkpointOf,
  ended,
  goingOn,
  markOfFile,
  NOTHING,
  positionOf,
  type Position,
} from './position';
import type { FileSettings } from './settings';
import { SftpFolder } from './sftp-folder';
import type { Measured } from './verify';
import { windowed } from './window';

/** Formats whose columns stand in a header, and not merely in the rows that have them. */
const DECLARED: ReadonlySet<FileSettings['format']> = new Set(['csv', 'tsv', 'xlsx']);

/**
 * CSV, TSV, JSON lines, XML and workbooks in a folder of this machine or of an SFTP server. A file is read as a stream, a page at a
 * time, and is not opened again while its size and time of change stay what they were. Daily drops are files of one pattern,
 * each read once, in the order of their days; batches of an exchange folder are read whole or not at all, in the order of their ids.
 */
export class FileReader implements Reader {
  readonly #folder: Folder;
  readonly #measured = new Map<string, Measured>();

  constructor(private readonly settings: FileSettings) {
    this.#folder = folderOf(settings);
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#folder.check(signal);
  }

  async discover(signal: AbortSignal): Promise<readonly DiscoveredStream[]> {
    try {
      await this.check(signal);
      return await discoverFiles(this.#folder, this.settings, signal);
    } catch (error) {
      throw sentenceOf(error, signal);
    }
  }

  close(): Promise<void> {
    return this.#folder.close();
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, checkpoint, fresh, pageSize, signal } = request;
    const window = windowed(request);
    const fields = window?.fields ?? stream.fields;
    const collected = new Collected(pageSize, DECLARED.has(this.settings.format));
    let position = window === null ? positionOf(checkpoint) : NOTHING;
    const taken = (): Page => collected.take(checkpointOf(position), position.asOf);
    try {
      const start = position;
      // A folder of this machine that is not there has its own sentence; a server tells by itself.
      if (this.settings.sftp === undefined) await this.check(signal);
      const plan = await this.#plan(stream.from, start.batch, signal);
      checkUnderWay(start, plan);
      position = begun(start, plan);
      const missing = this.#hasDrops(stream) ? lost(start, plan) : null;
      if (missing !== null) collected.tell(missing);
      let began = false;
      let owes = false;
      for (const group of plan.groups) {
        if (isRead(group, position)) continue;
        if (collected.full) yield taken();
        const late = tooLate(group, position);
        if (late !== null) {
          collected.tell(tellTooLate(late, position));
          continue;
        }
        if (!wasWhole(group, position) && !(await group.ready())) break;
        for (const file of group.files) {
          if (position.read.has(markOfFile(file))) continue;
          // What is behind the first one is owed with it; nothing is left to be owed with the others.
          if (!owes) position = owing(position, plan.files, file);
          owes = true;
          for await (const found of this.#batches(file, start, { ...request, fields }, collected)) {
            const batch = window?.keep(found) ?? found;
            const { next } = batch;
            if (!collected.fits(batch)) yield taken();
            position = next === null ? ended(position, file) : goingOn(position, file, next);
            collected.add(batch);
            // Of a window few rows may be kept: the room for a batch must not shrink to a row.
            if (collected.full || (window !== null && 2 * collected.room < pageSize)) yield taken();
          }
        }
        began = true;
        if (group.control !== null) position = ended(position, group.control);
        position = passed(position, group);
      }
      signal.throwIfAborted();
      // A broken run that had come to the end did read something: only a fresh one may say that nothing changed. A first read that
      // finds a file still being written has seen nothing of it, which is no empty source.
      const nothing = !began && collected.empty && (checkpoint !== null || plan.left.length > 0);
      if (nothing && fresh)
        yield { ...collected.take(checkpointOf(position), null), unchanged: true };
      else yield taken();
    } catch (error) {
      const failure = sentenceOf(error, signal);
      // What was read before the fault is sound, and need not be read again.
      if (!signal.aborted && !collected.empty) yield taken();
      throw failure;
    }
  }

  #hasDrops({ from }: StreamSource): boolean {
    return this.settings.drops !== undefined || isDaily(this.settings, from);
  }

  #plan(from: string, last: string | null, signal: AbortSignal): Promise<FilePlan> {
    const { settings } = this;
    const { drops } = settings;
    const folder = this.#folder;
    if (drops === undefined || drops === 'daily') return planFiles(folder, settings, from, signal);
    const measured = this.#measured;
    return planExchange({ folder, settings, exchange: drops, from, signal, last, measured });
  }

  async *#batches(
    file: SourceFile,
    start: Position,
    { stream: { key }, fields, signal }: ReadRequest & Pick<StreamSource, 'fields'>,
    collected: Collected,
  ) {
    const resumed = start.file === file.name && start.stamp === file.stamp;
    const handle = await this.#folder.open(file.name, signal);
    try {
      const room = (): number => collected.room;
      const from = resumed ? start.next : null;
      const { settings } = this;
      yield* batchesOf({ file, handle, fields, key, room, from, settings, signal });
    } finally {
      await handle.close();
    }
  }
}

export function folderOf({ folder, sftp }: FileSettings): Folder {
  if (sftp !== undefined) return new SftpFolder(sftp);
  if (folder !== undefined) return new LocalFolder(folder);
  throw new WangshuError(
    'CONFIG_INVALID',
    'either folder or sftp is required for a source of files, neither is given',
  );
}

/** A run that goes on must not end without the file it was in: rows behind would seem to have vanished. */
function checkUnderWay({ file }: Position, { left }: FilePlan): void {
  if (!left.some(({ name }) => name === file)) return;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a file that nobody writes anew while it is read is required, ${file ?? ''} is being written; the next run reads it from its beginning`,
  );
}

function sentenceOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || isWangshuError(error)) return error;
  const { code } = (error ?? {}) as { code?: unknown };
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    `files that the hub may read are required for this source, the system refuses one (${typeof code === 'string' ? code : 'unknown'}); check that it is there and may be read`,
    { cause: error },
  );
}
