import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { WangshuError } from '../../domain/errors';
import { canonicalPath, errno, exists, isRoot, makeSharedFolder, sharedFolders } from './files';
import { serverIdentity } from './identity';
import { canEnter, type Identity } from './run';

/** Where one embedded database lives, and whose it is. */
export interface Place {
  /** The wished folder, or the one that stands in for it. Other things may lie in it, and it may be a mount point. */
  readonly home: string;
  /** All that is ours, made in one piece: the three below. */
  readonly folder: string;
  /** PostgreSQL's own data folder. */
  readonly data: string;
  /** The superuser's random password, readable by the owner alone. */
  readonly passwordFile: string;
  readonly logFile: string;
  /** The user the server runs as; absent: the user of this process. */
  readonly identity?: Identity;
}

function placeAt(home: string, identity?: Identity): Place {
  const folder = path.join(home, 'postgres');
  return {
    home,
    folder,
    data: path.join(folder, 'data'),
    passwordFile: path.join(folder, 'password'),
    logFile: path.join(folder, 'postgres.log'),
    ...(identity && { identity }),
  };
}

/**
 * The folders a database wished at `wished` can be in. The second and third serve root only: there the server runs as
 * another user, who can't enter, say, root's home. Their name follows from the wished path, so that every later
 * start finds them again.
 */
async function possibleHomes(wished: string): Promise<string[]> {
  const home = await canonicalPath(wished).catch((cause: unknown) => {
    throw unusable(
      wished,
      `its path cannot be followed (${errno(cause) ?? 'unknown error'})`,
      cause,
    );
  });
  if (!isRoot()) return [home];
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 12);
  const name = `${path.basename(home)}-${hash}`;
  return [home, ...sharedFolders().map((folder) => path.join(folder, name))];
}

/**
 * The place of the database that was made for `wished`, or undefined when there is none yet. As root the server runs
 * as the owner of its files, so root can go on with what an ordinary user began.
 */
export async function findPlace(wished: string): Promise<Place | undefined> {
  for (const home of await possibleHomes(wished)) {
    const place = placeAt(home);
    let owner: Identity;
    try {
      if (!(await exists(path.join(place.data, 'PG_VERSION')))) continue;
      owner = await stat(place.data);
    } catch (error) {
      if (errno(error) !== 'EACCES') throw error;
      throw unusable(
        home,
        'it belongs to another user; start as that user, or choose another folder',
      );
    }
    const { uid, gid } = owner;
    if (!isRoot()) return place;
    if (uid === 0) {
      throw unusable(
        home,
        "its files are root's, and PostgreSQL does not run as root; give them to another user with chown -R",
      );
    }
    if (!(await canEnter(place.data, { uid, gid }))) {
      throw unusable(
        home,
        `its owner (user ${String(uid)}) can't enter it any more; allow that with chmod on the folders above`,
      );
    }
    return placeAt(home, { uid, gid });
  }
  return undefined;
}

/** Chooses the place for a new database wished at `wished`: there, or for root where the server's user can enter. */
export async function choosePlace(wished: string, onLog: (line: string) => void): Promise<Place> {
  const identity = await serverIdentity(onLog);
  const [home = wished, ...others] = await possibleHomes(wished);
  try {
    await mkdir(home, { recursive: true });
  } catch (cause) {
    throw unusable(home, `it cannot be made (${errno(cause) ?? 'unknown error'})`, cause);
  }
  if (identity === undefined || (await canEnter(home, identity))) return placeAt(home, identity);
  for (const other of others) {
    if (!(await makeSharedFolder(path.dirname(other))) || !(await makeSharedFolder(other)))
      continue;
    if (!(await canEnter(other, identity))) continue;
    onLog(`keeping the database in ${other}, because PostgreSQL's user can't enter ${home}`);
    return placeAt(other, identity);
  }
  throw unusable(
    home,
    `neither it nor ${others.join(' nor ')} can be entered by PostgreSQL's user (${String(identity.uid)}); choose another folder`,
  );
}

function unusable(home: string, why: string, cause?: unknown): WangshuError {
  return new WangshuError(
    'DATABASE_UNAVAILABLE',
    `a usable folder is required for the embedded database, ${home} is not one: ${why}`,
    { cause },
  );
}
