import { WangshuError } from '../../../domain/errors';
import { HEAVY, NO_ROWS, type Batch, type BatchRequest } from './batch';
import { codecOf, encodingOf, markOf, type Encoding, type Found } from './encoding';
import { isEmpty } from './is-empty';
import { checkStill, checkWhole } from './still';
import { chunksOf, xmlPieces } from './xml-pieces';
import { XmlRows } from './xml-rows';
import { XmlValues } from './xml-values';

const HEAD = 1_024;
/** Names of columns that are told; a document with more of them has data for names. */
const MOST_COLUMNS = 10_000;
const DECLARATION = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/;

/** Names that XML declarations give to the encodings read here. GB2312 and GBK are parts of GB18030. */
const DECLARED: Readonly<Record<string, Encoding | 'utf-16'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
};

/** Encoding of an XML file by its mark, its first bytes and its declaration (XML 1.0, appendix F), and the setting. */
export function xmlEncodingOf(
  head: Buffer,
  setting: BatchRequest['settings']['encoding'],
  file: string,
): Found {
  const wide = wideOf(head);
  const marked = markOf(head) !== null;
  const first = setting === undefined || marked ? encodingOf(head, setting, file, wide) : null;
  const assumed = first?.encoding ?? (setting === 'utf-16' ? wide : setting);
  const codec = codecOf(assumed ?? wide ?? 'utf-8');
  const scan = codec.scanner().push(head.subarray(first?.mark ?? 0));
  const declared = DECLARATION.exec(codec.decodeLoosely(scan))?.[1]?.toLowerCase();
  if (declared === undefined) return first ?? encodingOf(head, setting, file, wide);
  const means = Object.hasOwn(DECLARED, declared) ? DECLARED[declared] : undefined;
  if (means === undefined)
    refuse(file, 'utf-8, utf-16 or gb18030', 'a declaration of another encoding');
  const certain = setting !== undefined || marked || wide !== undefined;
  if (!certain) {
    if (means.startsWith('utf-16'))
      refuse(file, 'text in the encoding that its declaration names', 'text that is not in utf-16');
    return { encoding: means as Encoding, mark: 0 };
  }
  const encoding = codec.encoding;
  if (means !== encoding && !(means === 'utf-16' && encoding.startsWith('utf-16')))
    refuse(file, encoding, `a declaration of ${means}`);
  return { encoding, mark: first?.mark ?? 0 };
}

/** UTF-16 without a mark, as `<` and its zero byte show. */
function wideOf(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  return head[0] === 0 && head[1] === 0x3c ? 'utf-16be' : undefined;
}

function refuse(file: string, required: string, given: string): never {
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `${required} is required in ${file}, ${given} is given; mend the file, or encoding in connector.yaml`,
  );
}

/**
 * An XML document, batch by batch, read as a stream. It cannot be entered in the middle: going on after a broken run means
 * passing over the rows that were read, by their number.
 */
export async function* xmlBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, handle, settings, fields, from, signal } = request;
  if (await isEmpty(request)) {
    yield NO_ROWS;
    return;
  }
  const found = xmlEncodingOf(await handle.read(0, HEAD), settings.encoding, file.label);
  const codec = codecOf(found.encoding);
  const { row = '' } = settings;
  const { label } = file;
  const wanted = fields === null ? null : new Set(fields);
  const columns = new Set<string>();
  const rows = new XmlRows({
    row,
    label,
    codec,
    build: () => new XmlValues(wanted),
    placeOf: (_, number, line) => `${label} row ${String(number)} line ${String(line)}`,
    from: from?.at ?? 1,
  });
  let open = noRows();
  let last = (from?.at ?? 1) - 1;
  const size = (): number => open.rows.length + open.unreadable.length;
  const batch = (next: number | null): Batch => {
    const made = { ...open, columns: [...columns] };
    open = noRows();
    return { ...made, next: next === null ? null : { at: next, line: next } };
  };
  const pieces = xmlPieces(chunksOf(handle, found.mark), codec);
  for (let ended = false; !ended;) {
    signal.throwIfAborted();
    const piece = await pieces.next();
    ended = piece.done === true;
    if (piece.done === true) rows.end();
    else rows.push(piece.value);
    for (const each of rows.rows.splice(0)) {
      if (size() >= request.room() || open.weight >= HEAVY) {
        await checkStill(request);
        yield batch(each.number);
      }
      last = each.number;
      open.weight += each.size;
      if ('unreadable' in each) {
        open.unreadable.push(each.unreadable);
        continue;
      }
      const { place, built } = each;
      for (const column of built.columns) if (columns.size < MOST_COLUMNS) columns.add(column);
      open.rows.push({ place, values: built.row() });
    }
    if (rows.broken !== null) {
      if (size() > 0) yield batch(last + 1);
      throw rows.broken;
    }
  }
  await checkWhole(request);
  yield batch(null);
}

interface Part {
  readonly rows: Batch['rows'][number][];
  readonly unreadable: Batch['unreadable'][number][];
  weight: number;
}

const noRows = (): Part => ({ rows: [], unreadable: [], weight: 0 });
