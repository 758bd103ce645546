import { copyChunks, copyText } from '../db/copy';
import type { Tx } from '../db/pool';
import type { KeyedRow } from './row';

/**
 * The page's rows as text in a temporary table of this session. Hashes decide what is new before any jsonb is parsed:
 * a row that did not change costs a comparison and no write.
 */
const CREATE = `CREATE TEMP TABLE IF NOT EXISTS stage (
  ord int NOT NULL, key uuid NOT NULL, hash uuid NOT NULL, payload text NOT NULL
) ON COMMIT DELETE ROWS`;

export interface Diff {
  /** Positions in the page of rows whose content is new, in order. */
  readonly changed: readonly number[];
  /** Among them, those that the hub holds already in an older form. */
  readonly known: ReadonlySet<number>;
  /** Among them, those whose content is the old one, of a record that was removed. */
  readonly removed: ReadonlySet<number>;
  /** Positions of rows that stand in quarantine as they are. */
  readonly stillBad: readonly number[];
}

function* stageLines(rows: readonly KeyedRow[]): Generator<readonly (string | number)[]> {
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as KeyedRow;
    yield [i, row.key, row.hash, row.payload];
  }
}

/** The rows as the text that goes into the temporary table, in chunks. */
export function stageText(rows: readonly KeyedRow[]): Generator<string> {
  return copyChunks(stageLines(rows));
}

/**
 * Puts the rows into the temporary table and says which are new; a row that was removed is new again even when its content is
 * the old one. Keys must be unique within them.
 */
export async function stageAndDiff(
  tx: Tx,
  streamId: number,
  text: readonly string[],
): Promise<Diff> {
  await tx.query(CREATE);
  await copyText(tx, 'stage (ord, key, hash, payload)', text);
  const found = await tx.query<{ ord: number; known: boolean; bad: boolean; removed: boolean }>({
    name: 'ingest-diff',
    text: `
      SELECT s.ord, r.key IS NOT NULL AS known, q.hash IS NOT NULL AS bad, coalesce(r.hash = s.hash, false) AS removed
        FROM stage s
        -- LIMIT keeps the planner at one look into the index a row: it knows nothing of the stage, and would read all of
        -- the records for every page
        LEFT JOIN LATERAL (SELECT key, hash, deleted_at FROM record WHERE stream_id = $1 AND key = s.key LIMIT 1) r ON true
        LEFT JOIN quarantine q ON q.stream_id = $1 AND q.hash = s.hash AND q.status = 'OPEN'
       WHERE r.key IS NULL OR r.hash <> s.hash OR r.deleted_at IS NOT NULL
       ORDER BY s.ord`,
    values: [streamId],
  });
  const changed: number[] = [];
  const known = new Set<number>();
  const removed = new Set<number>();
  const stillBad: number[] = [];
  for (const row of found.rows) {
    if (row.bad) stillBad.push(row.ord);
    else changed.push(row.ord);
    if (row.known && !row.bad) known.add(row.ord);
    if (row.removed && !row.bad) removed.add(row.ord);
  }
  return { changed, known, removed, stillBad };
}
