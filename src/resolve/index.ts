import { inTransaction, type Db } from '../db/pool';
import { placeMentions } from './place-mentions';
import { refold } from './refold';

export interface Resolved {
  /** Mentions looked at. */
  readonly mentions: number;
  /** Mentions that now belong to another entity than before. */
  readonly moved: number;
  readonly aliases: number;
}

/** Any number, the same in every process: one resolve at a time. */
const RESOLVE_LOCK = 727_001;

/**
 * Finds the entity of every new or changed mention, deterministically: bridges first, then the mentions that hang on
 * them. One transaction; idempotent; with nothing new it reads two empty work lists and ends.
 */
export async function resolveMentions({ db }: { db: Db }): Promise<Resolved> {
  return inTransaction(db, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [RESOLVE_LOCK]);
    await tx.query(`SET LOCAL work_mem = '128MB'`);
    const aliases = await refold(tx);
    const placed = await placeMentions(tx);
    return { ...placed, aliases };
  });
}
