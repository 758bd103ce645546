/**
 * The exchange folder of a front-end machine (前置机): a batch is some CSV files in GB18030, then a manifest with their rows
 * and checksums, and last of all an empty file that says the batch is whole.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { csvRow, encodeBroken, type Cell } from './csv';

export interface BatchFile {
  /** `<name>_<batch>.csv`. */
  readonly name: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Writes a batch: `manifest_<batch>.csv` (文件名, 记录数, SHA256) and `<batch>.ok` behind its files. */
export function writeBatch(folder: string, batch: string, files: readonly BatchFile[]): void {
  mkdirSync(folder, { recursive: true });
  const listed = files.map((file) => {
    const name = `${file.name}_${batch}.csv`;
    const text = [file.titles, ...file.rows].map((cells) => csvRow(cells)).join('');
    const bytes = encodeBroken(text, (part) => iconv.encode(part, 'gb18030'));
    put(folder, name, bytes);
    return [name, file.rows.length, createHash('sha256').update(bytes).digest('hex')];
  });
  const manifest = [['文件名', '记录数', 'SHA256'], ...listed]
    .map((cells) => csvRow(cells))
    .join('');
  put(folder, `manifest_${batch}.csv`, iconv.encode(manifest, 'gb18030'));
  put(folder, `${batch}.ok`, Buffer.alloc(0));
}

/** Nobody sees half a file. */
function put(folder: string, name: string, bytes: Buffer): void {
  const hidden = join(folder, `.${name}.part`);
  writeFileSync(hidden, bytes);
  renameSync(hidden, join(folder, name));
}
