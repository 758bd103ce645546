/** Bytes to text, or null where they are not in that encoding. GB18030 is decoded as itself, never as GBK, which loses characters of names. */
export function decoderOf(encoding: 'utf-8' | 'gb18030'): (bytes: Buffer) => string | null {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      // The decoder says "not in this encoding" by throwing; there is no other way to ask it.
      return null;
    }
  };
}
