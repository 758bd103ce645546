import { setTimeout as sleep } from 'node:timers/promises';
import { WangshuError } from '../../../domain/errors';
import type { BatchRequest } from './batch';
import type { Codec } from './codec';
import { stampOf } from './folder';

/** A file that ends in the middle of a line may stand between two writes; programs that write do not pause for so long. */
const PAUSE_MS = 1_000;

/**
 * In the middle of a file: one that grows is read on, for its end will tell; one that was written anew under the reader's hands
 * would be read from the middle of a line.
 */
export async function checkStill({ handle, file }: BatchRequest): Promise<void> {
  const now = await handle.stat();
  if (stampOf(now) === file.stamp || now.size > file.size) return;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a file that nobody writes anew while it is read is required, ${file.label} changed; the next run reads it from its beginning`,
  );
}

/**
 * At the end of a file, before its last rows are given: it is whole only where it is what it was when it was found. Taking one that
 * still grows for whole would take away the rows that are to come, and keep half of its last line. Text without a last
 * line end that changed this very second (`codec`: it is text) is waited for, and looked at again.
 */
export async function checkWhole(request: BatchRequest, codec?: Codec): Promise<void> {
  const { handle, file, signal } = request;
  await checkStill(request);
  const age = Date.now() - file.changed;
  if (codec !== undefined && !file.sealed && age < PAUSE_MS && (await endsWithin(request, codec)))
    await sleep(Math.min(PAUSE_MS, PAUSE_MS - age), undefined, { signal });
  if (stampOf(await handle.stat()) === file.stamp) return;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a file that is whole when it is read is required, ${file.label} grew meanwhile; the next run reads it from its beginning. Have it written under another name and renamed when it is whole, or set quiet in connector.yaml`,
  );
}

/** Whether the last line has no end; a line end takes as many bytes as any ASCII character. */
async function endsWithin({ handle, file }: BatchRequest, codec: Codec): Promise<boolean> {
  const length = codec.encoding.startsWith('utf-16') ? 2 : 1;
  const last = await handle.read(Math.max(0, file.size - length), length);
  return codec.decodeLoosely(codec.scanner().push(last)) !== '\n';
}
