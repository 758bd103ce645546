import { WangshuError } from '../../../domain/errors';
import type { SourceRow, UnreadableRow } from '../../reader';
import { stampOf, type FolderEntry, type OpenFile } from './folder';
import type { FileSettings } from './settings';

/** So many bytes of a row that cannot be read are kept. */
export const KEPT = 65_536;

/** A file that is to be read, as it was when it was looked at. */
export interface SourceFile extends FolderEntry {
  readonly stamp: string;
  /** How places call it: its name, with its batch where it has one. */
  readonly label: string;
  /** Milliseconds since 1970: what it holds is as the source had it then. */
  readonly asOf: number;
  /** One of many that come one after the other, and not the whole of the stream. */
  readonly drop: boolean;
}

/** Where a file goes on: a byte and its line (CSV, JSON lines), or a row and its number (XLSX, XML). */
export interface Spot {
  readonly at: number;
  readonly line: number;
}

/** Part of a file: rows, what could not be read, and where to go on in this file (null: it is read whole). */
export interface Batch {
  readonly rows: readonly SourceRow[];
  readonly unreadable: readonly UnreadableRow[];
  readonly columns: readonly string[];
  readonly next: Spot | null;
}

export interface BatchRequest {
  readonly file: SourceFile;
  readonly handle: OpenFile;
  /** Fields to give; null: all there are. */
  readonly fields: readonly string[] | null;
  readonly key: readonly string[];
  /** Rows that the page under way still takes; asked anew for each batch. */
  readonly room: () => number;
  /** `next` of the batch before; null: the beginning. */
  readonly from: Spot | null;
  readonly settings: FileSettings;
  readonly signal: AbortSignal;
}

export const NO_ROWS: Batch = { rows: [], unreadable: [], columns: [], next: null };

/** A file that grows is read on; one that was written anew under the reader's hands would be read from the middle of a line. */
export async function checkStill({ handle, file }: BatchRequest): Promise<void> {
  const now = await handle.stat();
  if (stampOf(now) === file.stamp || now.size > file.size) return;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a file that nobody writes anew while it is read is required, ${file.label} changed; the next run reads it from its beginning`,
  );
}
