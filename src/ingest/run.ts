import type { Connector } from '../connect/connector';
import type { Reader, Window } from '../connect/reader';
import type { Db } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { addCounts, noCounts, type Counts } from './counts';
import { beatLease, type Holder, type Lease } from './lease';
import { readStream } from './read-stream';
import { asHubError, beginRun, endRun, type RunStatus } from './run-row';
import { workOn } from './stream-work';
import { shrunkError } from './vanished';

/** One run of one source: begin, read each stream page by page, end. The tables sync_run and sync_run_stream are its truth. */
export interface IngestOptions {
  readonly db: Db;
  readonly connector: Connector;
  readonly idKey: string;
  readonly planRunId?: Uuid | null;
  /** Read everything again from the beginning. */
  readonly full?: boolean;
  /** Backfill: read only this part of the streams that have a cursor (of all, or of those named). */
  readonly window?: Window & { readonly streams?: readonly string[] };
  readonly signal?: AbortSignal;
  /** Sessions to be ended by who waits for the source when this run stands still. */
  readonly holder?: Holder;
  /** The run's own id, where the caller must know it whatever happens; default: made here. */
  readonly runId?: Uuid;
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
  readonly status: RunStatus;
  readonly counts: Counts;
  readonly error: WangshuError | null;
}

/** Streams of a run; a backfill has those with a cursor alone: WangshuError BAD_USER_INPUT where there is none. */
function streamsOf({ connector, window }: IngestOptions): Connector['streams'] {
  if (window === undefined) return connector.streams;
  const { streams } = window;
  const named = connector.streams.filter(
    ({ name, spec }) => spec.cursor !== undefined && (streams?.includes(name) ?? true),
  );
  if (named.length > 0 && named.length >= (streams?.length ?? 0)) return named;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `${connector.id}: streams with a cursor are required for a backfill (${connector.streams
      .filter(({ spec }) => spec.cursor !== undefined)
      .map(({ name }) => name)
      .join(', ')}), ${streams?.join(', ') ?? 'a source without any'} is given`,
  );
}

async function readAll(
  options: IngestOptions,
  lease: Lease,
  reader: Reader,
  total: Counts,
): Promise<WangshuError | null> {
  const { db, connector, idKey, planRunId, full, window, onProgress } = options;
  const signal = options.signal ?? new AbortController().signal;
  let distrusted: WangshuError | null = null;
  for (const stream of streamsOf(options)) {
    const { removed, waiting } = await readStream({
      db,
      reader,
      work: workOn({ db, connector, stream, idKey, lease }),
      full: full === true,
      planRunId: planRunId ?? null,
      window: window ?? null,
      signal,
      onPage(page, counts, expected) {
        addCounts(total, page);
        onProgress?.({ connector: connector.id, stream: stream.name, counts, expected });
      },
    });
    total.removed += removed;
    // The other streams are read all the same; what waits because of unreadable rows is told by those rows.
    if (waiting !== null && waiting.why !== 'UNREADABLE')
      distrusted ??= shrunkError(stream, waiting);
  }
  return distrusted;
}

/**
 * Runs one source. Never throws for what a source does: the result and the table say how it ended, so that other
 * sources go on. Throws only RUN_IN_PROGRESS, and DATABASE_UNAVAILABLE or INTERNAL for faults of the hub before the run began.
 */
export async function ingestConnector(options: IngestOptions): Promise<IngestResult> {
  const { db, connector, window, signal } = options;
  const lease = await beginRun(db, {
    connector,
    kind: window === undefined ? 'READ' : 'BACKFILL',
    planRunId: options.planRunId ?? null,
    full: options.full ?? false,
    window: window ?? null,
    holder: options.holder ?? null,
    id: options.runId,
  });
  const counts = noCounts();
  let failure: WangshuError | null = null;
  const reader = connector.openReader();
  const beat = beatLease(db, lease);
  try {
    failure = await readAll(options, lease, reader, counts);
  } catch (error) {
    failure = asHubError(error, signal);
  } finally {
    beat.stop();
    await reader.close().catch((error: unknown) => {
      failure ??= asHubError(error, signal);
    });
  }
  const status = await endRun(db, lease, failure);
  return { runId: lease.runId, status, counts, error: failure };
}
