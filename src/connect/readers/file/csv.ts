import type { Batch, BatchRequest, Spot } from './batch';
import { NO_ROWS } from './batch';
import { cells, csvRows } from './csv-rows';
import { codecOf, encodingOf, type Codec } from './encoding';
import { checkHeader } from './header';
import { isEmpty } from './is-empty';
import { RecordSource } from './record-source';
import { checkStill, checkWhole } from './still';

interface Header {
  readonly columns: readonly string[];
  /** Byte and line at which the rows begin. */
  readonly rows: Spot;
}

/** What parts the fields of a line, by setting and format. */
export const delimiterOf = ({ delimiter, format }: BatchRequest['settings']): string =>
  delimiter ?? (format === 'tsv' ? '\t' : ',');

async function headerOf(request: BatchRequest, codec: Codec, mark: number): Promise<Header> {
  const { file, handle, settings, key } = request;
  const delimiter = delimiterOf(settings);
  const source = new RecordSource(handle, codec, { at: mark, line: 1 }, delimiter);
  const { records, behind } = await source.take(1);
  const [record] = records;
  const whole = record === undefined || record.broken !== null ? null : record.bytes;
  const text = whole === null ? null : codec.decode(whole);
  const columns = text === null ? [] : firstLine(text, delimiter);
  checkHeader(
    columns,
    key,
    file.label,
    'mend the file, or encoding and delimiter in connector.yaml',
  );
  return { columns, rows: behind };
}

function firstLine(text: string, delimiter: string): string[] {
  try {
    return (cells(text, delimiter)[0] ?? []).map((name) => name.trim());
  } catch {
    // A header that cannot be taken apart names no columns; the caller refuses it in its own words.
    return [];
  }
}

/** A CSV or TSV file, batch by batch. Memory holds one batch, whatever the size of the file. */
export async function* csvBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, handle, settings, signal } = request;
  if (await isEmpty(request)) {
    yield NO_ROWS;
    return;
  }
  const found = encodingOf(await handle.read(0, 4), settings.encoding, file.label);
  const codec = codecOf(found.encoding);
  const header = await headerOf(request, codec, found.mark);
  const delimiter = delimiterOf(settings);
  const columns = header.columns.filter((name) => name !== '');
  let from: Spot | null = request.from ?? header.rows;
  const source = new RecordSource(handle, codec, from, delimiter);
  while (from !== null) {
    signal.throwIfAborted();
    const { records, next, bytes } = await source.take(request.room());
    await (next === null ? checkWhole(request, codec) : checkStill(request));
    yield {
      ...csvRows(records, { request, codec, delimiter, columns: header.columns }),
      columns,
      weight: bytes,
      next,
    };
    from = next;
  }
}
