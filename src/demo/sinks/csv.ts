/** CSV after RFC 4180: CRLF between rows, quotes only where they are needed. */
export type Cell = string | number | null;

const NEEDS_QUOTES = /[",\r\n]/;

export function csvRow(cells: readonly Cell[]): string {
  let row = '';
  for (let i = 0; i < cells.length; i++) {
    if (i > 0) row += ',';
    const cell = cells[i];
    if (cell === null || cell === undefined) continue;
    const text = String(cell);
    row += NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
  return `${row}\r\n`;
}

/**
 * Stands for a byte that no encoding of ours allows (0xFF): writers put it where a broken encoding is wanted. A
 * private-use character, so that no true text holds it.
 */
export const BROKEN_BYTE = '\uE0FF';

/** Encodes a text and puts the byte 0xFF where the marker stood. */
export function encodeBroken(text: string, encode: (text: string) => Buffer): Buffer {
  const [first = '', ...rest] = text.split(BROKEN_BYTE);
  return Buffer.concat([encode(first), ...rest.flatMap((part) => [Buffer.of(0xff), encode(part)])]);
}
