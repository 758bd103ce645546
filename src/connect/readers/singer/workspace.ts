import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const PREFIX = 'wangshu-tap-';
const NAME = /^wangshu-tap-(\d+)-/;
/** Where process numbers of several containers meet in one folder, a young folder may be another's. */
const STALE_MS = 300_000;
let swept: Promise<void> | null = null;

/** The folder of one run of a tap; only this user may look into it (0700), and into its files (0600). */
export interface Workspace {
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** Makes a folder for one run. Folders that killed processes left behind, with secrets in them, are removed first. */
export async function openWorkspace(): Promise<Workspace> {
  await (swept ??= sweep());
  const folder = await mkdtemp(path.join(os.tmpdir(), `${PREFIX}${String(process.pid)}-`));
  return {
    async write(name, text) {
      const file = path.join(folder, name);
      await writeFile(file, text, { mode: 0o600, flag: 'wx' });
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function sweep(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid === 0 || runs(pid)) continue;
    const folder = path.join(os.tmpdir(), name);
    const about = await stat(folder).catch(() => null);
    if (about === null || about.mtimeMs > Date.now() - STALE_MS) continue;
    // Another user's folder is that user's matter.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
