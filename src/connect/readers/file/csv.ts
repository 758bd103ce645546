import { open, type FileHandle } from 'node:fs/promises';
import { WangshuError } from '../../../domain/errors';
import type { Batch, BatchRequest, Spot } from './batch';
import { cells, csvRows } from './csv-rows';
import { decoderOf } from './decode';
import { stampOf } from './files';
import { checkHeader } from './header';
import { RecordScanner, type ScannedRecord } from './records';

const CHUNK = 1 << 20;

interface Header {
  readonly columns: readonly string[];
  /** Byte and line at which the rows begin. */
  readonly rows: Spot;
}

/** Records of a file from a byte on, until `most` of them are there. */
async function scan(
  handle: FileHandle,
  from: Spot,
  most: number,
  delimiter: string,
): Promise<{ records: ScannedRecord[]; next: Spot | null; spot: Spot }> {
  const scanner = new RecordScanner(from.line, delimiter.charCodeAt(0));
  let at = from.at;
  let ended = false;
  while (scanner.records.length < most && !ended) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
    at += bytesRead;
    ended = bytesRead === 0;
    if (ended) scanner.end(most);
    else scanner.push(buffer.subarray(0, bytesRead), most);
  }
  const spot = { at: from.at + scanner.consumed, line: scanner.line };
  return { records: scanner.records, next: ended && scanner.done ? null : spot, spot };
}

async function headerOf(handle: FileHandle, request: BatchRequest): Promise<Header> {
  const { file, settings, key } = request;
  const { records, spot } = await scan(handle, { at: 0, line: 1 }, 1, settings.delimiter);
  const [record] = records;
  const whole = record === undefined || record.broken !== null ? null : record.bytes;
  const text = whole === null ? null : decoderOf(settings.encoding)(whole);
  const columns = text === null ? [] : firstLine(text.replace(/^\ufeff/, ''), settings.delimiter);
  checkHeader(
    columns,
    key,
    file.name,
    'mend the file, or encoding and delimiter in connector.yaml',
  );
  return { columns, rows: spot };
}

function firstLine(text: string, delimiter: string): string[] {
  try {
    return (cells(text, delimiter)[0] ?? []).map((name) => name.trim());
  } catch {
    // A header that cannot be taken apart names no columns; the caller refuses it in its own words.
    return [];
  }
}

/** A file that grows is read on; one that was written anew under the reader's hands would be read from the middle of a line. */
async function checkStill(handle: FileHandle, { file }: BatchRequest): Promise<void> {
  const now = stampOf(await handle.stat());
  if (now.text === file.stamp || now.size > file.size) return;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a file that nobody writes anew while it is read is required, ${file.name} changed; the next run reads it from its beginning`,
  );
}

/** A CSV file, batch by batch. Memory holds one batch, whatever the size of the file. */
export async function* csvBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, settings, signal } = request;
  const handle = await open(file.path, 'r');
  try {
    if ((await handle.stat()).size === 0) {
      yield { rows: [], unreadable: [], columns: [], next: null };
      return;
    }
    const header = await headerOf(handle, request);
    let from: Spot | null = request.from ?? header.rows;
    while (from !== null) {
      signal.throwIfAborted();
      const { records, next }: { records: ScannedRecord[]; next: Spot | null } = await scan(
        handle,
        from,
        request.room(),
        settings.delimiter,
      );
      await checkStill(handle, request);
      const columns = header.columns.filter((name) => name !== '');
      yield { ...csvRows(records, request, header.columns), columns, next };
      from = next;
    }
  } finally {
    await handle.close();
  }
}
