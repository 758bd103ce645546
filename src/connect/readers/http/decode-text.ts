import { protocol } from './failure';

/** Every name of GBK and GB 2312 is read as GB18030, which holds both: decoded as GBK, rare characters of names are lost. */
const CHINESE = /^(gb_?2312(-80)?|csgb2312|x-gbk|gbk|cp936|ms936|windows-936|chinese|gb_?18030)$/;
const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i;
const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/;

/** The media type of an answer without its parameters, where it is one: application/json. */
export function mediaType(headers: Headers): string | null {
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  return /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,60}$/.test(type.trim()) ? type.trim() : null;
}

/**
 * Bytes of an answer as text: by byte order mark, else the charset of Content-Type, else what an XML declaration says (that
 * order: RFC 7303, 3), else UTF-8. The mark itself is no text. Throws SOURCE_PROTOCOL where the bytes are not in the encoding or it
 * is not known.
 */
export function decodeText(bytes: Buffer, headers: Headers, name: string): string {
  const decoder = decoderOf(charsetOf(bytes, headers).toLowerCase());
  if (decoder === null)
    // The name is not quoted: it is the source's, and may be anything.
    throw protocol(
      `text in UTF-8, GB18030 or another encoding of the web is required from ${name}, its Content-Type names one that is not known`,
    );
  try {
    return decoder.decode(bytes);
  } catch {
    // The decoder says "not in this encoding" by throwing; its error has nothing to add.
    throw protocol(
      `text in ${decoder.encoding} is required from ${name}, ${String(bytes.length)} bytes that are not in it are given; if the source writes another encoding, it must say so in Content-Type`,
    );
  }
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(CHINESE.test(label) ? 'gb18030' : label, { fatal: true });
  } catch {
    // A RangeError is how the platform says that it knows no such encoding.
    return null;
  }
}

function charsetOf(bytes: Buffer, headers: Headers): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const [, quoted, bare] = CHARSET.exec(headers.get('content-type') ?? '') ?? [];
  const told = (quoted ?? bare ?? '').trim();
  if (told !== '') return told;
  return DECLARED.exec(bytes.subarray(0, 256).toString('latin1'))?.[1] ?? 'utf-8';
}
