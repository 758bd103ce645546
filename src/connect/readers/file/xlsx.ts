import { Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { RawValue, SourceRow } from '../../reader';
import { textOf } from '../text';
import { checkStill, NO_ROWS, type Batch, type BatchRequest } from './batch';
import { valueOfCell } from './cell';
import { checkHeader } from './header';
import { isEmpty } from './is-empty';

const CHUNK = 1 << 18;

/**
 * The bytes of the file, as they are asked for. A read that fails ends them, for the workbook's reader would wait for ever on a stream that
 * breaks; `failed` is told why.
 */
async function* bytesOf(
  { handle }: BatchRequest,
  failed: (cause: unknown) => void,
): AsyncGenerator<Buffer> {
  try {
    for (let at = 0; ;) {
      const bytes = await handle.read(at, CHUNK);
      if (bytes.length === 0) return;
      at += bytes.length;
      yield bytes;
    }
  } catch (cause) {
    failed(cause);
  }
}

function namesOf(row: ExcelJS.Row): string[] {
  const columns: string[] = [];
  row.eachCell({ includeEmpty: true }, (cell, i) => {
    columns[i - 1] = textOf(valueOfCell(cell)).trim();
  });
  return columns;
}

interface Line {
  readonly number: number;
  readonly columns: readonly string[];
  /** Null: no field that is asked for has a value. */
  readonly values: SourceRow['values'] | null;
}

/** The header (its values are null) and the rows behind it, from `from` on. */
async function* lines(
  stream: Readable,
  { file, fields, key, from, settings, signal }: BatchRequest,
): AsyncGenerator<Line> {
  // Its code takes longer to load than most commands take in all: only for those who need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exceljs = require('exceljs') as typeof ExcelJS;
  const workbook = new exceljs.stream.xlsx.WorkbookReader(stream, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  for await (const sheet of workbook) {
    const { name } = sheet as unknown as { name?: string };
    if (settings.sheet !== undefined && name !== settings.sheet) continue;
    let columns: string[] | null = null;
    for await (const row of sheet) {
      signal.throwIfAborted();
      const { number } = row;
      if (number < settings.headerRow) continue;
      if (columns === null) {
        columns = namesOf(row);
        checkHeader(columns, key, file.label, 'mend the sheet, or headerRow in connector.yaml');
        yield { number, columns, values: null };
      } else if (from === null || number >= from.at) {
        yield { number, columns, values: shapeOf(row, columns, fields) };
      }
    }
    if (columns !== null) return;
  }
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a worksheet ${settings.sheet ?? ''} with a header row is required in ${file.label}, none is there`,
  );
}

/**
 * A worksheet, batch by batch, read as a stream in one pass. A workbook cannot be entered in the middle: going on after a
 * broken run means passing over the rows that were read.
 */
export async function* xlsxBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, signal } = request;
  if (await isEmpty(request)) {
    yield NO_ROWS;
    return;
  }
  const failures: unknown[] = [];
  const bytes = bytesOf(request, (cause) => failures.push(cause));
  const stream = Readable.from(bytes, { objectMode: false });
  let rows: SourceRow[] = [];
  let columns: readonly string[] = [];
  try {
    for await (const line of lines(stream, request)) {
      columns = line.columns.filter((column) => column !== '');
      if (line.values === null) continue;
      if (rows.length >= request.room()) {
        yield { rows, unreadable: [], columns, next: { at: line.number, line: line.number } };
        rows = [];
      }
      rows.push({ place: `${file.label} row ${String(line.number)}`, values: line.values });
    }
    if (failures.length > 0) throw failures[0];
    await checkStill(request);
    yield { rows, unreadable: [], columns, next: null };
  } catch (cause) {
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    if (isWangshuError(cause)) throw cause;
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a workbook (XLSX) that can be read is required, ${file.label} is broken or still being written`,
      { cause },
    );
  } finally {
    stream.destroy();
  }
}

/** Fields of a row; null for a row without any value. */
function shapeOf(
  row: ExcelJS.Row,
  columns: readonly string[],
  fields: readonly string[] | null,
): SourceRow['values'] | null {
  const values: Record<string, RawValue> = {};
  let empty = true;
  for (const field of fields ?? columns.filter((name) => name !== '')) {
    const place = columns.indexOf(field);
    const value = place < 0 ? null : valueOfCell(row.getCell(place + 1));
    values[field] = value;
    if (value !== null) empty = false;
  }
  return empty ? null : values;
}
