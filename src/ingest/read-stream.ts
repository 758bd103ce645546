import type { Stream } from '../connect/connector';
import type { Checkpoint, Page, Reader, StreamSource, Window } from '../connect/reader';
import type { Db } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { countPage } from './count-page';
import { addCounts, noCounts, type Counts } from './counts';
import { bothDrifts, driftOf, EVIDENCE, type Drift } from './drift';
import { finishStream, type Finished } from './finish-stream';
import { ingestPage, preparePage, type PreparedPage } from './page';
import { prefetch } from './prefetch';
import { remapIfChanged } from './remap';
import type { StreamWork } from './stream-work';
import { assertThreshold, SHARE_AT_END, SHARE_MIDWAY } from './threshold';
import { clearSeen } from './vanished';

export interface StreamRead {
  readonly db: Db;
  readonly reader: Reader;
  readonly work: StreamWork;
  /** From the beginning, unless this plan began so already. */
  readonly full: boolean;
  readonly planRunId: Uuid | null;
  /** Backfill: only this part; the stream's own checkpoint is neither used nor moved. */
  readonly window: Window | null;
  readonly signal: AbortSignal;
  /** Told after each page what was done so far, and how many rows the source expects. */
  readonly onPage: (page: Counts, sofar: Counts, expected: number | null) => void;
}

interface State {
  readonly checkpoint: Checkpoint;
  readonly complete: boolean;
  readonly types: Readonly<Record<string, string>> | null;
  /** The hub holds no row of it. */
  readonly empty: boolean;
}

