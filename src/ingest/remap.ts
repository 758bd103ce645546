import type { RawValue } from '../connect/reader';
import type { Db } from '../db/pool';
import { TRUST_CODE } from '../domain/nouns';
import type { Uuid } from '../domain/ids';
import { KEPT_RECORD, writeQuarantine } from './quarantine';
import { rekeyRecords } from './rekey';
import { removeRecords } from './remove-records';
import { replayQuarantine } from './replay';
import type { BadRow } from './row';
import { isTombstone } from './sort-rows';
import type { StreamWork } from './stream-work';
import { forgetMentions, writeMentions, type MappedRecord } from './write-mentions';

type Raw = Record<string, RawValue>;

const PAGE = 5_000;

interface Known {
  readonly mapping: Uuid | null;
  readonly source: Uuid | null;
  readonly keyItems: readonly string[] | null;
}

/**
 * What a changed connector asks for before its source is read. Another mapping: every kept record is mapped again from its
 * payload, page by page, and what stood in quarantine is tried again; the source is not asked. Another key: kept records
 * are keyed anew first, so that a row that is read again meets itself. Another source (its reader, its fields, what deletes mean): the
 * next read begins at the beginning. A crash in between starts over: the work is idempotent and the versions are written last.
 */
export async function remapIfChanged(
  db: Db,
  work: StreamWork,
): Promise<{ remapped: number; replayed: number }> {
  const { stream } = work;
  const { rows } = await db.query<Known>(
    `SELECT mapping_version AS mapping, source_version AS source, key_items AS "keyItems" FROM stream WHERE id = $1`,
    [stream.id],
  );
  const { mapping, source, keyItems } = rows[0] ?? { mapping: null, source: null, keyItems: null };
  const key = stream.spec.key;
  if (mapping === stream.mappingVersion && source === stream.sourceVersion)
    return { remapped: 0, replayed: 0 };
  if (keyItems !== null && JSON.stringify(keyItems) !== JSON.stringify(key))
    await rekeyRecords(work);
  let remapped = 0;
  let replayed = 0;
  if (mapping !== null && mapping !== stream.mappingVersion) {
    remapped = await remapRecords(work);
    replayed = (await replayQuarantine(work)).landed;
  }
  const another = source !== null && source !== stream.sourceVersion;
  await work.write((tx) =>
    tx.query(
      `UPDATE stream SET mapping_version = $2, source_version = $3, key_items = $4,
            checkpoint = CASE WHEN $5 THEN NULL ELSE checkpoint END,
            column_types = CASE WHEN $5 THEN NULL ELSE column_types END WHERE id = $1`,
      [stream.id, stream.mappingVersion, stream.sourceVersion, key, another],
    ),
  );
  return { remapped, replayed };
}

async function remapRecords(work: StreamWork): Promise<number> {
  const { stream } = work;
  let after: Uuid = '00000000-0000-0000-0000-000000000000';
  let remapped = 0;
  for (;;) {
    const count = await work.write(async (tx) => {
      const page = await tx.query<{ key: Uuid; hash: Uuid; payload: Raw }>(
        `SELECT key, hash, payload FROM record
          WHERE stream_id = $1 AND key > $2 AND deleted_at IS NULL ORDER BY key LIMIT $3`,
        [stream.id, after, PAGE],
      );
      const good: MappedRecord[] = [];
      const bad: BadRow[] = [];
      const gone: Uuid[] = [];
      for (const { key, hash, payload } of page.rows) {
        if (isTombstone(stream, { raw: payload })) {
          gone.push(key);
          continue;
        }
        const mapped = work.toMentions(key, payload);
        if (mapped.ok) good.push({ key, row: mapped.row });
        else
          bad.push({
            place: KEPT_RECORD,
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
      if (gone.length > 0)
        await removeRecords(tx, stream.id, 'SELECT unnest($2::uuid[])', [stream.id, gone]);
      await writeMentions(tx, { streamId: stream.id, rank: TRUST_CODE[stream.spec.trust] }, good);
      await writeQuarantine(tx, work, bad);
      after = page.rows.at(-1)?.key ?? after;
      return page.rows.length;
    });
    remapped += count;
    if (count < PAGE) return remapped;
  }
}
