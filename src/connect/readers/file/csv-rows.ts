import { parse } from 'csv-parse/sync';
import type { SourceRow, UnreadableRow } from '../../reader';
import { KEPT, type BatchRequest } from './batch';
import type { Codec } from './encoding';
import { LONGEST, RecordScanner, type ScannedRecord } from './records';

const NEWLINE = 0x0a;

/** What the rows of a file have in common. */
export interface CsvFile {
  readonly request: BatchRequest;
  readonly codec: Codec;
  readonly delimiter: string;
  /** Names of the header by place; an empty one is a column that nobody can ask for. */
  readonly columns: readonly string[];
}

export interface CsvRows {
  readonly rows: SourceRow[];
  readonly unreadable: UnreadableRow[];
}

/** Fields of every line. Line ends are named, so that a lone carriage return inside a field stays in it. */
export function cells(text: string, delimiter: string): string[][] {
  return parse(text, {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
}

/**
 * Rows of scanned records. Decoding and parsing run over all of them at once; only where that fails is every record
 * looked at alone, so that one bad line costs one row.
 */
export function csvRows(records: readonly ScannedRecord[], csv: CsvFile): CsvRows {
  const full = records.filter(({ blank }) => !blank);
  return together(full, csv) ?? oneByOne(full, csv);
}

/** Keeps fields by their place in the line: what is not asked for is never taken out of it. */
function shaper({
  request: { fields },
  columns,
}: CsvFile): (row: readonly string[]) => SourceRow['values'] {
  const wanted = fields ?? columns.filter((name) => name !== '');
  const places = wanted.map((field) => [field, columns.indexOf(field)] as const);
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
function together(records: readonly ScannedRecord[], csv: CsvFile): CsvRows | null {
  const { codec, delimiter, columns } = csv;
  const { label } = csv.request.file;
  if (records.some(({ broken }) => broken !== null)) return null;
  const text = codec.decode(Buffer.concat(records.map(({ bytes }) => bytes)));
  if (text === null) return null;
  try {
    const parsed = cells(text, delimiter);
    if (parsed.length !== records.length || parsed.some((row) => row.length !== columns.length))
      return null;
    const shape = shaper(csv);
    const rows = parsed.map((row, i) => ({
      place: `${label} line ${String(records[i]?.line ?? 0)}`,
      values: shape(row),
    }));
    return { rows, unreadable: [] };
  } catch {
    // Some line is at fault: the caller looks at each.
    return null;
  }
}

type Fault = Pick<UnreadableRow, 'code' | 'message'>;

function oneByOne(records: readonly ScannedRecord[], csv: CsvFile): CsvRows {
  const { label } = csv.request.file;
  const shape = shaper(csv);
  const result: CsvRows = { rows: [], unreadable: [] };
  // What a record leaves behind to be looked at anew stands before the records that follow it.
  const waiting = [...records].reverse();
  for (let record = waiting.pop(); record !== undefined; record = waiting.pop()) {
    const found = rowOf(record, csv);
    const place = `${label} line ${String(record.line)}`;
    if (Array.isArray(found)) {
      result.rows.push({ place, values: shape(found) });
      continue;
    }
    const cut = found.code === 'ROW_MALFORMED' ? record.bytes.indexOf(NEWLINE) + 1 : 0;
    const split = cut > 0 && cut < record.bytes.length;
    const bytes = csv.codec.raw(split ? record.bytes.subarray(0, cut) : record.bytes);
    result.unreadable.push({ place, ...found, raw: bytes.subarray(0, KEPT).toString('base64') });
    if (split) waiting.push(...linesBehind(record, cut, csv.delimiter).reverse());
  }
  return result;
}

/** A stray quote may have bound sound lines to a bad one: those behind its first line are cut anew. */
function linesBehind(record: ScannedRecord, cut: number, delimiter: string): ScannedRecord[] {
  const scanner = new RecordScanner(record.line + 1, delimiter.charCodeAt(0));
  scanner.push(record.bytes.subarray(cut), Infinity);
  scanner.end(Infinity);
  return scanner.records.filter(({ blank }) => !blank);
}

function rowOf(
  { bytes, broken }: ScannedRecord,
  { codec, delimiter, columns: { length: width } }: CsvFile,
): string[] | Fault {
  if (broken === 'length')
    return {
      code: 'VALUE_TOO_LONG',
      message: `a line of at most ${String(LONGEST)} bytes is required, a longer one is given`,
    };
  const text = codec.decode(bytes);
  if (text === null)
    return {
      code: 'ENCODING_INVALID',
      message: `text in ${codec.encoding} is required, bytes that are none are given`,
    };
  const malformed = (message: string): Fault => ({ code: 'ROW_MALFORMED', message });
  if (broken === 'quote')
    return malformed('a closing quote is required, none comes where it may stand');
  try {
    const [row = []] = cells(text, delimiter);
    if (row.length === width) return row;
    return malformed(`${String(width)} fields are required, ${String(row.length)} are given`);
  } catch (error) {
    return malformed(
      error instanceof Error && /quote/i.test(error.message)
        ? 'quotes that open and close around a whole field are required, a quote stands elsewhere'
        : 'a line of fields is required, one that cannot be taken apart is given',
    );
  }
}
