import type { Tx } from '../../db/pool';

/**
 * Writes the links of the work list, once at each end. A link's period is the widest its records say: from the first
 * since, to the last until, open where any record leaves it open. Returns how many link ends were written or taken away.
 */
export async function stitchLinks(tx: Tx): Promise<number> {
  await tx.query(`
    CREATE TEMP TABLE end_next ON COMMIT DROP AS
    WITH link AS (
      SELECT from_id, role, to_id, from_noun, to_noun, min(since) AS since,
             CASE WHEN bool_or(until IS NULL) THEN NULL ELSE max(until) END AS until,
             array_agg(DISTINCT stream_id) AS streams,
             array_agg(DISTINCT stream_id || ':' || key) AS records
        FROM word GROUP BY from_id, role, to_id, from_noun, to_noun
    )
    SELECT from_id AS node_id, role, true AS outward, to_id AS other_id, from_noun AS node_noun, to_noun AS other_noun,
           since, until, streams, records FROM link
     WHERE from_id IN (SELECT id FROM work) OR to_id IN (SELECT id FROM work)
    UNION ALL
    SELECT to_id, role, false, from_id, to_noun, from_noun, since, until, streams, records FROM link
     WHERE from_id IN (SELECT id FROM work) OR to_id IN (SELECT id FROM work)`);
  await tx.query('CREATE INDEX ON end_next (node_id, role, outward, other_id); ANALYZE end_next');
  const gone = await tx.query(`
    WITH gone AS (
      SELECT l.node_id, l.role, l.outward, l.other_id FROM work w JOIN link_end l ON l.node_id = w.id
       WHERE NOT EXISTS (SELECT FROM end_next n
         WHERE (n.node_id, n.role, n.outward, n.other_id) = (l.node_id, l.role, l.outward, l.other_id))
    ), both_ends AS (
      SELECT * FROM gone UNION SELECT other_id, role, NOT outward, node_id FROM gone
    )
    DELETE FROM link_end l USING both_ends b
     WHERE (l.node_id, l.role, l.outward, l.other_id) = (b.node_id, b.role, b.outward, b.other_id)`);
  const come = await tx.query(`
    INSERT INTO link_end (node_id, role, outward, other_id, node_noun, other_noun, since, until, streams, records)
    SELECT node_id, role, outward, other_id, node_noun, other_noun, since, until, streams, records FROM end_next
    ON CONFLICT (node_id, role, outward, other_id) DO UPDATE
      SET since = excluded.since, until = excluded.until, streams = excluded.streams, records = excluded.records
      WHERE (link_end.since, link_end.until, link_end.streams, link_end.records)
            IS DISTINCT FROM (excluded.since, excluded.until, excluded.streams, excluded.records)`);
  return (gone.rowCount ?? 0) + (come.rowCount ?? 0);
}
