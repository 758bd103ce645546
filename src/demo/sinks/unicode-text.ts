/**
 * Rows as a spreadsheet program saves "Unicode text": UTF-16LE with a byte order mark, tabs between the fields, CRLF between
 * the rows, quotes only around what holds a tab, a quote or a line end.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cell } from './csv';

const BOM = '\uFEFF';
const NEEDS_QUOTES = /["\t\r\n]/;

export function unicodeTextRow(cells: readonly Cell[]): string {
  const fields = cells.map((cell) => {
    const text = cell === null ? '' : String(cell);
    return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join('\t')}\r\n`;
}

/** @param rows as `unicodeTextRow` makes them, title first */
export function writeUnicodeText(path: string, rows: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.from(BOM + rows.join(''), 'utf16le'));
}
