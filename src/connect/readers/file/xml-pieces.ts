import type { Codec } from './encoding';
import type { OpenFile } from './folder';

const CHUNK = 1 << 18;
/** A piece ends behind a tag or a line; where neither comes for so long, anywhere. */
const LONGEST_PIECE = 1 << 20;
const NEWLINE = 0x0a;
const GREATER = 0x3e;

/** Decoded text, with the bytes it came from. */
export interface Piece {
  readonly text: string;
  /** Bytes to be cut (see Codec), of this text alone. */
  readonly scan: Buffer;
  /** Parts of the text (from, to) that were no text; U+FFFD stands for them. */
  readonly bad: readonly (readonly [number, number])[];
}

/** The bytes of a file from a byte on. */
export async function* chunksOf(handle: OpenFile, from: number): AsyncGenerator<Buffer> {
  for (let at = from; ;) {
    const bytes = await handle.read(at, CHUNK);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

/** Text in pieces of which each is decoded alone: bad bytes spoil no more than their tag. */
export async function* xmlPieces(
  chunks: AsyncIterable<Buffer>,
  codec: Codec,
): AsyncGenerator<Piece> {
  const scannable = codec.scanner();
  let held = Buffer.alloc(0);
  for await (const bytes of chunks) {
    held = Buffer.concat([held, scannable.push(bytes)]);
    const behind = Math.max(held.lastIndexOf(NEWLINE), held.lastIndexOf(GREATER)) + 1;
    const end = behind === 0 && held.length > LONGEST_PIECE ? held.length : behind;
    if (end > 0) yield pieceOf(held.subarray(0, end), codec);
    held = held.subarray(end);
  }
  held = Buffer.concat([held, scannable.end()]);
  if (held.length > 0) yield pieceOf(held, codec);
}

function pieceOf(scan: Buffer, codec: Codec): Piece {
  const whole = codec.decode(scan);
  if (whole !== null) return { text: whole, scan, bad: [] };
  const texts: string[] = [];
  const bad: [number, number][] = [];
  let length = 0;
  for (let from = 0; from < scan.length;) {
    const to = endOfTag(scan, from);
    const part = scan.subarray(from, to);
    const text = codec.decode(part);
    const shown = text ?? codec.decodeLoosely(part);
    if (text === null) bad.push([length, length + shown.length]);
    texts.push(shown);
    length += shown.length;
    from = to;
  }
  return { text: texts.join(''), scan, bad };
}

function endOfTag(scan: Buffer, from: number): number {
  for (let at = from; at < scan.length; at += 1)
    if (scan[at] === NEWLINE || scan[at] === GREATER) return at + 1;
  return scan.length;
}
