import { randomUUID } from 'node:crypto';
import type { Connector, Stream } from '../connect/connector';
import type { Checkpoint, Page, Reader, StreamSource } from '../connect/reader';
import { DatabaseError } from 'pg';
import { inTransaction, type Db } from '../db/pool';
import { isUniqueViolation } from '../db/sqlstate';
import { WangshuError, isWangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { addCounts, noCounts, type Counts } from './counts';
import { driftOf } from './drift';
import { compileMapping } from './map/compile';
import { ingestPage, preparePage, type PreparedPage, type StreamWork } from './page';
import { prefetch } from './prefetch';
import { remapIfChanged } from './remap';
import { compileRow } from './row';
import { clearSeen, removeVanished } from './snapshot';

/** One run of one source: begin, read each stream page by page, end. The tables sync_run and sync_run_stream are its truth. */
export interface IngestOptions {
  readonly db: Db;
  readonly connector: Connector;
  readonly idKey: string;
  readonly planRunId?: Uuid | null;
  /** Read everything again from the beginning. */
  readonly full?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  readonly connector: string;
  readonly stream: string;
  readonly counts: Counts;
  readonly expected: number | null;
}

export interface IngestResult {
  readonly runId: Uuid;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly counts: Counts;
  readonly error: WangshuError | null;
}

interface Progress {
  checkpoint: Checkpoint;
  complete: boolean;
}

function sourceOf(stream: Stream): StreamSource {
  const from = (name: string): string => stream.items.get(name)?.from ?? name;
  const { spec } = stream;
  return {
    name: stream.name,
    from: spec.from,
    key: spec.key.map(from),
    fields: [...stream.items.values()].map((item) => item.from),
    ...(spec.cursor === undefined ? {} : { cursor: from(spec.cursor) }),
    ...(spec.overlap === undefined ? {} : { overlap: spec.overlap }),
  };
}

/** Claims the source for this run; a second run at the same time is refused, a run of a dead process is taken over by the caller. */
async function begin(options: IngestOptions): Promise<Uuid> {
  const runId = randomUUID();
  try {
    await options.db.query(
      `INSERT INTO sync_run (id, plan_run_id, connector, full_read, status) VALUES ($1, $2, $3, $4, 'RUNNING')`,
      [runId, options.planRunId ?? null, options.connector.id, options.full ?? false],
    );
  } catch (error) {
    if (!isUniqueViolation(error, 'sync_run_one_running')) throw error;
    throw new WangshuError(
      'RUN_IN_PROGRESS',
      `${options.connector.id}: one run of a source at a time is required, another is under way; wait for it or look at wangshu status`,
      { cause: error },
    );
  }
  return runId;
}

async function* prepared(
  work: StreamWork,
  pages: AsyncIterable<Page>,
): AsyncGenerator<PreparedPage> {
  for await (const page of pages) yield await preparePage(work, page);
}

async function readStream(
  options: IngestOptions,
  reader: Reader,
  work: StreamWork,
  total: Counts,
): Promise<void> {
  const { db, connector, onProgress } = options;
  const { stream, runId } = work;
  const signal = options.signal ?? new AbortController().signal;
  const counts = noCounts();
  await remapIfChanged(db, work);
  const state = (
    await db.query<Progress>('SELECT checkpoint, complete FROM stream WHERE id = $1', [stream.id])
  ).rows[0];
  const restart = options.full === true || state === undefined;
  const resuming = !restart && !state.complete && state.checkpoint !== null;
  await db.query(`INSERT INTO sync_run_stream (run_id, stream_id) VALUES ($1, $2)`, [
    runId,
    stream.id,
  ]);
  if (!resuming) await inTransaction(db, (tx) => clearSeen(tx, stream));
  const pages = reader.read({
    stream: sourceOf(stream),
    checkpoint: restart ? null : state.checkpoint,
    fresh: !resuming,
    pageSize: stream.spec.pageSize,
    signal,
  });
  let drift: string | null = null;
  let unchanged = false;
  for await (const ready of prefetch(prepared(work, pages))) {
    const { page } = ready;
    signal.throwIfAborted();
    unchanged ||= page.unchanged === true;
    drift ??= JSON.stringify(driftOf(stream, page.columns));
    const pageCounts = await inTransaction(db, async (tx) => {
      const done = await ingestPage(tx, work, ready);
      await tx.query({
        name: 'ingest-checkpoint',
        text: 'UPDATE stream SET checkpoint = $2, complete = false WHERE id = $1',
        values: [stream.id, JSON.stringify(page.checkpoint)],
      });
      await tx.query({
        name: 'ingest-count',
        text: `UPDATE sync_run_stream
                  SET pages = pages + 1, rows_read = rows_read + $3, landed = landed + $4, unchanged = unchanged + $5,
                      quarantined = quarantined + $6, deleted = deleted + $7, mentions = mentions + $8, links = links + $9,
                      expected = coalesce($10, expected), drift = $11
                WHERE run_id = $1 AND stream_id = $2`,
        values: [
          runId,
          stream.id,
          done.read,
          done.landed,
          done.unchanged,
          done.quarantined,
          done.deleted,
          done.mentions,
          done.links,
          page.total ?? null,
          drift,
        ],
      });
      return done;
    });
    addCounts(counts, pageCounts);
    addCounts(total, pageCounts);
    onProgress?.({
      connector: connector.id,
      stream: stream.name,
      counts,
      expected: page.total ?? null,
    });
  }
  total.removed += await finishStream(options, work, unchanged);
}

/** The read reached its end: take away what a snapshot no longer holds, and mark the checkpoint as one to start from. */
async function finishStream(
  options: IngestOptions,
  { stream, runId }: StreamWork,
  unchanged: boolean,
): Promise<number> {
  return inTransaction(options.db, async (tx) => {
    const whole = stream.spec.deletes === 'snapshot' && !unchanged;
    const removed = whole ? await removeVanished(tx, stream) : 0;
    await clearSeen(tx, stream);
    await tx.query('UPDATE stream SET complete = true WHERE id = $1', [stream.id]);
    await tx.query(
      'UPDATE sync_run_stream SET complete = true, removed = $3 WHERE run_id = $1 AND stream_id = $2',
      [runId, stream.id, removed],
    );
    return removed;
  });
}

/** A cause as one of the hub's own errors; a driver's message may hold values and is not passed on. */
function asHubError(error: unknown, signal: AbortSignal | undefined): WangshuError {
  if (signal?.aborted === true)
    return new WangshuError(
      'RUN_CANCELLED',
      'the run was cancelled; what was landed stays, and the next run goes on from there',
      { cause: error },
    );
  if (isWangshuError(error)) return error;
  if (error instanceof DatabaseError) {
    return new WangshuError(
      'INTERNAL',
      `the hub's database refused a statement (SQLSTATE ${error.code ?? 'unknown'}); the page was rolled back, the next run tries it again`,
      { cause: error },
    );
  }
  return new WangshuError(
    'INTERNAL',
    'the run met a fault of the hub itself; the page was rolled back, the next run tries it again',
    { cause: error },
  );
}

/**
 * Runs one source. Never throws for what a source does: the result and the table say how it ended, so that other
 * sources go on. Throws only RUN_IN_PROGRESS and faults of the hub's own database before the run began.
 */
export async function ingestConnector(options: IngestOptions): Promise<IngestResult> {
  const { db, connector, idKey, signal } = options;
  const runId = await begin(options);
  const counts = noCounts();
  let failure: WangshuError | null = null;
  const reader = connector.openReader();
  try {
    for (const stream of connector.streams) {
      const work: StreamWork = {
        stream,
        runId,
        toRow: compileRow(stream, idKey),
        toMentions: compileMapping(stream, idKey, connector.spec.timeZone),
      };
      await readStream(options, reader, work, counts);
    }
  } catch (error) {
    failure = asHubError(error, signal);
  } finally {
    await reader.close();
  }
  const status =
    failure === null ? 'SUCCEEDED' : failure.code === 'RUN_CANCELLED' ? 'CANCELLED' : 'FAILED';
  await db.query(
    'UPDATE sync_run SET status = $2, finished_at = now(), error_code = $3, error_message = $4 WHERE id = $1',
    [runId, status, failure?.code ?? null, failure?.message ?? null],
  );
  return { runId, status, counts, error: failure };
}
