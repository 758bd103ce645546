import { WangshuError } from '../../domain/errors';
import { isRoot } from './files';
import { run, type Identity } from './run';

/** PostgreSQL refuses to run as root; like Debian's own packages it then runs as this user. */
const USER = 'postgres';

async function idOf(flag: '-u' | '-g'): Promise<number | undefined> {
  const { code, output } = await run('id', [flag, USER]);
  return code === 0 && /^\d+$/.test(output) ? Number(output) : undefined;
}

async function find(): Promise<Identity | undefined> {
  const [uid, gid] = [await idOf('-u'), await idOf('-g')];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/**
 * The user a new database belongs to: for root the system user `postgres`, made when missing; for anybody else
 * undefined, that is himself.
 */
export async function serverIdentity(onLog: (line: string) => void): Promise<Identity | undefined> {
  if (!isRoot()) return undefined;
  const found = await find();
  if (found !== undefined) return found;
  onLog(`making the system user '${USER}', because PostgreSQL does not run as root`);
  const group = await run('groupadd', ['--system', '--force', USER]);
  const options = ['--system', '--no-create-home', '--home-dir', '/nonexistent'];
  const shell = ['--shell', '/usr/sbin/nologin', '--gid', USER, USER];
  const user = await run('useradd', [...options, ...shell]);
  // Asked again instead of trusting the exit codes: another process may have made the user meanwhile.
  const made = await find();
  if (made !== undefined) return made;
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `a system user '${USER}' is required when started as root, it could not be made (${[group.output, user.output].filter(Boolean).join('; ')}); make it with 'useradd --system ${USER}', or start as an ordinary user`,
  );
}
