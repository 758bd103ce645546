import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/pool';

const ASK_MS = 1_000;
/** A question that hangs is no answer. */
const PATIENCE_MS = 5_000;

async function answers(db: Db): Promise<boolean> {
  const asked = db.query('SELECT 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(PATIENCE_MS, false, { ref: false })]);
}

/**
 * After a failure: whether the hub's database was gone. Waits until it answers again, or the signal ends the waiting, however
 * long that is: an outage is nobody's failed attempt.
 */
export async function wasDatabaseGone(db: Db, signal: AbortSignal): Promise<boolean> {
  if (await answers(db)) return false;
  while (!signal.aborted) {
    await sleep(ASK_MS, undefined, { signal }).catch(() => undefined);
    if (await answers(db)) break;
  }
  return true;
}
