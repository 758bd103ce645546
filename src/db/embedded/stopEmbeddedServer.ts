import { setTimeout as sleep } from 'node:timers/promises';
import { WangshuError } from '../../domain/errors';
import { findPlace } from './place';
import { postmasterState } from './postmaster';

const LIMIT = 30_000;

/** Stops the server that runs for `dataDir`, whoever started it; false when none runs. For what a crash left behind. */
export async function stopEmbeddedServer(dataDir: string): Promise<boolean> {
  const place = await findPlace(dataDir);
  if (place === undefined) return false;
  const state = await postmasterState(place.data);
  if (state.kind === 'none' || state.kind === 'foreign') return false;
  if (state.kind !== 'stopping') process.kill(state.pid, 'SIGINT');
  const deadline = Date.now() + LIMIT;
  for (;;) {
    const now = await postmasterState(place.data);
    if (now.kind === 'none' || now.kind === 'foreign' || now.pid !== state.pid) return true;
    if (Date.now() > deadline) break;
    await sleep(20);
  }
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `the embedded database in ${place.home} is required to stop, it has not within ${String(LIMIT / 1000)} seconds; see ${place.logFile}`,
  );
}
