import type { Connector, Stream } from '../connect/connector';
import type { RawValue } from '../connect/reader';
import type { Db, Tx } from '../db/pool';
import { contentHash, type Uuid } from '../domain/ids';
import { TRUST_CODE } from '../domain/nouns';
import { addCounts, noCounts, type Counts } from './counts';
import { beatLease, type Holder } from './lease';
import type { RowFault } from './map/types';
import { KEPT_RECORD } from './quarantine';
import { isBad, type KeyedRow } from './row';
import { asHubError, beginRun, endRun } from './run-row';
import { workOn, type StreamWork } from './stream-work';
import { forgetMentions, writeMentions, type MappedRecord } from './write-mentions';

/** So many are tried in one transaction. */
const PAGE = 1_000;

interface OpenRow {
  readonly id: Uuid;
  readonly raw: Readonly<Record<string, RawValue>>;
  /** When it was seen last, as text: a Date would cut its microseconds. */
  readonly seen: string;
}

interface Passed {
  readonly id: Uuid;
  readonly seen: string;
  readonly row: KeyedRow;
  readonly record: MappedRecord;
}

/**
 * Tries the rows of a stream that could not be keyed or mapped again with the present connector, in the order in which the source
 * showed them last; those that pass become records and leave quarantine. Rows that could not even be read need their source: they wait for it.
 * `ids` null: all that are open. read = landed + quarantined.
 */
export async function replayQuarantine(
  work: StreamWork,
  ids: readonly Uuid[] | null = null,
): Promise<Counts> {
  const counts = noCounts();
  let after: readonly [string, Uuid] | null = null;
  for (;;) {
    const page = await work.write(async (tx) => {
      const open: OpenRow[] = await openRows(tx, work.stream, ids, after);
      return { last: open.at(-1), size: open.length, done: await replayPage(tx, work, open) };
    });
    addCounts(counts, page.done);
    if (page.last === undefined || page.size < PAGE) return counts;
    after = [page.last.seen, page.last.id];
  }
}

/**
 * When the source showed a row last. A record that the hub held is older than whatever came after it; once another form of it has
 * landed it is not tried at all.
 */
const SEEN = `CASE WHEN q.place = '${KEPT_RECORD}' THEN '-infinity' ELSE q.last_seen END`;

async function openRows(
  tx: Tx,
  { id }: Stream,
  ids: readonly Uuid[] | null,
  after: readonly [string, Uuid] | null,
): Promise<OpenRow[]> {
  const { rows } = await tx.query<OpenRow>(
    `SELECT id, raw, ${SEEN}::text AS seen FROM quarantine q
      WHERE stream_id = $1 AND status = 'OPEN' AND stage IN ('KEY', 'MAP') AND ($2::uuid[] IS NULL OR id = ANY ($2))
        AND ($3::timestamptz IS NULL OR (${SEEN}, id) > ($3, $4::uuid))
        AND (place <> $6 OR key IS NULL OR EXISTS (
              SELECT FROM record r WHERE r.stream_id = q.stream_id AND r.key = q.key AND r.hash = q.hash AND r.deleted_at IS NULL))
      ORDER BY ${SEEN}, id LIMIT $5 FOR UPDATE`,
    [id, ids, after?.[0] ?? null, after?.[1] ?? null, PAGE, KEPT_RECORD],
  );
  return rows;
}

async function replayPage(tx: Tx, work: StreamWork, open: readonly OpenRow[]): Promise<Counts> {
  const counts = { ...noCounts(), read: open.length };
  // The latest form of a key wins, as if the rows came in the order in which they were first seen.
  const passed = new Map<Uuid, Passed>();
  const still: StillBad[] = [];
  for (const { id, raw, seen } of open) {
    const row = work.toRow({ place: 'quarantine', values: underSourceNames(work.stream, raw) });
    const mapped = isBad(row) ? null : work.toMentions(row.key, row.raw);
    if (isBad(row)) still.push({ id, fault: row.fault });
    else if (mapped?.ok !== true) still.push({ id, fault: mapped?.fault });
    else passed.set(row.key, { id, seen, row, record: { key: row.key, row: mapped.row } });
  }
  counts.quarantined = still.length;
  counts.landed = counts.read - counts.quarantined;
  await tellWhy(tx, work, still);
  if (passed.size === 0) return counts;
  const said = await land(tx, work, [...passed.values()]);
  return { ...counts, ...said };
}

interface StillBad {
  readonly id: Uuid;
  readonly fault: RowFault | undefined;
}

