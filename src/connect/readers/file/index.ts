import { statSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { Checkpoint, Page, Reader, ReadRequest, SourceRow, UnreadableRow } from '../../reader';
import type { FileSettings } from '../settings';
import type { Batch, BatchRequest, Spot } from './batch';
import { csvBatches } from './csv';
import { dropsOf, fileOf, type SourceFile } from './files';
import { xlsxBatches } from './xlsx';

/** What stands in a checkpoint: files that were read whole, as they were then, and the one that is under way. */
interface Position {
  readonly read: Readonly<Record<string, string>>;
  readonly file: string | null;
  readonly stamp: string | null;
  readonly next: Spot | null;
}

const NOTHING: Position = { read: {}, file: null, stamp: null, next: null };

/**
 * CSV files and workbooks in a folder. A file is read as a stream, a page at a time, and is not opened again while its
 * size and time of change stay what they were. Daily drops are files of one pattern, each read once, in name order.
 */
export class FileReader implements Reader {
  constructor(private readonly settings: FileSettings) {}

  async check(): Promise<void> {
    try {
      await access(this.settings.folder, constants.R_OK);
      if (statSync(this.settings.folder).isDirectory()) return;
    } catch (cause) {
      throw unreachable(cause);
    }
    throw unreachable(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async *read({ stream, checkpoint, fresh, pageSize, signal }: ReadRequest): AsyncGenerator<Page> {
    const start = (checkpoint as unknown as Position | null) ?? NOTHING;
    try {
      await this.check();
      const open = this.#filesOf(stream.from).filter(
        ({ name, stamp }) => start.read[name] !== stamp,
      );
      if (open.length === 0 && checkpoint !== null) {
        // A broken run that had come to the end did read something: only a fresh one may say that nothing changed.
        const nothing = { rows: [], unreadable: [], columns: [], checkpoint };
        yield fresh ? { ...nothing, unchanged: true } : nothing;
        return;
      }
      const { fields, key } = stream;
      const { settings } = this;
      const collected = new Collected(pageSize);
      const room = (): number => collected.room;
      let position: Position = { ...start, file: null, stamp: null, next: null };
      for (const file of open) {
        const resumed = start.file === file.name && start.stamp === file.stamp;
        const from = resumed ? start.next : null;
        const request = { file, fields, key, room, from, settings, signal };
        for await (const batch of batchesOf(request)) {
          const { next } = batch;
          position = next === null ? ended(position, file) : underWay(position, file, next);
          collected.add(batch);
          if (collected.room === 0) yield collected.take(position as unknown as Checkpoint);
        }
      }
      signal.throwIfAborted();
      yield collected.take(position as unknown as Checkpoint);
    } catch (error) {
      if (signal.aborted || isWangshuError(error)) throw error;
      throw unreadable(error);
    }
  }

  #filesOf(from: string): SourceFile[] {
    const { folder, drops } = this.settings;
    return drops === undefined ? [fileOf(folder, from)] : dropsOf(folder, from);
  }
}

function batchesOf(request: BatchRequest): AsyncGenerator<Batch> {
  return request.settings.format === 'csv' ? csvBatches(request) : xlsxBatches(request);
}

const ended = (position: Position, { name, stamp }: SourceFile): Position => ({
  read: { ...position.read, [name]: stamp },
  file: null,
  stamp: null,
  next: null,
});
const underWay = (position: Position, { name, stamp }: SourceFile, next: Spot): Position => ({
  ...position,
  file: name,
  stamp,
  next,
});

/** A page under way: small files share one. */
class Collected {
  #rows: SourceRow[] = [];
  #unreadable: UnreadableRow[] = [];
  #columns = new Set<string>();

  constructor(private readonly pageSize: number) {}

  get room(): number {
    return Math.max(0, this.pageSize - this.#rows.length - this.#unreadable.length);
  }

  add({ rows, unreadable, columns }: Batch): void {
    for (const row of rows) this.#rows.push(row);
    for (const row of unreadable) this.#unreadable.push(row);
    for (const column of columns) this.#columns.add(column);
  }

  take(checkpoint: Checkpoint): Page {
    const page = {
      rows: this.#rows,
      unreadable: this.#unreadable,
      columns: [...this.#columns],
      checkpoint,
    };
    this.#rows = [];
    this.#unreadable = [];
    this.#columns = new Set();
    return page;
  }
}

function unreachable(cause: unknown): WangshuError {
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    'a folder that the hub may read is required for this source, none is there; check folder in connector.yaml and what it stands for',
    { cause },
  );
}

function unreadable(cause: unknown): WangshuError {
  const { code } = (cause ?? {}) as { code?: unknown };
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    `files that the hub may read are required for this source, the system refuses one (${typeof code === 'string' ? code : 'unknown'}); check that it is there and may be read`,
    { cause },
  );
}
