import { randomUUID } from 'node:crypto';
import type { Connector, Stream } from '../connect/connector';
import type { Page, RawValue } from '../connect/reader';
import { inTransaction, type Db, type Tx } from '../db/pool';
import { isWangshuError, WangshuError } from '../domain/errors';
import { contentHash, type Uuid } from '../domain/ids';
import { countPage } from './count-page';
import type { Counts } from './counts';
import { driftOf } from './drift';
import { compileMapping } from './map/compile';
import { ingestPage, preparePage } from './page';
import { compileRow } from './row';
import type { StreamWork } from './stream-work';
import { overThreshold, SHARE_AT_END } from './threshold';

/** What a department posts: some rows of one stream. */
export interface PushedBatch {
  readonly connector: Connector;
  readonly stream: string;
  /** The sender's name of the batch, unique within the connector: sent again, it does nothing and is answered the same. */
  readonly batch: string;
  readonly rows: readonly RawValue[];
}

/** read = landed + unchanged + quarantined + deleted. */
export interface PushAnswer extends Pick<
  Counts,
  'read' | 'landed' | 'unchanged' | 'quarantined' | 'deleted'
> {
  readonly runId: Uuid;
  /** Fields that the contract does not name: they were not kept. */
  readonly ignoredFields: readonly string[];
}

/**
 * Lands pushed rows like a page of a reader: same keys, same mapping, same quarantine, one transaction with the answer
 * that is kept for the batch. Batches of one source come one after another; the runs of a day are one row of sync_run.
 * WangshuError CONNECTOR_UNKNOWN, FORBIDDEN (the connector is not pushed), BAD_USER_INPUT (too many rows), BATCH_REUSED,
 * QUARANTINE_THRESHOLD (mostly bad rows; nothing of the batch is landed).
 */
export async function pushBatch(
  { db, idKey }: { readonly db: Db; readonly idKey: string },
  pushed: PushedBatch,
): Promise<PushAnswer> {
  const { connector, batch, rows } = pushed;
  const stream = streamOf(pushed);
  const page = pageOf(stream, batch, rows);
  const content = contentHash(JSON.stringify([stream.name, rows]));
  try {
    return await land({ db, idKey }, pushed, { stream, page, content });
  } catch (error) {
    // The batch was taken back; that it was refused stands in the source's runs.
    if (isWangshuError(error) && error.code === 'QUARANTINE_THRESHOLD')
      await noteRefusal(db, connector, error);
    throw error;
  }
}

interface Prepared {
  readonly stream: Stream;
  readonly page: Page;
  readonly content: Uuid;
}

function land(
  { db, idKey }: { readonly db: Db; readonly idKey: string },
  { connector, batch }: PushedBatch,
  { stream, page, content }: Prepared,
): Promise<PushAnswer> {
  return inTransaction(db, async (tx) => {
    await lockSource(tx, connector.id);
    const known = await answered(tx, connector.id, batch, content);
    if (known !== null) return known;
    const runId = await runOfToday(tx, connector, stream);
    const work: StreamWork = {
      stream,
      runId,
      connectorVersion: connector.version,
      toRow: compileRow(stream, idKey),
      toMentions: compileMapping(stream, idKey, connector.spec.timeZone),
      hope: { allNew: false },
      write: (each) => each(tx),
    };
    const drift = driftOf(stream, page);
    const counts = await ingestPage(tx, work, await preparePage(work, page));
    assertSound(stream, counts);
    await countPage(tx, work, counts, {
      expected: null,
      drift: drift === null ? null : JSON.stringify(drift),
    });
    const { read, landed, unchanged, quarantined, deleted } = counts;
    const answer = {
      runId,
      read,
      landed,
      unchanged,
      quarantined,
      deleted,
      ignoredFields: drift?.newColumns ?? [],
    };
    await tx.query(
      'INSERT INTO push_batch (connector, batch, content, answer) VALUES ($1, $2, $3, $4)',
      [connector.id, batch, content, JSON.stringify(answer)],
    );
    return answer;
  });
}

/** Mostly bad rows are another form, not a bad day: the sender keeps the batch, and is told. */
function assertSound(stream: Stream, { read, quarantined }: Counts): void {
  const allowed = overThreshold(stream, { read, quarantined }, SHARE_AT_END);
  if (allowed === null) return;
  throw new WangshuError(
    'QUARANTINE_THRESHOLD',
    `${stream.connector}.${stream.name}: ${allowed} allowed, ${String(quarantined)} of the ${String(read)} rows of this batch could not be understood; nothing of it was landed, mend the rows and send it again`,
  );
}

async function noteRefusal(
  db: Db,
  { id, version }: Connector,
  { code, message }: WangshuError,
): Promise<void> {
  await db.query(
    `INSERT INTO sync_run (id, connector, connector_version, kind, status, finished_at, error_code, error_message)
     VALUES ($1, $2, $3, 'PUSH', 'FAILED', now(), $4, $5)`,
    [randomUUID(), id, version, code, message],
  );
}

