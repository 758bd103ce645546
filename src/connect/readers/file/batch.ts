import type { SourceRow, UnreadableRow } from '../../reader';
import type { FolderEntry, OpenFile } from './folder';
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
  /** Day (20260301) or batch of a drop, by which drops come one after the other; null: the file is the whole of the stream. */
  readonly id: string | null;
  /** Something else says that it is whole (a marker, a manifest), or nobody takes it for whole. */
  readonly sealed: boolean;
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
  /** About how many characters its rows have. */
  readonly weight: number;
  readonly next: Spot | null;
}

/** A batch, or a page, with so many characters is ended, however few rows it has: two pages of 10,000 essays are in memory at a time. */
export const HEAVY = 1 << 24;

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

export const NO_ROWS: Batch = { rows: [], unreadable: [], columns: [], weight: 0, next: null };
