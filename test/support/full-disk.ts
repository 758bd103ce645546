import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A small disk of its own that a test can fill to the last block, and free again. */
export interface SmallDisk {
  readonly path: string;
  /** Leaves so many bytes. */
  fill(leave: number): void;
  free(): void;
  remove(): void;
}

const MIB = 1_048_576;

/**
 * A file system in memory. Mounting one needs root, which the gate and containers have; elsewhere this throws a sentence that says
 * so, since a disk that only pretends to be full proves nothing.
 */
export function smallDisk(folder: string, bytes: number): SmallDisk {
  const at = path.join(folder, 'disk');
  mkdirSync(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(bytes)}`, 'tmpfs', at], {
      stdio: 'pipe',
    });
  } catch (cause) {
    throw new Error(
      'root is required for this test, since it mounts a small file system; run it with sudo, or in the container of the gate',
      { cause },
    );
  }
  // As root the server runs as another user, who must get there.
  chmodSync(folder, 0o755);
  chmodSync(at, 0o777);
  const ballast = path.join(at, 'ballast');
  return {
    path: at,
    fill(leave) {
      const { bavail, bsize } = statfsSync(at);
      const file = openSync(ballast, 'w');
      for (let left = bavail * bsize - leave; left > 0; left -= MIB)
        writeSync(file, Buffer.alloc(Math.min(MIB, left)));
      closeSync(file);
    },
    free() {
      rmSync(ballast, { force: true });
    },
    remove() {
      execFileSync('umount', ['--lazy', at]);
    },
  };
}
