import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../src/db/pool';
import type { StageName } from '../../src/jobs';

export interface ChildSettings {
  readonly url: string;
  readonly redisUrl: string | null;
  /** Of connectors. */
  readonly folder: string;
  /** What every page of a source takes. */
  readonly pageMs: number;
  readonly lockMs: number;
  /** Where a stage stands still for good, to be killed there. */
  readonly standstill?: Standstill;
}

/** `within`: in the middle of its transaction; `after`: when its work is committed and nobody has been told. */
export interface Standstill {
  readonly stage: StageName;
  readonly moment: 'before' | 'within' | 'after';
}

export interface ChildWorker {
  /** Resolves when it stands still. */
  readonly standing: Promise<void>;
  /** As a machine that is paused or swaps for long: it holds what it holds, and gives no sign of life. */
  pause(): void;
  /** It goes on as if no time had passed. */
  resume(): void;
  /** As a power cut would: nothing is said, nothing is given back. */
  kill(): Promise<void>;
}

/** Starts a worker in a process of its own; resolves when it works. */
export async function childWorker(settings: ChildSettings): Promise<ChildWorker> {
  const root = path.join(__dirname, '../..');
  const script = path.join(__dirname, 'worker-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(settings)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const ended = once(child, 'exit');
  const ready = once(child.stdout, 'data');
  const first = await Promise.race([ready.then(() => 'ready'), ended.then(() => 'ended')]);
  if (first === 'ended') throw new Error(`a worker process is required, it ended: ${said}`);
  const standing = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      if (data.includes('standing')) resolve();
    });
  });
  return {
    standing,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits until so many pages were landed by runs under way. */
export async function pagesLanded(db: Db, pages: number, limitMs = 15_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const { rows } = await db.query<{ pages: number }>(
      `SELECT coalesce(sum(t.pages), 0)::int AS pages
         FROM sync_run_stream t JOIN sync_run r ON r.id = t.run_id WHERE r.status = 'RUNNING'`,
    );
    if ((rows[0]?.pages ?? 0) >= pages) return;
    if (Date.now() > deadline) throw new Error(`${String(pages)} pages are required in time`);
    await sleep(20);
  }
}
