import { open, type FileHandle } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { WangshuError } from '../../../domain/errors';
import type { SourceRow, UnreadableRow } from '../../reader';
import { decoderOf } from './decode';
import type { Batch, BatchRequest } from './batch';
import { RecordScanner, type ScannedRecord } from './records';

const CHUNK = 1 << 20;

interface Header {
  readonly columns: readonly string[];
  /** Byte and line at which the rows begin. */
  readonly offset: number;
  readonly line: number;
}

function cells(text: string, delimiter: string): string[][] {
  return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, bom: true });
}

function reason(error: unknown): string {
  return error instanceof Error && /quote/i.test(error.message)
    ? 'quotes that open and close around a whole field are required, a quote stands elsewhere'
    : 'a line of fields is required, one that cannot be taken apart is given';
}

/**
 * Records of a file from a byte on, until `most` of them are there. Decoding and parsing run over all of them at once;
 * only where that fails is every record looked at alone, so that one bad line costs one row.
 */
async function scan(
  handle: FileHandle,
  from: number,
  line: number,
  most: number,
  delimiter: string,
): Promise<{ records: ScannedRecord[]; next: number | null; line: number }> {
  const scanner = new RecordScanner(line, delimiter.charCodeAt(0));
  let at = from;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
    at += bytesRead;
    if (bytesRead === 0) {
      scanner.end();
      return { records: scanner.records, next: null, line: scanner.line };
    }
    scanner.push(buffer.subarray(0, bytesRead), most);
    if (scanner.records.length >= most) {
      return { records: scanner.records, next: from + scanner.consumed, line: scanner.line };
    }
  }
}

async function headerOf(handle: FileHandle, { file, settings }: BatchRequest): Promise<Header> {
  const { records, line } = await scan(handle, 0, 1, 1, settings.delimiter);
  const [record] = records;
  const text = record === undefined ? null : decoderOf(settings.encoding)(record.bytes);
  const [columns] = text === null ? [] : cells(text, settings.delimiter);
  const names = columns?.map((name) => name.trim()) ?? [];
  if (names.length === 0 || new Set(names).size < names.length || record === undefined) {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a first line that names every column once is required in ${file.name}, ${names.length === 0 ? 'none that can be read' : 'a name that stands twice'} is given`,
    );
  }
  return { columns: names, offset: record.length, line };
}

interface Result {
  readonly rows: SourceRow[];
  readonly unreadable: UnreadableRow[];
}

/** Keeps fields by their place in the line: what is not asked for is never taken out of it. */
function shaper(
  { fields }: BatchRequest,
  { columns }: Header,
): (row: readonly string[]) => SourceRow['values'] {
  const places = fields.map((field) => [field, columns.indexOf(field)] as const);
  return (row) => {
    const values: Record<string, string | null> = {};
    for (const [field, place] of places) {
      const value = place < 0 ? undefined : row[place];
      values[field] = value === undefined || value === '' ? null : value;
    }
    return values;
  };
}

/** All records at once, where every byte and every quote is in order; null otherwise. */
function together(
  records: readonly ScannedRecord[],
  request: BatchRequest,
  header: Header,
): Result | null {
  if (records.some(({ broken }) => broken)) return null;
  const { settings, file } = request;
  const text = decoderOf(settings.encoding)(Buffer.concat(records.map(({ bytes }) => bytes)));
  if (text === null) return null;
  try {
    const parsed = cells(text, settings.delimiter);
    const full = records.filter(({ blank }) => !blank);
    if (parsed.length !== full.length || parsed.some((row) => row.length !== header.columns.length))
      return null;
    const shape = shaper(request, header);
    const rows = parsed.map((row, i) => ({
      place: `${file.name} line ${String(full[i]?.line ?? 0)}`,
      values: shape(row),
    }));
    return { rows, unreadable: [] };
  } catch {
    // Some line is at fault: the caller looks at each.
    return null;
  }
}

function oneByOne(
  records: readonly ScannedRecord[],
  request: BatchRequest,
  header: Header,
): Result {
  const { settings, file } = request;
  const decode = decoderOf(settings.encoding);
  const shape = shaper(request, header);
  const result: Result = { rows: [], unreadable: [] };
  for (const { bytes, line, blank, broken } of records) {
    if (blank) continue;
    const place = `${file.name} line ${String(line)}`;
    const bad = (code: UnreadableRow['code'], message: string): void => {
      result.unreadable.push({
        place,
        code,
        message,
        raw: bytes.subarray(0, 65_536).toString('base64'),
      });
    };
    const text = decode(bytes);
    if (text === null) {
      bad(
        'ENCODING_INVALID',
        `text in ${settings.encoding} is required, bytes that are none are given`,
      );
      continue;
    }
    if (broken) {
      bad('ROW_MALFORMED', 'a closing quote is required, none comes');
      continue;
    }
    try {
      const [row = []] = cells(text, settings.delimiter);
      if (row.length === header.columns.length) result.rows.push({ place, values: shape(row) });
      else
        bad(
          'ROW_MALFORMED',
          `${String(header.columns.length)} fields are required, ${String(row.length)} are given`,
        );
    } catch (error) {
      bad('ROW_MALFORMED', reason(error));
    }
  }
  return result;
}

/** `next` holds the byte and the line to go on at, in one number: lines are few, bytes are many. */
const LINES = 2 ** 22;
const pack = (offset: number, line: number): number => offset * LINES + Math.min(line, LINES - 1);

/** The next rows of a CSV file. Memory holds one batch, whatever the size of the file. */
export async function csvBatches(request: BatchRequest): Promise<Batch> {
  const { file, from, size } = request;
  const handle = await open(file.path, 'r').catch((cause: unknown) => {
    throw new WangshuError(
      'SOURCE_UNREACHABLE',
      `a file ${file.name} that the hub may read is required, it cannot be opened`,
      { cause },
    );
  });
  try {
    const { size: bytes } = await handle.stat();
    if (bytes === 0) return { rows: [], unreadable: [], columns: [], next: null };
    const header = await headerOf(handle, request);
    const start = from === null ? header : { offset: Math.floor(from / LINES), line: from % LINES };
    const { records, next, line } = await scan(
      handle,
      start.offset,
      start.line,
      size,
      request.settings.delimiter,
    );
    const result = together(records, request, header) ?? oneByOne(records, request, header);
    return {
      ...result,
      columns: header.columns,
      next: next === null ? null : pack(next, line),
    };
  } finally {
    await handle.close();
  }
}
