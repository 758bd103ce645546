import { copyRows } from '../db/copy';
import type { Tx } from '../db/pool';
import { NOUN_CODE } from '../domain/nouns';
import { foldBridges, type Bridge } from './fold';

/**
 * Folds the bridges of every noun where one changed, writes the aliases that differ, and puts the records whose mentions
 * hang on them on the work list. Returns how many aliases changed.
 */
export async function refold(tx: Tx): Promise<number> {
  await tx.query(`
    CREATE TEMP TABLE rebridged_now ON COMMIT DROP AS
    WITH gone AS (DELETE FROM rebridged RETURNING noun, key) SELECT DISTINCT noun, key FROM gone`);
  const taken = await tx.query<{ noun: number }>('SELECT DISTINCT noun FROM rebridged_now');
  const nouns = taken.rows.map((row) => row.noun);
  if (nouns.length === 0) return 0;
  await tx.query(
    'CREATE TEMP TABLE folded (key uuid PRIMARY KEY, noun smallint NOT NULL, root uuid NOT NULL) ON COMMIT DROP',
  );
  for (const noun of nouns) {
    const bridges = await tx.query<Bridge>(
      'SELECT DISTINCT noun, a, b, a_rank, b_rank FROM bridge WHERE noun = $1',
      [noun],
    );
    const aliases = foldBridges(noun, bridges.rows);
    await copyRows(
      tx,
      'folded (key, noun, root)',
      aliases.map(({ key, noun: of, root }) => [key, of, root]),
    );
  }
  const changed = await tx.query<{ changed: number }>(
    `WITH gone AS (
       DELETE FROM alias a WHERE a.noun = ANY ($1::smallint[])
          AND NOT EXISTS (SELECT FROM folded f WHERE f.key = a.key) RETURNING a.key
     ), come AS (
       INSERT INTO alias (key, noun, root) SELECT key, noun, root FROM folded
       ON CONFLICT (key) DO UPDATE SET root = excluded.root, noun = excluded.noun WHERE alias.root <> excluded.root
       RETURNING key
     ), moved AS (SELECT key FROM gone UNION SELECT key FROM come), listed AS (
       INSERT INTO unresolved (stream_id, key)
       SELECT m.stream_id, m.key FROM mention m JOIN moved ON m.anchor = moved.key WHERE m.noun <> ${NOUN_CODE.Resident}
       UNION ALL
       -- a doorplate points at a base, so what moves the base moves whoever gave the code
       SELECT m.stream_id, m.key FROM moved JOIN doorplate d ON d.base = moved.key JOIN mention m ON m.doorplate = d.code
       UNION ALL
       SELECT m.stream_id, m.key FROM rebridged_now r JOIN mention m ON m.doorplate = r.key WHERE r.noun = ${NOUN_CODE.Place}
     )
     SELECT count(*) AS changed FROM moved`,
    [nouns],
  );
  await tx.query('DROP TABLE folded, rebridged_now');
  return changed.rows[0]?.changed ?? 0;
}
