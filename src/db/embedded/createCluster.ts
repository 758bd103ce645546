import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { WangshuError } from '../../domain/errors';
import type { Binaries } from './binaries';
import { errno, exists, newName } from './files';
import type { Place } from './place';
import { run } from './run';

export const SUPERUSER = 'hub';

/**
 * Order and case by PostgreSQL's own C.UTF-8 (the same on every machine, no index ever turns wrong by an upgrade of the C
 * library); character classes by the C library's, which pg_trgm asks: with the plain C locale it finds no trigrams
 * in Chinese. Debian always has C.UTF-8; the other names are for other systems.
 */
const CHARACTER_CLASSES = ['C.UTF-8', 'en_US.UTF-8', 'UTF-8'];

function initdbOptions(data: string, passwordFile: string, ctype: string): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    `--lc-ctype=${ctype}`,
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--text-search-config=simple',
  ];
}

/**
 * Makes the data folder, the password and nothing else, under another name, and renames the whole: after a crash at
 * any moment there is either no database or a complete one. Of two processes that do this at once one wins.
 */
export async function createCluster(
  place: Place,
  binaries: Binaries,
  durable: boolean,
): Promise<void> {
  await removeAbandoned(place.folder);
  const fresh = newName(place.folder);
  const data = path.join(fresh, 'data');
  const passwordFile = path.join(fresh, 'password');
  const { uid, gid } = place.identity ?? {};
  try {
    await mkdir(fresh);
    await chmod(fresh, 0o700);
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    if (uid !== undefined && gid !== undefined) {
      await chown(passwordFile, uid, gid);
      await chown(fresh, uid, gid);
    }
    await initialise(place, binaries, (ctype) => [
      ...initdbOptions(data, passwordFile, ctype),
      ...(durable ? [] : ['--no-sync']),
    ]);
    await rename(fresh, place.folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (error instanceof WangshuError) throw error;
    const taken = errno(error) === 'ENOTEMPTY' || errno(error) === 'EEXIST';
    if (taken && (await exists(path.join(place.data, 'PG_VERSION')))) return;
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      taken || errno(error) === 'ENOTDIR'
        ? `the name ${place.folder} is required for a new embedded database, something else is there; move it away or choose another folder`
        : `the embedded database is required to be made in ${place.home}, it could not be (${errno(error) ?? 'unknown error'}); check that the folder can be written and the disk is not full`,
      { cause: error },
    );
  }
}

async function initialise(
  place: Place,
  binaries: Binaries,
  options: (ctype: string) => string[],
): Promise<void> {
  let said = '';
  for (const ctype of CHARACTER_CLASSES) {
    const { code, output } = await run(binaries.initdb, options(ctype), place.identity);
    if (code === 0) return;
    said = output.split('\n').slice(-8).join('\n');
    if (!/invalid locale|could not be found|locale name/i.test(output)) break;
  }
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `initdb is required to make the embedded database in ${place.home}, it failed:\n${said}`,
  );
}

/** Removes what a process that was killed inside `createCluster` left beside `folder`; it takes seconds, so ten minutes are safe. */
async function removeAbandoned(folder: string): Promise<void> {
  const home = path.dirname(folder);
  const prefix = `${path.basename(folder)}.new-`;
  for (const name of await readdir(home)) {
    if (!name.startsWith(prefix)) continue;
    const abandoned = path.join(home, name);
    const age = Date.now() - (await stat(abandoned)).mtimeMs;
    if (age > 600_000) await rm(abandoned, { recursive: true, force: true });
  }
}

/** Fails when the data was made by another major version of PostgreSQL than these programs are. */
export async function checkVersion(place: Place, binaries: Binaries): Promise<void> {
  const made = (await readFile(path.join(place.data, 'PG_VERSION'), 'utf8')).trim();
  const { output } = await run(binaries.postgres, ['-V'], place.identity);
  const major = /(\d+)(?:\.\d+)*\s*$/.exec(output)?.[1];
  if (made === major) return;
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `data of PostgreSQL ${major ?? '(unknown)'} is required, ${place.data} was made by ${made}; move that folder away (the hub reads the departments again), or install the version of wangshu that made it`,
  );
}
