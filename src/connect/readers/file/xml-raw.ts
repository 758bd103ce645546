import { KEPT } from './batch';
import type { Codec } from './codec';
import type { Piece } from './xml-pieces';

/** A piece that a row may still need. */
export interface Held extends Piece {
  /** Characters of the text before it. */
  readonly at: number;
  /** How far bytes are found: this `<` of the text is that byte. */
  found: { char: number; byte: number };
}

/** Bytes between two tags as base64, by counting `<`: as many stand in the bytes as in the text, whatever the encoding. */
export function rawBetween(
  pieces: readonly Held[],
  start: number,
  end: number,
  codec: Codec,
): string {
  const parts: Buffer[] = [];
  for (const piece of pieces) {
    const to = end - piece.at;
    if (piece.at + piece.text.length <= start || to <= 0) continue;
    const first = start < piece.at ? 0 : byteOf(piece, start - piece.at);
    parts.push(piece.scan.subarray(first, byteOf(piece, to)));
    if (parts.reduce((sum, { length }) => sum + length, 0) > 2 * KEPT) break;
  }
  return codec.raw(Buffer.concat(parts)).subarray(0, KEPT).toString('base64');
}

/** The byte of the first `<` at or behind a character; where none comes, the end. */
function byteOf(piece: Held, char: number): number {
  if (piece.found.char > char) piece.found = { char: -1, byte: -1 };
  while (piece.found.char < char) {
    const next = piece.text.indexOf('<', piece.found.char + 1);
    if (next < 0) return piece.scan.length;
    piece.found = { char: next, byte: piece.scan.indexOf(0x3c, piece.found.byte + 1) };
  }
  return piece.found.byte;
}
