import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WangshuError } from '../../domain/errors';
import type { Binaries } from './binaries';
import { errno } from './files';
import { guardProcess } from './guardProcess';
import type { Place } from './place';
import { pidFile, postmasterState } from './postmaster';
import { SERVER_ENV } from './run';

const LOG_LIMIT = 10 * 1024 * 1024;
const POLL = 20;
/** Replaying the write-ahead log after a crash takes its time. */
const START_LIMIT = 300_000;
const FAST_STOP_LIMIT = 20_000;
const IMMEDIATE_STOP_LIMIT = 10_000;

export type Launch =
  | {
      readonly kind: 'ready';
      readonly stop: () => Promise<void>;
      /** Lets the server outlive this process. */
      readonly leave: () => Promise<void>;
    }
  /** Somebody else took the port, or the data folder, in the meantime: look again. */
  | { readonly kind: 'port-taken' }
  | { readonly kind: 'folder-taken' };

/** The log is kept to two files of about 10 MiB: the server's chatter is small, and no value of a row goes there. */
async function openLog({ logFile: file, identity }: Place) {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT) {
    await rename(file, `${file}.1`).catch((error: unknown) => {
      if (errno(error) !== 'ENOENT') throw error;
    });
  }
  const log = await open(file, 'a+', 0o600);
  if (identity !== undefined) await log.chown(identity.uid, identity.gid);
  return log;
}

async function lastLines(log: Awaited<ReturnType<typeof openLog>>, from: number): Promise<string> {
  const { size } = await log.stat();
  const start = Math.max(from, size - 4096);
  const { buffer, bytesRead } = await log.read(Buffer.alloc(4096), 0, 4096, start);
  return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-8).join('\n');
}

/**
 * Starts a server on the place's data and waits until it takes connections. It runs in a session of its own, so that Ctrl-C
 * reaches the hub alone, which stops it in order; its log is a file it holds itself, so that it outlives a closed terminal.
 */
export async function launch(options: {
  place: Place;
  binaries: Binaries;
  port: number;
  settings: Readonly<Record<string, string>>;
}): Promise<Launch> {
  const { place, binaries, port, settings } = options;
  const log = await openLog(place);
  try {
    const from = (await log.stat()).size;
    const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', place.data, '-p', String(port), ...set], {
      cwd: '/',
      env: SERVER_ENV,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
      ...place.identity,
    });
    const ended = once(child, 'exit').then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : 'it could not be started'),
    );
    child.unref();
    const failure = await Promise.race([ended, readiness(child, place)]);
    if (failure === undefined) return { kind: 'ready', ...holderOf(child, ended, place) };
    const said = `${failure}${await lastLines(log, from)}`;
    if (/could not bind|Address already in use/.test(said)) return { kind: 'port-taken' };
    if (
      /lock file "postmaster.pid" (already exists|is empty)|pre-existing shared memory/.test(said)
    ) {
      return { kind: 'folder-taken' };
    }
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the embedded database is required to start in ${place.home}, it ended instead; the last lines of ${place.logFile}:\n${said}`,
    );
  } finally {
    await log.close();
  }
}

/** Undefined when the server takes connections; a sentence when it has not after five minutes (it is then ended). */
async function readiness(child: ChildProcess, place: Place): Promise<string | undefined> {
  const deadline = Date.now() + START_LIMIT;
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const state = await postmasterState(place.data);
    if (state.kind === 'ready' && state.pid === child.pid) return undefined;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return `not ready after ${String(START_LIMIT / 1000)} seconds; `;
    }
    await sleep(POLL);
  }
  // It has ended: `ended` tells how.
  return new Promise(() => undefined);
}

/** Stops fast (sessions are ended, a checkpoint is written), and hard after 20 seconds; the second call waits for the first. */
function holderOf(
  child: ChildProcess,
  ended: Promise<unknown>,
  place: Place,
): { stop: () => Promise<void>; leave: () => Promise<void> } {
  const pid = child.pid ?? 0;
  const { identity } = place;
  const guard = guardProcess({ pid, pidFile: pidFile(place.data), signal: 'INT', identity });
  void ended.then(() => {
    void guard.release();
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const within = (limit: number): Promise<boolean> => {
      const timer = new AbortController();
      const late = sleep(limit, false, { signal: timer.signal }).catch(() => false);
      return Promise.race([ended.then(() => true), late]).finally(() => {
        timer.abort();
      });
    };
    child.ref();
    child.kill('SIGINT');
    if (await within(FAST_STOP_LIMIT)) return;
    child.kill('SIGQUIT');
    if (await within(IMMEDIATE_STOP_LIMIT)) return;
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the embedded database (process ${String(pid)}) is required to stop, it has not within ${String((FAST_STOP_LIMIT + IMMEDIATE_STOP_LIMIT) / 1000)} seconds; see ${place.logFile}`,
    );
  };
  return {
    stop: () => (stopping ??= stop()),
    leave: () => guard.release(),
  };
}
