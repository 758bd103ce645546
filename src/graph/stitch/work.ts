import type { Tx } from '../../db/pool';
import { NOUN_CODE } from '../../domain/nouns';

/**
 * Takes the work list: the entities to build again, once each. Places bring the whole of their base (a compound with its
 * buildings and rooms), because what stands above a room is built from the room.
 */
export async function takeWork(tx: Tx): Promise<number> {
  await tx.query(`
    CREATE TEMP TABLE work ON COMMIT DROP AS
    WITH gone AS (DELETE FROM touched RETURNING entity_id, noun) SELECT DISTINCT entity_id AS id, noun FROM gone`);
  const { rows } = await tx.query<{ count: number }>('SELECT count(*) AS count FROM work');
  const count = rows[0]?.count ?? 0;
  if (count === 0) return 0;
  await tx.query('CREATE INDEX ON work (id); ANALYZE work');
  await tx.query(`
    CREATE TEMP TABLE work_base ON COMMIT DROP AS
    SELECT m.base_id AS id FROM work w JOIN mention m ON m.entity_id = w.id
     WHERE w.noun = ${NOUN_CODE.Place} AND m.base_id IS NOT NULL
    UNION
    SELECT p.base_id FROM work w JOIN place p ON p.id = w.id
     WHERE w.noun = ${NOUN_CODE.Place} AND p.base_id IS NOT NULL`);
  await tx.query('ANALYZE work_base');
  return count;
}

/** Adds entities whose place moved to another area: their area follows. */
export async function addResidentsOfMovedPlaces(tx: Tx): Promise<void> {
  await tx.query(`
    INSERT INTO work (id, noun)
    SELECT id, noun FROM (
      SELECT r.id, ${NOUN_CODE.Resident}::smallint AS noun FROM place_moved p JOIN resident r ON r.residence_id = p.id
      UNION ALL SELECT e.id, ${NOUN_CODE.Event}::smallint FROM place_moved p JOIN event e ON e.place_id = p.id
      UNION ALL SELECT t.id, ${NOUN_CODE.Thing}::smallint FROM place_moved p JOIN thing t ON t.place_id = p.id
      UNION ALL SELECT o.id, ${NOUN_CODE.Organization}::smallint FROM place_moved p JOIN organization o ON o.place_id = p.id
    ) moved
    WHERE NOT EXISTS (SELECT FROM work w WHERE w.id = moved.id)`);
}
