import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { RawValue, SourceRow, UnreadableRow } from '../../reader';
import { textOf } from '../text';
import { HEAVY, NO_ROWS, type Batch, type BatchRequest } from './batch';
import { checkHeader } from './header';
import { isEmpty } from './is-empty';
import { checkStill, checkWhole } from './still';
import { openBook } from './xlsx-book';
import { XlsxLine, type SheetContext } from './xlsx-line';
import { XlsxParts } from './xlsx-parts';
import type { XmlRow } from './xml-rows';
import { broken } from './zip';

interface Header {
  /** Names of columns in their order, without empty ones, for which nobody can ask. */
  readonly names: readonly string[];
  /** Their places, from 1. */
  readonly places: ReadonlyMap<string, number>;
}

/** Rows of the first sheet that has a header; the header itself comes first, and with every row. */
async function* lines(
  parts: XlsxParts,
  { file, key, settings }: BatchRequest,
): AsyncGenerator<{ header: Header; line: XmlRow<XlsxLine> | null }> {
  const book = await openBook(parts, file.label);
  for (const { name, part } of book.sheets) {
    if (settings.sheet !== undefined && name !== settings.sheet) continue;
    const { strings, kinds, since1904 } = book;
    const context: SheetContext = { strings, kinds, since1904, row: 0 };
    let header: Header | null = null;
    const rows = parts.rows(part, {
      row: 'row',
      build: () => new XlsxLine(context),
      placeOf: ({ number }) => `${file.label} row ${String(number)}`,
    });
    for await (const some of rows)
      for (const line of some) {
        if (header !== null) yield { header, line };
        else if ('built' in line && line.built.number >= settings.headerRow) {
          header = headerOf(line.built, key, file.label);
          yield { header, line: null };
        }
      }
    if (header !== null) return;
  }
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a worksheet ${settings.sheet ?? ''} with a header row is required in ${file.label}, none is there`,
  );
}

function headerOf(line: XlsxLine, key: readonly string[], label: string): Header {
  const named = line.columns
    .map((at) => [textOf(line.valueAt(at) ?? null).trim(), at] as const)
    .filter(([name]) => name !== '');
  const names = named.map(([name]) => name);
  checkHeader(names, key, label, 'mend the sheet, or headerRow in connector.yaml');
  return { names, places: new Map(named) };
}

interface Part {
  readonly rows: SourceRow[];
  readonly unreadable: UnreadableRow[];
  weight: number;
}

const noRows = (): Part => ({ rows: [], unreadable: [], weight: 0 });

/**
 * A worksheet, batch by batch, read as a stream in one pass: memory holds a row and the texts that the workbook's cells share. It
 * cannot be entered in the middle: going on after a broken run means passing over the rows that were read, by their number.
 */
export async function* xlsxBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, handle, fields, from, signal } = request;
  if (await isEmpty(request)) {
    yield NO_ROWS;
    return;
  }
  let open = noRows();
  let columns: readonly string[] = [];
  try {
    const parts = await XlsxParts.open(handle, file.label, signal);
    for await (const { header, line } of lines(parts, request)) {
      columns = header.names;
      if (line === null || line.number < (from?.at ?? 0)) continue;
      const values = 'built' in line ? shapeOf(line.built, header, fields) : undefined;
      if (values === null) continue;
      const size = open.rows.length + open.unreadable.length;
      if (size >= request.room() || open.weight >= HEAVY) {
        await checkStill(request);
        yield { ...open, columns, next: { at: line.number, line: line.number } };
        open = noRows();
      }
      open.weight += line.size + ('built' in line ? line.built.named : 0);
      if ('unreadable' in line) open.unreadable.push(line.unreadable);
      else if (values !== undefined) open.rows.push({ place: line.place, values });
    }
    await checkWhole(request);
    yield { ...open, columns, next: null };
  } catch (cause) {
    signal.throwIfAborted();
    // Faults of the disk or the line have their own sentences.
    if (isWangshuError(cause) || (cause as { code?: unknown }).code !== undefined) throw cause;
    throw broken(file.label, cause);
  }
}

/** Fields of a row; null for a row without any value. */
function shapeOf(
  line: XlsxLine,
  { names, places }: Header,
  fields: readonly string[] | null,
): SourceRow['values'] | null {
  const values: Record<string, RawValue> = {};
  let empty = true;
  for (const field of fields ?? names) {
    const value = line.valueAt(places.get(field) ?? 0);
    empty &&= value === undefined;
    values[field] = value ?? null;
  }
  return empty ? null : values;
}
