import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Reader, ReadRequest, StreamSource } from '../connect/reader';

/** What a reader held while it was read, in bytes. Measured in a process of its own, in which nothing else works. */
export interface Measured {
  readonly rows: number;
  /** Of the values that it gave, as JSON. */
  readonly given: number;
  /** Most that was held beyond what was held before the read, what is garbage not counted. */
  readonly held: number;
  /** Rows of the longest page. */
  readonly longest: number;
}

/** After so many pages everything that is loaded when it is used first is loaded. */
const WARM_PAGES = 3;
/** So many pages are measured each; of those behind them every tenth. */
const EACH = 60;

let collect: (() => void) | undefined;

/**
 * Bytes that this process holds, what is garbage not counted. It stands still for some tens of milliseconds. Buffers that were let go
 * are counted until the loop has turned once more: a folder of small files would else look like tens of megabytes.
 */
export async function heldBytes(): Promise<number> {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  await sleep(1);
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Reads a stream to its end, lets every page go, and measures behind each what is still held: rows that a reader keeps, a file that it
 * read whole before its first page, an answer that holds everything.
 */
export async function measureRead(
  openReader: () => Reader,
  stream: StreamSource,
  pageSize: number,
): Promise<Measured> {
  const request = (): ReadRequest => ({
    stream,
    checkpoint: null,
    fresh: true,
    pageSize,
    signal: new AbortController().signal,
  });
  await warmUp(openReader(), request());
  const before = await heldBytes();
  const reader = openReader();
  let [rows, given, most, longest, pages] = [0, 0, 0, 0, 0];
  for await (const page of reader.read(request())) {
    rows += page.rows.length;
    longest = Math.max(longest, page.rows.length);
    for (const { values } of page.rows)
      given += Buffer.byteLength(JSON.stringify(Object.values(values)));
    pages += 1;
    if (pages <= EACH || pages % 10 === 0) most = Math.max(most, (await heldBytes()) - before);
  }
  await reader.close();
  return { rows, given, held: most, longest };
}

async function warmUp(reader: Reader, request: ReadRequest): Promise<void> {
  let pages = 0;
  for await (const page of reader.read(request)) {
    JSON.stringify(page);
    pages += 1;
    if (pages === WARM_PAGES) break;
  }
  await reader.close();
}

/** What the process of a measurement wrote; null: it ended without. */
export async function measuredBy(child: ChildProcess): Promise<Measured | null> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 && text.trim() !== '' ? (JSON.parse(text) as Measured) : null;
}