/** What is wrong with them now may be another thing than what was wrong before. */
async function tellWhy(
  tx: Tx,
  { stream, connectorVersion }: StreamWork,
  still: readonly StillBad[],
): Promise<void> {
  if (still.length === 0) return;
  await tx.query(
    `UPDATE quarantine q SET mapping_version = $1, connector_version = $2,
            item = w.item, code = coalesce(w.code, q.code), message = coalesce(w.message, q.message)
       FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) AS w (id, item, code, message) WHERE q.id = w.id`,
    [
      stream.mappingVersion,
      connectorVersion,
      still.map(({ id }) => id),
      still.map(({ fault }) => fault?.item ?? null),
      still.map(({ fault }) => fault?.code ?? null),
      still.map(({ fault }) => fault?.message ?? null),
    ],
  );
}

/** Raw rows stand in quarantine under the names of the items; a source gives them under its own. */
export function underSourceNames({ items }: Stream, raw: OpenRow['raw']): Record<string, RawValue> {
  return Object.fromEntries([...items.values()].map(({ name, from }) => [from, raw[name] ?? null]));
}

async function land(
  tx: Tx,
  { stream, runId }: StreamWork,
  passed: readonly Passed[],
): Promise<{ mentions: number; links: number }> {
  const keys = passed.map(({ row }) => row.key);
  const payloads = passed.map(({ row }) => row.payload);
  await tx.query(
    `INSERT INTO record (stream_id, key, hash, payload, run_id)
     SELECT $1, key, hash, payload::jsonb, $2 FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS back (key, hash, payload)
     ON CONFLICT (stream_id, key) DO UPDATE
       SET hash = excluded.hash, payload = excluded.payload, run_id = excluded.run_id, landed_at = now(), deleted_at = NULL`,
    [stream.id, runId, keys, payloads.map(contentHash), payloads],
  );
  await forgetMentions(tx, stream.id, keys);
  const said = await writeMentions(
    tx,
    { streamId: stream.id, rank: TRUST_CODE[stream.spec.trust] },
    passed.map(({ record }) => record),
  );
  await tx.query(
    // With a row its older forms are closed, also those that still cannot be mapped; newer ones are tried on their own.
    `UPDATE quarantine q SET status = 'RESOLVED', closed_at = now(), close_reason = 'replayed'
       FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) AS good (id, key, seen)
      WHERE q.stream_id = $1 AND q.status = 'OPEN'
        AND (q.id = good.id OR q.key = good.key AND (${SEEN}, q.id) <= (good.seen, good.id))`,
    [stream.id, passed.map(({ id }) => id), keys, passed.map(({ seen }) => seen)],
  );
  return said;
}

export interface Replayed {
  readonly runId: Uuid;
  /** Rows that were tried. */
  readonly tried: number;
  /** Of them, those that are records now. */
  readonly landed: number;
}

/**
 * A run that reads the quarantine of a source instead of the source, for when a steward has mended something outside. The
 * graph follows with the next plan. WangshuError RUN_IN_PROGRESS while the source is read.
 */
export async function replaySource(options: {
  readonly db: Db;
  readonly connector: Connector;
  readonly idKey: string;
  /** Only these rows; null: all that are open. */
  readonly ids?: readonly Uuid[] | null;
  /** Sessions to be ended by who waits for the source when this run stands still. */
  readonly holder?: Holder;
}): Promise<Replayed> {
  const { db, connector, idKey, ids, holder } = options;
  const lease = await beginRun(db, {
    connector,
    kind: 'REPLAY',
    planRunId: null,
    full: false,
    window: null,
    holder: holder ?? null,
  });
  const beat = beatLease(db, lease);
  const total = noCounts();
  try {
    for (const stream of connector.streams) {
      const work = workOn({ db, connector, stream, idKey, lease });
      const counts = await replayQuarantine(work, ids ?? null);
      await work.write((tx) =>
        tx.query(
          `INSERT INTO sync_run_stream (run_id, stream_id, pages, rows_read, landed, quarantined, mentions, links, complete)
           VALUES ($1, $2, 1, $3, $4, $5, $6, $7, true)`,
          [
            lease.runId,
            stream.id,
            counts.read,
            counts.landed,
            counts.quarantined,
            counts.mentions,
            counts.links,
          ],
        ),
      );
      addCounts(total, counts);
    }
    await endRun(db, lease, null);
  } catch (error) {
    const failure = asHubError(error, undefined);
    await endRun(db, lease, failure);
    throw failure;
  } finally {
    beat.stop();
  }
  return { runId: lease.runId, tried: total.read, landed: total.landed };
}
