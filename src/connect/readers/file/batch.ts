import type { SourceRow, UnreadableRow } from '../../reader';
import type { FileSettings } from '../settings';
import type { SourceFile } from './files';

/** Where a file goes on: a byte and its line (CSV), or a row and its number (XLSX). */
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
  readonly fields: readonly string[];
  readonly key: readonly string[];
  /** Rows that the page under way still takes; asked anew for each batch. */
  readonly room: () => number;
  /** `next` of the batch before; null: the beginning. */
  readonly from: Spot | null;
  readonly settings: FileSettings;
  readonly signal: AbortSignal;
}
