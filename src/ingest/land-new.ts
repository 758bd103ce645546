import { setImmediate } from 'node:timers/promises';
import { copyChunks, copyText } from '../db/copy';
import type { Tx } from '../db/pool';
import { isUniqueViolation } from '../db/sqlstate';
import { TRUST_CODE } from '../domain/nouns';
import { noCounts, type Counts } from './counts';
import { closeKeys, writeQuarantine } from './quarantine';
import type { KeyedRow } from './row';
import { noneSorted, sortRows, type Sorted } from './sort-rows';
import type { StreamWork } from './stream-work';
import { writeMentions } from './write-mentions';

/**
 * The short way of a first load: rows that are all new go by COPY straight into their table, without being compared with
 * anything. It is a wager: where one of them is known after all, the database says so, the savepoint is taken back and
 * the rows go the usual way. Nothing else of what a page does is different.
 */
export interface NewPart {
  readonly rows: readonly KeyedRow[];
  readonly sorted: Sorted;
  readonly text: readonly string[];
}

const now = (): string => new Date().toISOString();
/** So many rows are mapped at a stretch; then the connection that lands the page before gets its turn. */
const SLICE = 500;

/** Maps the rows and writes their text, while the database lands the page before. */
export async function prepareNew(work: StreamWork, rows: readonly KeyedRow[]): Promise<NewPart> {
  const sorted = noneSorted();
  for (let from = 0; from < rows.length; from += SLICE) {
    sortRows(work, rows, ordsOf(from, Math.min(from + SLICE, rows.length)), sorted);
    await setImmediate();
  }
  const text: string[] = [];
  for (const chunk of copyChunks(lines(work, rows, sorted))) {
    text.push(chunk);
    await setImmediate();
  }
  return { rows, sorted, text };
}

function* ordsOf(from: number, to: number): Generator<number> {
  for (let ord = from; ord < to; ord += 1) yield ord;
}

function* lines(
  { stream, runId }: StreamWork,
  rows: readonly KeyedRow[],
  { goodOrds, deletedOrds }: Sorted,
): Generator<readonly (string | number | null)[]> {
  // In the order of the key: the index is then written from left to right.
  const byKey = (a: number, b: number): number =>
    (rows[a] as KeyedRow).key < (rows[b] as KeyedRow).key ? -1 : 1;
  const deletedAt = now();
  for (const ord of [...goodOrds].sort(byKey)) {
    const { key, hash, payload } = rows[ord] as KeyedRow;
    yield [stream.id, key, hash, payload, runId, null];
  }
  for (const ord of deletedOrds) {
    const { key, hash, payload } = rows[ord] as KeyedRow;
    yield [stream.id, key, hash, payload, runId, deletedAt];
  }
}

/** Lands them; null, and nothing written, where one of them is not new. */
export async function landNew(
  tx: Tx,
  work: StreamWork,
  { rows, sorted, text }: NewPart,
): Promise<Counts | null> {
  const { good, goodOrds, deletedOrds, bad } = sorted;
  await tx.query('SAVEPOINT all_new');
  try {
    await copyText(tx, 'record (stream_id, key, hash, payload, run_id, deleted_at)', text);
  } catch (error) {
    if (!isUniqueViolation(error, 'record_pkey')) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT all_new');
    return null;
  }
  await tx.query('RELEASE SAVEPOINT all_new');
  const { stream } = work;
  const said = await writeMentions(
    tx,
    { streamId: stream.id, rank: TRUST_CODE[stream.spec.trust] },
    good,
  );
  await closeKeys(tx, stream.id, () =>
    [...goodOrds, ...deletedOrds].map((ord) => (rows[ord] as KeyedRow).key),
  );
  await writeQuarantine(tx, work, bad);
  return {
    ...noCounts(),
    read: rows.length,
    landed: goodOrds.length,
    deleted: deletedOrds.length,
    quarantined: bad.length,
    mentions: said.mentions,
    links: said.links,
  };
}