function streamOf({ connector, stream, rows }: PushedBatch): Stream {
  const { reader } = connector.spec;
  if (reader.kind !== 'push')
    throw new WangshuError(
      'FORBIDDEN',
      `a connector that takes pushed records is required, ${connector.id} reads its source itself (${reader.kind})`,
    );
  if (rows.length > reader.maxRows)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `at most ${String(reader.maxRows)} rows are allowed in a batch, ${String(rows.length)} are given; send them in several`,
    );
  const found = connector.streams.find(({ name }) => name === stream);
  if (found !== undefined) return found;
  throw new WangshuError(
    'CONNECTOR_UNKNOWN',
    `a stream of ${connector.id} is required (${connector.streams.map(({ name }) => name).join(', ')}), another is given`,
  );
}

const LARGEST_BASE64 = 65_536;

/** Rows as a reader would give them: declared fields alone; what is no object is kept as it came. */
function pageOf(stream: Stream, batch: string, rows: readonly RawValue[]): Page {
  const fields = [...stream.items.values()].map(({ from }) => from);
  const columns = new Set<string>();
  const page = { rows: [], unreadable: [] } as {
    rows: Page['rows'][number][];
    unreadable: Page['unreadable'][number][];
  };
  rows.forEach((row, i) => {
    const place = `batch ${batch} row ${String(i + 1)}`;
    if (row === null || typeof row !== 'object' || Array.isArray(row)) {
      page.unreadable.push({
        place,
        code: 'ROW_MALFORMED',
        message: `an object with the fields of a row is required, ${row === null ? 'null' : Array.isArray(row) ? 'a list' : `a ${typeof row}`} is given`,
        raw: Buffer.from(JSON.stringify(row)).subarray(0, LARGEST_BASE64).toString('base64'),
      });
      return;
    }
    for (const name of Object.keys(row)) columns.add(name);
    page.rows.push({
      place,
      values: Object.fromEntries(fields.map((name) => [name, row[name] ?? null])),
    });
  });
  // A sender may leave empty fields out: what is missing in a batch is no drift.
  if (columns.size > 0) for (const name of fields) columns.add(name);
  return { ...page, columns: [...columns], checkpoint: null };
}

/** One batch of a source at a time, and none while somebody decides about its removals. */
async function lockSource(tx: Tx, connector: string): Promise<void> {
  await tx.query(
    `INSERT INTO source_lease (connector, epoch, run_id) VALUES ($1, 0, $2) ON CONFLICT (connector) DO NOTHING`,
    [connector, randomUUID()],
  );
  await tx.query('SELECT FROM source_lease WHERE connector = $1 FOR UPDATE', [connector]);
}

async function answered(
  tx: Tx,
  connector: string,
  batch: string,
  content: Uuid,
): Promise<PushAnswer | null> {
  const { rows } = await tx.query<{ content: Uuid; answer: PushAnswer }>(
    'SELECT content, answer FROM push_batch WHERE connector = $1 AND batch = $2',
    [connector, batch],
  );
  const [known] = rows;
  if (known === undefined) return null;
  if (known.content === content) return known.answer;
  throw new WangshuError(
    'BATCH_REUSED',
    'a batch name of its own is required for other rows, this name was used for a batch with other contents; send them under a new name',
  );
}

async function runOfToday(tx: Tx, connector: Connector, stream: Stream): Promise<Uuid> {
  // Behind a batch that was refused a new row begins: the source is well again.
  const known = await tx.query<{ id: Uuid; status: string }>(
    `SELECT id, status FROM sync_run WHERE connector = $1 AND kind = 'PUSH' AND started_at >= date_trunc('day', now())
      ORDER BY started_at DESC LIMIT 1`,
    [connector.id],
  );
  const open = known.rows.find(({ status }) => status === 'SUCCEEDED');
  const runId = open?.id ?? randomUUID();
  if (open === undefined)
    await tx.query(
      `INSERT INTO sync_run (id, connector, connector_version, kind, status) VALUES ($1, $2, $3, 'PUSH', 'SUCCEEDED')`,
      [runId, connector.id, connector.version],
    );
  await tx.query('UPDATE sync_run SET finished_at = now(), connector_version = $2 WHERE id = $1', [
    runId,
    connector.version,
  ]);
  await tx.query(
    'INSERT INTO sync_run_stream (run_id, stream_id, complete) VALUES ($1, $2, true) ON CONFLICT DO NOTHING',
    [runId, stream.id],
  );
  // Rows that were mapped by an older connector are mapped again by the next night, not while a sender waits.
  await tx.query(
    `UPDATE stream SET data_as_of = now(), mapping_version = coalesce(mapping_version, $2),
            source_version = coalesce(source_version, $3), key_items = coalesce(key_items, $4) WHERE id = $1`,
    [stream.id, stream.mappingVersion, stream.sourceVersion, stream.spec.key],
  );
  return runId;
}
