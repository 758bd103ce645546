import type { Tx } from '../db/pool';

/**
 * Gives each listed mention its entity: by doorplate code where the register knows it, else by its anchor through the
 * aliases. Only mentions that move are written; where they were, where they go and what is said beside them is noted for
 * stitch.
 * Returns how many mentions were looked at and how many moved.
 */
export async function placeMentions(tx: Tx): Promise<{ mentions: number; moved: number }> {
  await tx.query(`
    CREATE TEMP TABLE listed ON COMMIT DROP AS
    WITH gone AS (DELETE FROM unresolved RETURNING stream_id, key) SELECT DISTINCT stream_id, key FROM gone`);
  await tx.query('ANALYZE listed');
  const { rows } = await tx.query<{ mentions: number; moved: number }>(`
    WITH plate AS (
      -- one entry a code: the most trusted registrar's, then the smallest key
      SELECT DISTINCT ON (d.code) d.code, coalesce(a.root, d.base) AS base, d.tail
        FROM doorplate d LEFT JOIN alias a ON a.key = d.base
       ORDER BY d.code, d.rank, d.stream_id, d.key, d.name
    ), looked AS (
      SELECT m.stream_id, m.key, m.name, m.noun, m.entity_id, m.base_id, m.base_tail,
             coalesce(plate.base, alias.root, m.anchor) AS root,
             CASE WHEN plate.code IS NULL THEN m.tail ELSE concat_ws('/',
               'building:' || coalesce(substring(plate.tail FROM 'building:([^/]+)'), substring(m.tail FROM 'building:([^/]+)')),
               'unit:' || coalesce(substring(plate.tail FROM 'unit:([^/]+)'), substring(m.tail FROM 'unit:([^/]+)')),
               'room:' || coalesce(substring(plate.tail FROM 'room:([^/]+)'), substring(m.tail FROM 'room:([^/]+)'))) END AS tail
        FROM listed
        JOIN mention m USING (stream_id, key)
        LEFT JOIN alias ON alias.key = m.anchor
        LEFT JOIN plate ON plate.code = m.doorplate
       WHERE m.anchor IS NOT NULL OR m.doorplate IS NOT NULL
    ), placed AS (
      SELECT *, CASE WHEN coalesce(tail, '') = '' THEN root ELSE md5(root::text || '/' || tail)::uuid END AS entity,
             CASE WHEN tail IS NOT NULL THEN root END AS new_base,
             CASE WHEN root IS NOT NULL THEN tail END AS new_tail
        FROM looked
    ), moved AS (
      UPDATE mention m SET entity_id = p.entity, base_id = p.new_base, base_tail = p.new_tail
        FROM placed p
       WHERE (m.stream_id, m.key, m.name) = (p.stream_id, p.key, p.name)
         AND (m.entity_id, m.base_id, m.base_tail) IS DISTINCT FROM (p.entity, p.new_base, p.new_tail)
      RETURNING p.stream_id, p.key, p.entity_id AS before, p.entity AS after, p.noun
    ), noted AS (
      INSERT INTO touched (entity_id, noun)
      SELECT before, noun FROM moved WHERE before IS NOT NULL
      UNION ALL SELECT after, noun FROM moved WHERE after IS NOT NULL
      -- who lives, happened or stands where a mention moved must follow: everything else that these records mention
      UNION ALL SELECT m.entity_id, m.noun FROM (SELECT DISTINCT stream_id, key FROM moved) r
                  JOIN mention m USING (stream_id, key) WHERE m.entity_id IS NOT NULL
    )
    SELECT (SELECT count(*) FROM looked) AS mentions, (SELECT count(*) FROM moved) AS moved`);
  await tx.query('DROP TABLE listed');
  return rows[0] ?? { mentions: 0, moved: 0 };
}
