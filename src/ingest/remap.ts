import type { RawValue } from '../connect/reader';
import type { Db } from '../db/pool';
import { inTransaction } from '../db/pool';
import { TRUST_CODE } from '../domain/nouns';
import { contentHash, type Uuid } from '../domain/ids';
import { noCounts, type Counts } from './counts';
import type { StreamWork } from './page';
import { writeQuarantine } from './quarantine';
import type { BadRow } from './row';
import { forgetMentions, writeMentions, type MappedRecord } from './write-mentions';

type Raw = Record<string, RawValue>;

const PAGE = 5_000;

/**
 * When a stream's mapping changed, every kept record is mapped again from its payload, page by page, and what stood in
 * quarantine is tried again. The source is not asked. A crash in between starts over: the work is idempotent and the
 * new mapping version is written last.
 */
export async function remapIfChanged(
  db: Db,
  work: StreamWork,
): Promise<{ remapped: number; replayed: number }> {
  const { stream } = work;
  const known = await db.query<{ mapping_version: Uuid | null; fields: string[] | null }>(
    'SELECT mapping_version, fields FROM stream WHERE id = $1',
    [stream.id],
  );
  const before = known.rows[0]?.mapping_version ?? null;
  if (before === stream.mappingVersion) return { remapped: 0, replayed: 0 };
  let remapped = 0;
  let replayed = 0;
  if (before !== null) {
    remapped = await remapRecords(db, work);
    replayed = (await replayQuarantine(db, work)).landed;
  }
  const fields = [...stream.items.keys()];
  const held = new Set(known.rows[0]?.fields ?? []);
  const widened = before !== null && fields.some((field) => !held.has(field));
  await db.query(
    `UPDATE stream SET mapping_version = $2, fields = $3,
            checkpoint = CASE WHEN $4 THEN NULL ELSE checkpoint END WHERE id = $1`,
    [stream.id, stream.mappingVersion, fields, widened],
  );
  return { remapped, replayed };
}

async function remapRecords(db: Db, work: StreamWork): Promise<number> {
  const { stream, runId } = work;
  let after: Uuid = '00000000-0000-0000-0000-000000000000';
  let remapped = 0;
  for (;;) {
    const count = await inTransaction(db, async (tx) => {
      const page = await tx.query<{ key: Uuid; hash: Uuid; payload: Raw }>(
        `SELECT key, hash, payload FROM record
          WHERE stream_id = $1 AND key > $2 AND deleted_at IS NULL ORDER BY key LIMIT $3`,
        [stream.id, after, PAGE],
      );
      const good: MappedRecord[] = [];
      const bad: BadRow[] = [];
      for (const { key, hash, payload } of page.rows) {
        const mapped = work.toMentions(key, payload);
        if (mapped.ok) good.push({ key, row: mapped.row });
        else
          bad.push({
            place: 'kept record',
            stage: 'MAP',
            key,
            hash,
            fault: mapped.fault,
            raw: JSON.stringify(payload),
          });
      }
      await forgetMentions(
        tx,
        stream.id,
        page.rows.map((row) => row.key),
      );
      await writeMentions(tx, { streamId: stream.id, rank: TRUST_CODE[stream.spec.trust] }, good);
      await writeQuarantine(tx, {
        streamId: stream.id,
        runId,
        mappingVersion: stream.mappingVersion,
        rows: bad,
      });
      after = page.rows.at(-1)?.key ?? after;
      return page.rows.length;
    });
    remapped += count;
    if (count < PAGE) return remapped;
  }
}

interface OpenRow {
  id: Uuid;
  key: Uuid;
  raw: Raw;
}

/**
 * Tries the mapped-and-failed rows of a stream again with the present mapping; those that pass become records and leave
 * quarantine. Rows that could not be read or had no key need their source: they wait for it.
 */
export async function replayQuarantine(db: Db, work: StreamWork): Promise<Counts> {
  const { stream, runId } = work;
  return inTransaction(db, async (tx) => {
    const counts = noCounts();
    const open = await tx.query<OpenRow>(
      `SELECT id, key, raw FROM quarantine
        WHERE stream_id = $1 AND status = 'OPEN' AND stage = 'MAP' AND key IS NOT NULL
        ORDER BY first_seen, id FOR UPDATE`,
      [stream.id],
    );
    const passed = new Map<Uuid, { id: Uuid; payload: string; record: MappedRecord }>();
    for (const { id, key, raw } of open.rows) {
      counts.read += 1;
      const mapped = work.toMentions(key, raw);
      // jsonb does not keep the order of items: the payload is written in the YAML's order again, so that hashes agree.
      const payload = JSON.stringify(
        Object.fromEntries([...stream.items.keys()].map((name) => [name, raw[name] ?? null])),
      );
      if (mapped.ok) passed.set(key, { id, payload, record: { key, row: mapped.row } });
      else counts.quarantined += 1;
    }
    const rows = [...passed.values()];
    if (rows.length === 0) return counts;
    await tx.query(
      `INSERT INTO record (stream_id, key, hash, payload, run_id)
       SELECT $1, key, hash, payload::jsonb, $2 FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS back (key, hash, payload)
       ON CONFLICT (stream_id, key) DO UPDATE
         SET hash = excluded.hash, payload = excluded.payload, run_id = excluded.run_id, landed_at = now(), deleted_at = NULL`,
      [
        stream.id,
        runId,
        rows.map((row) => row.record.key),
        rows.map((row) => contentHash(row.payload)),
        rows.map((row) => row.payload),
      ],
    );
    await forgetMentions(
      tx,
      stream.id,
      rows.map((row) => row.record.key),
    );
    const said = await writeMentions(
      tx,
      { streamId: stream.id, rank: TRUST_CODE[stream.spec.trust] },
      rows.map((row) => row.record),
    );
    await tx.query(
      `UPDATE quarantine SET status = 'RESOLVED', closed_at = now() WHERE stream_id = $1 AND key = ANY ($2::uuid[]) AND status = 'OPEN'`,
      [stream.id, rows.map((row) => row.record.key)],
    );
    counts.landed = counts.read - counts.quarantined;
    counts.mentions = said.mentions;
    counts.links = said.links;
    return counts;
  });
}
