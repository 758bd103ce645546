import type { Tx } from '../../db/pool';

/**
 * Every claim about an entity of the work list, with both ends as entities now: the temporary table word. A claim whose
 * other end makes no entity (a caller known by name only) ties nothing.
 */
export async function collectWords(tx: Tx): Promise<void> {
  await tx.query(`
    CREATE TEMP TABLE word ON COMMIT DROP AS
    WITH records AS (
      SELECT DISTINCT m.stream_id, m.key FROM work w JOIN mention m ON m.entity_id = w.id
    )
    SELECT c.role, f.entity_id AS from_id, f.noun AS from_noun, t.entity_id AS to_id, t.noun AS to_noun,
           c.since, c.until, f.rank, f.observed_at, c.stream_id, c.key
      FROM records r
      JOIN claim c USING (stream_id, key)
      JOIN mention f ON (f.stream_id, f.key, f.name) = (c.stream_id, c.key, c.from_name)
      JOIN mention t ON (t.stream_id, t.key, t.name) = (c.stream_id, c.key, c.to_name)
     WHERE f.entity_id IS NOT NULL AND t.entity_id IS NOT NULL AND f.entity_id <> t.entity_id`);
  await tx.query('CREATE INDEX ON word (from_id); ANALYZE word');
}

/**
 * The place an entity is at: the present claim before past ones, then trust, then the latest. As a CTE body with columns
 * id, place_id, area_id, ref.
 */
export function placeOfSql(role: 'LIVES_AT' | 'LOCATED_AT' | 'OCCURRED_AT'): string {
  return `
    SELECT DISTINCT ON (word.from_id) word.from_id AS id, word.to_id AS place_id, p.area_id,
           word.stream_id || ':' || word.key AS ref
      FROM word LEFT JOIN place p ON p.id = word.to_id
     WHERE word.role = '${role}'
     ORDER BY word.from_id, (word.until IS NOT NULL), word.rank, word.observed_at DESC NULLS LAST, word.stream_id, word.key, word.to_id`;
}
