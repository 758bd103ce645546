import { createReadStream } from 'node:fs';
import ExcelJS from 'exceljs';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { RawValue, SourceRow } from '../../reader';
import { textOf } from '../text';
import type { Batch, BatchRequest } from './batch';

/** A cell as what JSON can carry: what a person sees in it, dates as a department would write them. */
function plainCell(value: ExcelJS.CellValue): RawValue {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value instanceof Date) {
    // A workbook's clock has no time zone; the reader gives it as UTC.
    const text = value.toISOString();
    return text.endsWith('T00:00:00.000Z')
      ? text.slice(0, 10)
      : text.slice(0, 19).replace('T', ' ');
  }
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('formula' in value || 'sharedFormula' in value) return plainCell(value.result);
  if ('text' in value) return plainCell(value.text);
  return null;
}

function headerOf(row: ExcelJS.Row, name: string): string[] {
  const columns: string[] = [];
  row.eachCell({ includeEmpty: true }, (cell, i) => {
    const value = plainCell(cell.value);
    columns[i - 1] = textOf(value).trim();
  });
  const named = columns.filter((column) => column !== '');
  if (named.length > 0 && new Set(named).size === named.length) return columns;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a header row that names every column once is required in ${name}, ${named.length === 0 ? 'an empty one' : 'a name that stands twice'} is given; mend headerRow`,
  );
}

/**
 * The next rows of a worksheet, read as a stream. A workbook cannot be entered in the middle: going on means passing over
 * the rows that were read.
 */
export async function xlsxBatches({
  file,
  fields,
  size,
  from,
  settings,
}: BatchRequest): Promise<Batch> {
  const rows: SourceRow[] = [];
  let columns: string[] | null = null;
  let next: number | null = null;
  const stream = createReadStream(file.path);
  try {
    const workbook = new ExcelJS.stream.xlsx.WorkbookReader(stream, {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
    for await (const sheet of workbook) {
      const { name } = sheet as unknown as { name?: string };
      if (columns !== null || (settings.sheet !== undefined && name !== settings.sheet)) continue;
      for await (const row of sheet) {
        const { number } = row;
        if (number < settings.headerRow) continue;
        if (columns === null) {
          columns = headerOf(row, file.name);
          continue;
        }
        if (from !== null && number < from) continue;
        if (rows.length >= size) {
          next = number;
          break;
        }
        const shaped = shapeOf(row, columns, fields);
        if (shaped !== null)
          rows.push({ place: `${file.name} row ${String(number)}`, values: shaped });
      }
      if (next !== null) break;
    }
  } catch (cause) {
    if (isWangshuError(cause)) throw cause;
    const gone = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new WangshuError(
      gone ? 'SOURCE_UNREACHABLE' : 'SOURCE_PROTOCOL',
      `a workbook (XLSX) that can be read is required in ${file.name}, ${gone ? 'none is there' : 'it is broken or still being written'}`,
      { cause },
    );
  } finally {
    stream.destroy();
  }
  if (columns === null) {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `a worksheet ${settings.sheet ?? ''} with a header row is required in ${file.name}, none is there`,
    );
  }
  return {
    rows,
    unreadable: [],
    columns: columns.filter((column) => column !== ''),
    next,
  };
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
    const value = place < 0 ? null : plainCell(row.getCell(place + 1).value);
    values[field] = value;
    if (value !== null) empty = false;
  }
  return empty ? null : values;
}
