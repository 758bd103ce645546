import { readdirSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { WangshuError } from '../../../domain/errors';

export interface SourceFile {
  readonly name: string;
  readonly path: string;
  /** Size and time of change: while they stay, the file is the one that was read. */
  readonly stamp: string;
  /** Bytes when it was looked at. */
  readonly size: number;
}

export function stampOf({ size, mtimeMs }: Stats): { text: string; size: number } {
  return { text: `${String(size)}:${String(Math.round(mtimeMs))}`, size };
}

function refuse(): never {
  throw new WangshuError(
    'CONFIG_INVALID',
    'a file inside the folder of the source is required in from, a path that leads out of it is given',
  );
}

/** The file of that name in the folder; SOURCE_UNREACHABLE where it is not there. */
export function fileOf(folder: string, name: string): SourceFile {
  const full = path.resolve(folder, name);
  const inside = path.relative(folder, full);
  if (inside.startsWith('..') || path.isAbsolute(inside)) refuse();
  const found = statSync(full, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    throw new WangshuError(
      'SOURCE_UNREACHABLE',
      `a file ${name} is required in the folder of the source, none is there that the hub may read`,
    );
  }
  const { text, size } = stampOf(found);
  return { name, path: full, stamp: text, size };
}

const PLACEHOLDER = '{date}';
const DATE = '(?:\\d{8}|\\d{4}-\\d{2}-\\d{2})';

/** Files of a pattern with {date}, in name order; a folder without any is a source without rows. */
export function dropsOf(folder: string, pattern: string): SourceFile[] {
  if (!pattern.includes(PLACEHOLDER)) {
    throw new WangshuError(
      'CONFIG_INVALID',
      'a pattern with {date}, such as hotline-{date}.csv, is required in from where the reader has drops, one without is given',
    );
  }
  if (path.dirname(pattern) !== '.') refuse();
  const escaped = pattern
    .split(PLACEHOLDER)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const matches = new RegExp(`^${escaped.join(DATE)}$`);
  return readdirSync(folder)
    .filter((name) => matches.test(name))
    .sort()
    .map((name) => fileOf(folder, name));
}
