import type { RawValue } from '../connect/reader';
import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { KEPT_RECORD, writeQuarantine } from './quarantine';
import { underSourceNames } from './replay';
import { isBad, type BadRow } from './row';
import type { StreamWork } from './stream-work';
import { forgetMentions } from './write-mentions';

const PAGE = 5_000;

interface Kept {
  readonly key: Uuid;
  readonly hash: Uuid;
  readonly payload: Readonly<Record<string, RawValue>>;
}

/**
 * Gives kept records the keys that the present contract makes of them, so that a row which is read again is not taken for another. Of
 * records that come to share a key the one landed last stays. One that has no value for the new key waits in quarantine.
 * What a steward said of a removal goes along.
 */
export async function rekeyRecords(work: StreamWork): Promise<void> {
  const { stream } = work;
  let after: Uuid = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await work.write(async (tx) => {
      const page = await tx.query<Kept>(
        'SELECT key, hash, payload FROM record WHERE stream_id = $1 AND key > $2 ORDER BY key LIMIT $3',
        [stream.id, after, PAGE],
      );
      await rekeyPage(tx, work, page.rows);
      return page.rows;
    });
    after = rows.at(-1)?.key ?? after;
    if (rows.length < PAGE) return;
  }
}

async function rekeyPage(tx: Tx, work: StreamWork, rows: readonly Kept[]): Promise<void> {
  const { stream } = work;
  const moved: { from: Uuid; to: Uuid }[] = [];
  const bad: BadRow[] = [];
  for (const { key, payload } of rows) {
    const row = work.toRow({
      place: KEPT_RECORD,
      values: underSourceNames(stream, payload),
    });
    if (isBad(row)) bad.push(row);
    if (isBad(row) || row.key !== key) moved.push({ from: key, to: isBad(row) ? key : row.key });
  }
  if (moved.length === 0) return;
  const from = moved.map((each) => each.from);
  const to = moved.map((each) => each.to);
  await forgetMentions(tx, stream.id, from);
  await writeQuarantine(tx, work, bad);
  await tx.query(
    `WITH gone AS (
       DELETE FROM record r USING unnest($2::uuid[], $3::uuid[]) AS m (key, moved)
        WHERE r.stream_id = $1 AND r.key = m.key
       RETURNING m.moved, r.key, r.hash, r.payload, r.run_id, r.landed_at, r.deleted_at
     ), latest AS (
       SELECT DISTINCT ON (moved) * FROM gone WHERE moved <> key ORDER BY moved, landed_at DESC, key
     )
     INSERT INTO record AS held (stream_id, key, hash, payload, run_id, landed_at, deleted_at)
     SELECT $1, moved, hash, payload, run_id, landed_at, deleted_at FROM latest
     ON CONFLICT (stream_id, key) DO UPDATE
       SET hash = excluded.hash, payload = excluded.payload, run_id = excluded.run_id,
           landed_at = excluded.landed_at, deleted_at = excluded.deleted_at
     WHERE held.landed_at < excluded.landed_at`,
    [stream.id, from, to],
  );
  await tx.query(
    `WITH gone AS (
       DELETE FROM removal_key k USING unnest($2::uuid[], $3::uuid[]) AS m (key, moved)
        WHERE k.stream_id = $1 AND k.key = m.key RETURNING m.moved, k.removal_id
     )
     INSERT INTO removal_key (stream_id, key, removal_id) SELECT $1, moved, removal_id FROM gone ON CONFLICT DO NOTHING`,
    [stream.id, from, to],
  );
}
