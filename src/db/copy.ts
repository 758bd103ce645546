import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './pool';

/** A value of one column of a COPY row; arrays and objects are not taken: give their text. */
export type CopyValue = string | number | boolean | null | undefined;

/** Four looks for one character each are quicker than one pattern of four. */
const needsEscape = (text: string): boolean =>
  text.includes('\\') || text.includes('\t') || text.includes('\n') || text.includes('\r');

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function field(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') {
    return needsEscape(value) ? value.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] as string) : value;
  }
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}

/** One line of COPY's text format. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = field(values[0]);
  for (let i = 1; i < values.length; i += 1) line += `\t${field(values[i])}`;
  return `${line}\n`;
}

const CHUNK = 256 * 1024;

/** Rows as text of COPY's format in chunks of about 256 KiB: for work that is done before the connection is free. */
export function* copyChunks(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += copyLine(row);
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/**
 * Sends chunks of COPY text by COPY … FROM STDIN, waiting for the server whenever it is behind, so that memory does not
 * grow with the number of rows.
 */
export async function copyText(tx: Tx, target: string, chunks: Iterable<string>): Promise<void> {
  const stream = tx.query(copyFrom(`COPY ${target} FROM STDIN`));
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  const finished = once(stream, 'finish');
  // Whichever comes second must not become an unhandled rejection.
  failed.catch(() => undefined);
  finished.catch(() => undefined);
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), failed]);
  }
  stream.end();
  await Promise.race([finished, failed]);
}

/** Sends rows by COPY as they are made; returns how many. */
export async function copyRows(
  tx: Tx,
  target: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  let sent = 0;
  function* counted(): Generator<readonly CopyValue[]> {
    for (const row of rows) {
      sent += 1;
      yield row;
    }
  }
  await copyText(tx, target, copyChunks(counted()));
  return sent;
}
