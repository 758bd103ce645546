export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/**
 * How bytes of an encoding are cut and read. Cutting works on `scan` bytes: in them the byte of a line end, a quote, `<` or `>`
 * stands for that character and nothing else. UTF-8 and GB18030 are such already; UTF-16 is turned into such first.
 */
export interface Codec {
  readonly encoding: Encoding;
  /** Bytes of the file as bytes to cut; bytes of a character that goes on in the next chunk are kept back until it comes. */
  scanner(): Scannable;
  /** Text of scan bytes; null where they are no text of this encoding. */
  decode(scan: Buffer): string | null;
  /** The same with U+FFFD for what is no text. */
  decodeLoosely(scan: Buffer): string;
  /** The bytes of the file that the scan bytes came from. */
  raw(scan: Buffer): Buffer;
}

export interface Scannable {
  /** Bytes that are kept back. */
  readonly pending: number;
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}
