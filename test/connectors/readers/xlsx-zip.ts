import { constants, crc32, deflateRawSync } from 'node:zlib';

/** Bytes that stand many times between two texts: half a gigabyte that nobody has to hold. */
export interface Repeated {
  readonly head: string;
  readonly chunk: Buffer;
  readonly times: number;
  readonly tail: string;
}

/** A ZIP file of these texts, made by hand: what is in it is as it was given, byte for byte. */
export function zipOf(
  parts: Readonly<Record<string, string | Repeated>>,
  { packed }: { readonly packed: boolean },
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, part] of Object.entries(parts)) {
    const { bytes, crc, size } = packedOf(part, packed);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(packed ? 8 : 0, 4);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const made = Buffer.from([20, 0]);
    directory.push(Buffer.from('PK\x01\x02'), made, fields, rest, Buffer.from(name));
    files.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, entries, Buffer.from('PK\x05\x06'), end]);
}

interface Packed {
  readonly bytes: Buffer;
  readonly crc: number;
  readonly size: number;
}

function packedOf(part: string | Repeated, packed: boolean): Packed {
  if (typeof part === 'string') {
    const content = Buffer.from(part);
    const bytes = packed ? deflateRawSync(content, { level: 1 }) : content;
    return { bytes, crc: crc32(content), size: content.length };
  }
  const [head, tail] = [Buffer.from(part.head), Buffer.from(part.tail)];
  const chunks = Array.from({ length: part.times }, () => part.chunk);
  // Behind a full flush what was packed stands alone, and may stand as often as one likes.
  const flushed = (bytes: Buffer): Buffer =>
    deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const again = flushed(part.chunk);
  return {
    bytes: Buffer.concat([flushed(head), ...chunks.map(() => again), deflateRawSync(tail)]),
    crc: [head, ...chunks, tail].reduce((sum, bytes) => crc32(bytes, sum), 0),
    size: head.length + part.times * part.chunk.length + tail.length,
  };
}
