import { setTimeout as sleep } from 'node:timers/promises';
import { WangshuError } from '../../domain/errors';
import { findPackagedBinaries, runnableBinaries, type Binaries } from './binaries';
import { checkVersion, createCluster } from './createCluster';
import { launch } from './launch';
import { choosePlace, findPlace, type Place } from './place';
import { freePort } from './ports';
import { disownStaleLock, lastPort, postmasterState } from './postmaster';
import { joinServer } from './runningEmbeddedServer';
import { DEFAULT_DATABASE, type EmbeddedServer, type EmbeddedServerOptions } from './server';
import { addresses, adminUrl, prepareDatabase } from './session';
import { serverSettings } from './settings';

/** Each attempt that fails by another process's doing waits a little; old backends of a killed server need seconds. */
const ATTEMPTS = 200;
const PAUSE = 100;

/**
 * Starts PostgreSQL on `dataDir`, making the data first when there is none, or joins the server that runs there. There is no lock
 * of ours: data come into being by one rename, and PostgreSQL's own lock lets one server be; whoever loses looks again.
 * @throws WangshuError DATABASE_UNAVAILABLE with what was required, what was found and what to do.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { dataDir, database = DEFAULT_DATABASE, durable = true } = options;
  const onLog = options.onLog ?? (() => undefined);
  let place = await findPlace(dataDir);
  let running = place && (await joinServer(place, database));
  if (running !== undefined) return running;

  place ??= await choosePlace(dataDir, onLog);
  const binaries = await runnableBinaries(await findPackagedBinaries(), place.identity, onLog);
  if ((await findPlace(dataDir)) === undefined) {
    onLog(`making a new database in ${place.home}`);
    await createCluster(place, binaries, durable);
  }
  await checkVersion(place, binaries);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    running = (await joinServer(place, database)) ?? (await tryStart(place, binaries, options));
    if (running !== undefined) return running;
    await sleep(PAUSE);
  }
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `the embedded database in ${place.home} is required to start, its folder or port stays taken by another process; see ${place.logFile}`,
  );
}

/** One attempt; undefined when another process was in the way. */
async function tryStart(
  place: Place,
  binaries: Binaries,
  options: EmbeddedServerOptions,
): Promise<EmbeddedServer | undefined> {
  const { port: wished, database = DEFAULT_DATABASE, durable = true } = options;
  const state = await postmasterState(place.data);
  if (state.kind === 'foreign') await disownStaleLock(place.data, state.pid);
  const port = await freePort(wished ?? (await lastPort(place.data)));
  if (wished !== undefined && port !== wished) throw portTaken(wished);
  const settings = serverSettings(durable, options.settings);
  const launched = await launch({ place, binaries, port, settings });
  if (launched.kind === 'port-taken' && wished !== undefined) throw portTaken(wished);
  if (launched.kind !== 'ready') return undefined;
  const { stop, leave } = launched;
  try {
    const admin = await adminUrl(place, port);
    if (!(await prepareDatabase(admin, database))) {
      await stop();
      return undefined;
    }
    const url = (await addresses(place, port))(database);
    const { home, logFile } = place;
    return { url, adminUrl: admin, port, home, logFile, startedHere: true, stop, leave };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portTaken(port: number): WangshuError {
  return new WangshuError(
    'DATABASE_UNAVAILABLE',
    `port ${String(port)} of 127.0.0.1 is required for the embedded database, another program has it; choose another, or none (a free one is then found)`,
  );
}
