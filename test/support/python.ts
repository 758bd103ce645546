import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Thrown away with node_modules, and kept between runs of the tests. */
const CACHE = path.join(__dirname, '../../node_modules/.cache/wangshu-python');
const LISTS = path.join(__dirname, 'taps');
const PYTHONS = process.platform === 'win32' ? ['python'] : ['python3', '/usr/bin/python3'];
const BIN = process.platform === 'win32' ? 'Scripts' : 'bin';
const INSTALL_MS = 180_000;

/**
 * Whole path of a program out of the Python registry, as its packages stand in test/support/taps/NAME.txt (all with their versions). The
 * first to ask installs them into a folder of their own, by venv and pip as anybody would; others wait for it.
 */
export async function pythonProgram(name: string): Promise<string> {
  const list = path.join(LISTS, `${name}.txt`);
  const { python, version } = await findPython();
  const digest = createHash('sha256')
    .update(`${version}\0${await readFile(list, 'utf8')}`)
    .digest('hex');
  const folder = path.join(CACHE, `${name}-${digest.slice(0, 12)}`);
  const program = path.join(folder, BIN, name);
  const ready = path.join(folder, 'ready');
  if (existsSync(ready)) return program;
  await mkdir(CACHE, { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (existsSync(ready)) return program;
    await rm(folder, { recursive: true, force: true });
    await run(python, ['-m', 'venv', folder], { timeout: INSTALL_MS });
    await run(
      path.join(folder, BIN, 'python'),
      [
        ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'],
        // Nothing is compiled, and nothing but what stands in the list is taken.
        ...['--no-deps', '--only-binary', ':all:', '--requirement', list],
      ],
      { timeout: INSTALL_MS },
    ).catch((error: unknown) => {
      const said = (error as { stderr?: string }).stderr ?? String(error);
      throw new Error(
        `${name} out of the Python registry is required for this test, pip did not install it: ${said.slice(-1_000)}`,
      );
    });
    await writeFile(ready, '');
    return program;
  } finally {
    await release();
  }
}

async function findPython(): Promise<{ python: string; version: string }> {
  for (const python of PYTHONS) {
    const found = await run(python, [
      '-c',
      'import venv, ensurepip, sys; print(sys.version)',
    ]).catch(() => null);
    if (found !== null) return { python, version: found.stdout.trim() };
  }
  throw new Error(
    'python3 with venv is required for this test, it is not installed; run: sudo apt-get install -y python3-venv',
  );
}

/** A folder is made by one alone; one whose maker is gone, or that is older than an installation takes, is taken over. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const owner = path.join(folder, 'owner');
  for (;;) {
    try {
      await mkdir(folder);
      await writeFile(owner, String(process.pid));
      return () => rm(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(await readFile(owner, 'utf8').catch(() => '0'));
    const made = await stat(folder).catch(() => null);
    const old = made !== null && made.mtimeMs < Date.now() - 2 * INSTALL_MS;
    if (old || (pid > 0 && !isRunning(pid))) await rm(folder, { recursive: true, force: true });
    await sleep(100);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
