import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** True when a server that was just started answers; false when it ended first (its port was taken meanwhile), or is too slow and was killed. */
export async function untilAnswers(
  child: ChildProcess,
  asked: () => Promise<boolean>,
  limitMs = 10_000,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (child.exitCode === null && child.signalCode === null) {
    if (await asked()) return true;
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      return false;
    }
    await sleep(20);
  }
  return false;
}
