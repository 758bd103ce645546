import type { Codec, Scannable } from './codec';

/**
 * UTF-16 as bytes that can be cut like UTF-8. Surrogates without a partner become the three bytes that UTF-8 would have
 * for them (WTF-8, Simon Sapin): no text, so that their line is set aside, and still to be turned back. A single byte at the end of
 * a file becomes 0xFF and its two halves.
 */
const ODD = 0xff;
const HALF = 0xa0;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

export function utf16Codec(encoding: 'utf-16le' | 'utf-16be'): Codec {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const loose = new TextDecoder('utf-8', { ignoreBOM: true });
  const big = encoding === 'utf-16be';
  return {
    encoding,
    scanner: () => scannable(big),
    decode(scan) {
      try {
        return strict.decode(scan);
      } catch {
        // The decoder says "no text" by throwing.
        return null;
      }
    },
    decodeLoosely: (scan) => loose.decode(scan),
    raw: (scan) => rawOf(scan, big),
  };
}

function scannable(big: boolean): Scannable {
  let held = Buffer.alloc(0);
  return {
    get pending() {
      return held.length;
    },
    push(chunk) {
      const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      let end = all.length - (all.length % 2);
      if (end > 0 && isHigh(big ? all.readUInt16BE(end - 2) : all.readUInt16LE(end - 2))) end -= 2;
      held = Buffer.from(all.subarray(end));
      return toScan(all.subarray(0, end), big);
    },
    end() {
      const odd = held.length % 2 === 1 ? held.readUInt8(held.length - 1) : null;
      const even = toScan(held.subarray(0, held.length - (held.length % 2)), big);
      held = Buffer.alloc(0);
      return odd === null
        ? even
        : Buffer.concat([even, Buffer.from([ODD, HALF | (odd >> 4), HALF | (odd & 15)])]);
    },
  };
}

function toScan(even: Buffer, big: boolean): Buffer {
  const text = (big ? Buffer.from(even).swap16() : even).toString('utf16le');
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  for (const { index } of text.matchAll(lone)) {
    const unit = text.charCodeAt(index);
    parts.push(Buffer.from(text.slice(from, index), 'utf8'));
    parts.push(Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]));
    from = index + 1;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

/** The UTF-16 bytes that scan bytes came from. Scan bytes that are cut inside a character lose that character. */
function rawOf(scan: Buffer, big: boolean): Buffer {
  const out = Buffer.allocUnsafe(scan.length * 2);
  let to = 0;
  const put = (unit: number): void => {
    to = big ? out.writeUInt16BE(unit, to) : out.writeUInt16LE(unit, to);
  };
  const rest = (at: number): number => (scan[at] ?? 0) & 63;
  for (let at = 0; at < scan.length;) {
    const lead = scan[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 || lead === ODD ? 3 : 4;
    if (at + length > scan.length) break;
    if (lead === ODD) {
      to = out.writeUInt8((((scan[at + 1] ?? 0) & 15) << 4) | ((scan[at + 2] ?? 0) & 15), to);
    } else if (length === 1) put(lead);
    else if (length === 2) put(((lead & 31) << 6) | rest(at + 1));
    else if (length === 3) put(((lead & 15) << 12) | (rest(at + 1) << 6) | rest(at + 2));
    else {
      const code =
        (((lead & 7) << 18) | (rest(at + 1) << 12) | (rest(at + 2) << 6) | rest(at + 3)) - 0x10000;
      put(0xd800 | (code >> 10));
      put(0xdc00 | (code & 0x3ff));
    }
    at += length;
  }
  return out.subarray(0, to);
}
