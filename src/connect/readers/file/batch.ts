import type { SourceRow, UnreadableRow } from '../../reader';
import type { FileSettings } from '../settings';
import type { SourceFile } from './files';

/** Part of a file: rows, what could not be read, and where to go on in this file (null: it is read whole). */
export interface Batch {
  readonly rows: readonly SourceRow[];
  readonly unreadable: readonly UnreadableRow[];
  readonly columns: readonly string[];
  readonly next: number | null;
}

export interface BatchRequest {
  readonly file: SourceFile;
  readonly fields: readonly string[];
  readonly size: number;
  /** `next` of the batch before; null: the beginning. */
  readonly from: number | null;
  readonly settings: FileSettings;
}
