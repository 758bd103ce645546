import type { RawValue } from '../connect/reader';
import type { Db } from '../db/pool';
import { TRUST_CODE } from '../domain/nouns';
import type { Uuid } from '../domain/ids';
import { writeQuarantine } from './quarantine';
import { replayQuarantine } from './replay';
import type { BadRow } from './row';
import type { StreamWork } from './stream-work';
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
    remapped = await remapRecords(work);
    replayed = (await replayQuarantine(work)).landed;
  }
  const fields = [...stream.items.keys()];
  const held = new Set(known.rows[0]?.fields ?? []);
  const widened = before !== null && fields.some((field) => !held.has(field));
  await work.write((tx) =>
    tx.query(
      `UPDATE stream SET mapping_version = $2, fields = $3,
            checkpoint = CASE WHEN $4 THEN NULL ELSE checkpoint END WHERE id = $1`,
      [stream.id, stream.mappingVersion, fields, widened],
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
      await writeQuarantine(tx, work, bad);
      after = page.rows.at(-1)?.key ?? after;
      return page.rows.length;
    });
    remapped += count;
    if (count < PAGE) return remapped;
  }
}
