import { inTransaction, type Db } from '../../db/pool';
import { NOUNS, NOUN_CODE, type Noun } from '../../domain/nouns';
import { stitchEntities } from './entities';
import { stitchEvents } from './events';
import { stitchLinks } from './links';
import { stitchAreaClosure, stitchPlaces } from './places';
import { addResidentsOfMovedPlaces, takeWork } from './work';
import { collectWords } from './words';

export const STITCH_STEPS = ['places', 'claims', 'entities', 'events', 'links'] as const;
export type StitchStep = (typeof STITCH_STEPS)[number];

export interface Stitched {
  /** Entities built again, by noun. */
  readonly entities: Readonly<Record<Noun, number>>;
  /** Link ends written or taken away. */
  readonly links: number;
  /** Entities that no record speaks of any more. */
  readonly removed: number;
}

/** Any number, the same in every process: one stitch at a time. */
const STITCH_LOCK = 727_002;
/** From so many entities on, the planner is told at once what the tables look like now. */
const ANALYZE_FROM = 10_000;

/**
 * Builds the touched entities and their links again and publishes them in one transaction: a reader sees the graph before
 * or after, never between. Only what comes out different is written. `timeZone` decides on which day an event counts.
 */
export async function stitch(options: {
  db: Db;
  timeZone: string;
  onProgress?: (step: StitchStep, done: number, total: number) => void;
}): Promise<Stitched> {
  const { db, timeZone, onProgress } = options;
  const begin = (step: StitchStep): void =>
    onProgress?.(step, STITCH_STEPS.indexOf(step), STITCH_STEPS.length);
  const stitched = await inTransaction(db, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [STITCH_LOCK]);
    await tx.query(`SET LOCAL work_mem = '128MB'`);
    const work = await takeWork(tx);
    if (work === 0) return { entities: countsOf([]), links: 0, removed: 0, work };
    begin('places');
    await stitchPlaces(tx);
    await addResidentsOfMovedPlaces(tx);
    await stitchAreaClosure(tx);
    begin('claims');
    await collectWords(tx);
    begin('entities');
    let removed = await stitchEntities(tx);
    begin('events');
    removed += await stitchEvents(tx, timeZone);
    begin('links');
    const links = await stitchLinks(tx);
    const counted = await tx.query<{ noun: number; count: number }>(
      'SELECT noun, count(*) AS count FROM work GROUP BY noun',
    );
    return { entities: countsOf(counted.rows), links, removed, work };
  });
  if (stitched.work >= ANALYZE_FROM) {
    await db.query(
      'ANALYZE resident, place, event, thing, organization, link_end, mention, record, claim',
    );
  }
  const { entities, links, removed } = stitched;
  return { entities, links, removed };
}

function countsOf(rows: readonly { noun: number; count: number }[]): Record<Noun, number> {
  const of = (noun: Noun): number => rows.find((row) => row.noun === NOUN_CODE[noun])?.count ?? 0;
  return Object.fromEntries(NOUNS.map((noun) => [noun, of(noun)])) as Record<Noun, number>;
}
