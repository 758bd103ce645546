import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { RawValue, SourceRow } from '../../reader';
import { textOf } from '../text';
import type { Batch, BatchRequest } from './batch';
import { valueOfCell } from './cell';
import { checkHeader } from './header';

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
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(stream, {
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
        checkHeader(columns, key, file.name, 'mend the sheet, or headerRow in connector.yaml');
        yield { number, columns, values: null };
      } else if (from === null || number >= from.at) {
        yield { number, columns, values: shapeOf(row, columns, fields) };
      }
    }
    if (columns !== null) return;
  }
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a worksheet ${settings.sheet ?? ''} with a header row is required in ${file.name}, none is there`,
  );
}

/**
 * A worksheet, batch by batch, read as a stream in one pass. A workbook cannot be entered in the middle: going on after a
 * broken run means passing over the rows that were read.
 */
export async function* xlsxBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, signal } = request;
  const stream = createReadStream(file.path);
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
      rows.push({ place: `${file.name} row ${String(line.number)}`, values: line.values });
    }
    yield { rows, unreadable: [], columns, next: null };
  } catch (cause) {
    if (signal.aborted || isWangshuError(cause)) throw cause;
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a workbook (XLSX) that can be read is required, ${file.name} is broken or still being written`,
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
  fields: readonly string[],
): SourceRow['values'] | null {
  const values: Record<string, RawValue> = {};
  let empty = true;
  for (const field of fields) {
    const place = columns.indexOf(field);
    const value = place < 0 ? null : valueOfCell(row.getCell(place + 1));
    values[field] = value;
    if (value !== null) empty = false;
  }
  return empty ? null : values;
}
