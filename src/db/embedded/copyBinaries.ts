import {
  chmod,
  copyFile,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { errno, exists, newName } from './files';

/** Parts of the package for people who compile against PostgreSQL; the server does not need them. */
const NOT_NEEDED = /\.a$|^pkgconfig$|^include$/;
/** The package lists its symbolic links (npm packages cannot hold any) as paths from the package's root. */
const SYMLINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies a package's `native` folder to `target`, with modes that let any user run it and with the links that an
 * install without scripts leaves out. Copied under another name and renamed: a half copy is never seen, and of two
 * copiers one wins and the other's copy is thrown away.
 */
export async function copyBinaries(native: string, target: string): Promise<void> {
  const fresh = newName(target);
  try {
    await copyTree(native, fresh);
    await makeLinks(native, fresh);
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (errno(error) !== 'ENOTEMPTY' && errno(error) !== 'EEXIST') throw error;
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (NOT_NEEDED.test(entry.name)) continue;
    const source = path.join(from, entry.name);
    const copy = path.join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, copy);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), copy);
    else {
      await copyFile(source, copy, constants.COPYFILE_FICLONE);
      const runs = path.basename(from) === 'bin' || /\.(so|dylib)(\.|$)/.test(entry.name);
      await chmod(copy, runs ? 0o755 : 0o644);
    }
  }
}

async function makeLinks(native: string, copy: string): Promise<void> {
  const list = path.join(native, 'pg-symlinks.json');
  if (!(await exists(list))) return;
  for (const link of SYMLINKS.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const target = path.join(copy, path.relative('native', link.target));
    const source = path.join(copy, path.relative('native', link.source));
    if (!(await exists(target))) await symlink(path.relative(path.dirname(target), source), target);
  }
}