/** What a reader must know of a stream. */
export function sourceOf(stream: Stream): StreamSource {
  const from = (name: string): string => stream.items.get(name)?.from ?? name;
  const { spec } = stream;
  const timeZone = stream.items.get(spec.cursor ?? '')?.timeZone;
  return {
    name: stream.name,
    from: spec.from,
    key: spec.key.map(from),
    fields: [...stream.items.values()].map((item) => item.from),
    ...(spec.cursor === undefined ? {} : { cursor: from(spec.cursor) }),
    overlap: String(spec.overlap),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** How a read of a stream begins: at which checkpoint, and whether it goes on with a broken one. */
interface Start {
  /** What was read before is read again: whoever goes on with this read goes on from what it left, never from what was before. */
  readonly again: boolean;
  readonly checkpoint: Checkpoint;
  readonly fresh: boolean;
  /** Everything the source has comes past in this read. */
  readonly whole: boolean;
}

async function startOf(read: StreamRead, state: State | undefined): Promise<Start> {
  if (read.window !== null) return { again: false, checkpoint: null, fresh: true, whole: false };
  const { stream } = read.work;
  const again = read.full && !(await beganFull(read));
  const checkpoint = again ? null : (state?.checkpoint ?? null);
  const fresh = checkpoint === null || state?.complete === true;
  return {
    again,
    checkpoint,
    fresh,
    whole: stream.spec.deletes === 'snapshot' || checkpoint === null,
  };
}

/**
 * A full read that broke goes on where it was: an earlier run of the plan, or of the plan that this one tries again, began this stream
 * from its beginning.
 */
async function beganFull({ db, planRunId, work }: StreamRead): Promise<boolean> {
  if (planRunId === null) return false;
  const { rows } = await db.query(
    `WITH RECURSIVE tried AS (
       SELECT id, retry_of FROM plan_run WHERE id = $1
       UNION ALL SELECT p.id, p.retry_of FROM plan_run p JOIN tried t ON p.id = t.retry_of
     )
     SELECT FROM sync_run s JOIN sync_run_stream t ON t.run_id = s.id
      WHERE s.plan_run_id IN (SELECT id FROM tried) AND s.full_read AND s.id <> $2 AND t.stream_id = $3 LIMIT 1`,
    [planRunId, work.runId, work.stream.id],
  );
  return rows.length > 0;
}

async function* prepared(
  work: StreamWork,
  pages: AsyncIterable<Page>,
): AsyncGenerator<PreparedPage> {
  for await (const page of pages) yield await preparePage(work, page);
}

/** Reads one stream to its end, a transaction a page: rows, what they say, bad rows, checkpoint and counts, or none of them. */
export async function readStream(read: StreamRead): Promise<Finished> {
  const { db, reader, work, window, signal, onPage } = read;
  const { stream, runId } = work;
  await remapIfChanged(db, work);
  const known = await db.query<State>(
    `SELECT checkpoint, complete, column_types AS types,
            NOT EXISTS (SELECT FROM record WHERE stream_id = $1 LIMIT 1) AS empty
       FROM stream WHERE id = $1`,
    [stream.id],
  );
  const state = known.rows[0];
  const start = await startOf(read, state);
  work.hope.allNew = state?.empty ?? false;
  await work.write(async (tx) => {
    await tx.query(`INSERT INTO sync_run_stream (run_id, stream_id) VALUES ($1, $2)`, [
      runId,
      stream.id,
    ]);
    if (!start.fresh || window !== null) return;
    await clearSeen(tx, stream);
    await tx.query(
      `UPDATE stream SET read_began = now(), keyless = 0,
              checkpoint = CASE WHEN $2 THEN NULL ELSE checkpoint END, complete = complete AND NOT $2 WHERE id = $1`,
      [stream.id, start.again],
    );
  });
  const pages = reader.read({
    stream: sourceOf(stream),
    checkpoint: start.checkpoint,
    fresh: start.fresh,
    ...(window === null ? {} : { window }),
    pageSize: stream.spec.pageSize,
    signal,
  });
  const sofar = noCounts();
  const seen = new Seen(stream, state?.types ?? null);
  for await (const ready of prefetch(prepared(work, pages))) {
    const { page } = ready;
    signal.throwIfAborted();
    seen.take(page);
    const done = await work.write(async (tx) => {
      const counts = await ingestPage(tx, work, ready);
      if (window === null)
        await tx.query({
          name: 'ingest-checkpoint',
          text: 'UPDATE stream SET checkpoint = $2, complete = false WHERE id = $1',
          values: [stream.id, JSON.stringify(page.checkpoint)],
        });
      await countPage(tx, work, counts, { expected: page.total ?? null, drift: seen.drift });
      return counts;
    });
    addCounts(sofar, done);
    onPage(done, sofar, page.total ?? null);
    assertThreshold(stream, sofar, SHARE_MIDWAY);
  }
  assertThreshold(stream, sofar, SHARE_AT_END);
  return finishStream(work, { ...seen.result(), whole: start.whole, moves: window === null });
}

/** So many kinds of pages are remembered as compared; more are compared again, which costs little. */
const MOST_COMPARED = 1_000;

/** What the pages of a read said of the source as a whole. */
class Seen {
  #drift: Drift | null = null;
  #unchanged = false;
  #asOf: string | null = null;
  #types: Readonly<Record<string, string>> | null = null;
  /** What was compared: a read of many files has many headers, and a thousand pages of one table have one. */
  readonly #compared = new Set<string>();

  constructor(
    private readonly stream: Stream,
    private readonly before: Readonly<Record<string, string>> | null,
  ) {}

  /** Throws SOURCE_DRIFT where the contract says that the source has changed too much. */
  take(page: Page): void {
    this.#unchanged ||= page.unchanged === true;
    this.#asOf = page.asOf ?? this.#asOf;
    this.#types = page.types ?? this.#types;
    const proves = page.columnsDeclared === true ? 'all' : String(page.rows.length >= EVIDENCE);
    const columns = JSON.stringify([proves, page.columns, page.types ?? null]);
    if (this.#compared.has(columns)) return;
    if (this.#compared.size < MOST_COMPARED) this.#compared.add(columns);
    this.#drift = bothDrifts(this.#drift, driftOf(this.stream, page, this.before));
  }

  get drift(): string | null {
    return this.#drift === null ? null : JSON.stringify(this.#drift);
  }

  result(): Pick<Finish, 'unchanged' | 'asOf' | 'types'> {
    return { unchanged: this.#unchanged, asOf: this.#asOf, types: this.#types };
  }
}
type Finish = Parameters<typeof finishStream>[1];
