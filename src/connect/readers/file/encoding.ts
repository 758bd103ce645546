import { WangshuError } from '../../../domain/errors';
import type { Codec, Encoding, Scannable } from './codec';
import { utf16Codec } from './utf16';

export type { Codec, Encoding, Scannable } from './codec';

const plain: Scannable = {
  pending: 0,
  push: (chunk) => chunk,
  end: () => Buffer.alloc(0),
};

/** GB18030 is decoded as itself, never as GBK, which loses characters of names. */
export function codecOf(encoding: Encoding): Codec {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16Codec(encoding);
  const strict = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const loose = new TextDecoder(encoding, { ignoreBOM: true });
  return {
    encoding,
    scanner: () => plain,
    decode(scan) {
      try {
        return strict.decode(scan);
      } catch {
        // The decoder says "not in this encoding" by throwing; there is no other way to ask it.
        return null;
      }
    },
    decodeLoosely: (scan) => loose.decode(scan),
    raw: (scan) => scan,
  };
}

const MARKS: readonly [bytes: readonly number[], encoding: Encoding | 'utf-32'][] = [
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0x84, 0x31, 0x95, 0x33], 'gb18030'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The byte order mark at the beginning of a file; null: there is none. Its length is in bytes. */
export function markOf(head: Buffer): { encoding: Encoding | 'utf-32'; length: number } | null {
  const found = MARKS.find(([bytes]) => head.subarray(0, bytes.length).equals(Buffer.from(bytes)));
  return found === undefined ? null : { encoding: found[1], length: found[0].length };
}

export interface Found {
  readonly encoding: Encoding;
  /** Bytes of the mark, which is no part of the text. */
  readonly mark: number;
}

/**
 * Encoding of a text file by its mark and the setting; SOURCE_PROTOCOL where they contradict each other. `fallback` counts
 * where neither says anything.
 */
export function encodingOf(
  head: Buffer,
  setting: Encoding | 'utf-16' | undefined,
  file: string,
  fallback: Encoding = 'utf-8',
): Found {
  const mark = markOf(head);
  if (mark === null) {
    if (setting === 'utf-16')
      refuse(
        file,
        'a byte order mark, by which utf-16 is told apart,',
        'none',
        'utf-16le, utf-16be',
      );
    return { encoding: setting ?? fallback, mark: 0 };
  }
  const { encoding, length } = mark;
  const fits =
    setting === undefined ||
    setting === encoding ||
    (setting === 'utf-16' && encoding.startsWith('utf-16'));
  if (encoding === 'utf-32')
    refuse(file, 'utf-8, utf-16 or gb18030', 'a byte order mark of utf-32');
  if (!fits) refuse(file, setting, `a byte order mark of ${encoding}`, encoding);
  return { encoding, mark: length };
}

function refuse(file: string, required: string, given: string, instead?: string): never {
  const mend =
    instead === undefined
      ? 'have the file written in one of them'
      : `set encoding in connector.yaml (${instead}), or mend the file`;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `${required} is required in ${file}, ${given} is given; ${mend}`,
  );
}
