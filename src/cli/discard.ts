import { appendDeed } from '../audit/append';
import { inTransaction, type Db } from '../db/pool';
import { discardQuarantine } from '../ingest/discard-quarantine';

/** Marks rows of quarantine as of no use, and enters it in the audit log, row by row: both or neither. Returns how many. */
export async function discard(
  db: Db,
  word: Parameters<typeof discardQuarantine>[1],
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const ids = await discardQuarantine(tx, word);
    const subjects = ids.map((id) => `Quarantine:${id}`);
    const { by } = word;
    await appendDeed(tx, {
      by,
      action: 'discard-quarantine',
      subject: `${String(ids.length)} rows`,
      subjects,
    });
    return ids.length;
  });
}
