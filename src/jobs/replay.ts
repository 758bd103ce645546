import type { Connector } from '../connect/connector';
import type { Db } from '../db/pool';
import { WangshuError } from '../domain/errors';
import { assertUuids, type Uuid } from '../domain/ids';
import { LEASE_MS } from '../ingest/lease';
import { replaySource, type Replayed } from '../ingest/replay';
import { openOwnPool } from './own-pool';
import { closeRunsOf, withSource } from './recover-runs';

/** So long a person waits for a source that is being read. */
const WAIT_MS = 2_000;
/** One for pages, one for signs of life. */
const SESSIONS = 2;

/**
 * Replays the quarantine of a source (ingest/replay) in its turn: like a reader it holds the source's lock, so that nobody takes its
 * run for a dead one's, and no run begins in the middle of it. WangshuError RUN_IN_PROGRESS while the source is read.
 */
export async function replayInTurn(
  { db, idKey }: { readonly db: Db; readonly idKey: string },
  connector: Connector,
  ids: readonly Uuid[] | null,
): Promise<Replayed> {
  assertUuids(ids ?? [], 'a row in quarantine', 'wangshu quarantine');
  const replayed = await withSource(db, connector.id, { waitMs: WAIT_MS }, async ({ pid }) => {
    await closeRunsOf(db, connector.id);
    const own = openOwnPool(db, { work: 'source', sessions: SESSIONS, idleMs: LEASE_MS });
    try {
      const holder = { pid, sessions: own.sessions };
      return await replaySource({ db: own.pool, connector, idKey, ids, holder });
    } finally {
      await own.close();
    }
  });
  if (replayed !== undefined) return replayed;
  throw new WangshuError(
    'RUN_IN_PROGRESS',
    `${connector.id}: a source that is not being read is required for a replay, a run of it is under way; wait for it or look at wangshu status`,
  );
}
