import { setTimeout as sleep } from 'node:timers/promises';
import { WangshuError } from '../../domain/errors';
import { findPlace, type Place } from './place';
import { pidFile, postmasterState } from './postmaster';
import { DEFAULT_DATABASE, type EmbeddedServer } from './server';
import { addresses, adminUrl, prepareDatabase } from './session';

/** As long as replaying the write-ahead log may take after a crash. */
const LIMIT = 300_000;

/**
 * Joins the server that runs on `place`, waiting while it is still starting or stopping; undefined when there is none.
 * The named database is made when missing.
 */
export async function joinServer(
  place: Place,
  database?: string,
): Promise<EmbeddedServer | undefined> {
  const deadline = Date.now() + LIMIT;
  while (Date.now() < deadline) {
    const state = await postmasterState(place.data);
    if (state.kind === 'none' || state.kind === 'foreign') return undefined;
    if (state.kind === 'ready') {
      const admin = await adminUrl(place, state.port);
      if (await prepareDatabase(admin, database)) {
        const address = await addresses(place, state.port);
        return {
          url: address(database ?? DEFAULT_DATABASE),
          adminUrl: admin,
          port: state.port,
          home: place.home,
          logFile: place.logFile,
          startedHere: false,
          stop: () => Promise.resolve(),
          leave: () => Promise.resolve(),
        };
      }
    }
    await sleep(50);
  }
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `the embedded database that runs in ${place.home} is required to answer, it has not within ${String(LIMIT / 1000)} seconds; see ${place.logFile}, and if no server runs there delete ${pidFile(place.data)}`,
  );
}

/** The server that another process (or an earlier call) runs for `dataDir`, or null. Starts and makes nothing. */
export async function runningEmbeddedServer(dataDir: string): Promise<EmbeddedServer | null> {
  const place = await findPlace(dataDir);
  return (place && (await joinServer(place))) ?? null;
}
