import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { failed, notStarted, silent } from './failure';
import { LineCutter, type Line } from './lines';

/** After SIGTERM a tap has so long to tidy up. */
const TERM_MS = 2_000;
/** What a tap started and left behind may hold its output open so long. */
const LEFT_MS = 3_000;
/** So much of standard error is looked at when the tap fails. */
const TAIL = 16_384;

export interface TapRun {
  readonly command: readonly string[];
  readonly environment: Record<string, string>;
  readonly longestLine: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error: NodeJS.ErrnoException | null;
}

/** The tap's name as it may stand in a message: arguments may hold anything. */
export const programOf = (command: readonly string[]): string => {
  const [program = '', script] = command.map((word) => path.basename(word));
  return script !== undefined && /^(node|python[\d.]*|uv|uvx|pipx|bash|sh)(\.exe)?$/.test(program)
    ? script
    : program;
};

/**
 * Runs a tap and gives its lines, those of one chunk at a time. The tap waits while nobody takes them. Ends normally when the
 * tap did (exit code 0); throws what failure.ts says otherwise, and the signal's reason when it is aborted. However it ends, also
 * when the caller takes no more, the tap and all that it started are gone within TERM_MS.
 */
export async function* runTap(run: TapRun): AsyncGenerator<readonly Line[]> {
  const { signal } = run;
  signal.throwIfAborted();
  const [file = '', ...args] = run.command;
  const program = programOf(run.command);
  const child = spawn(file, args, {
    env: run.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: what the tap starts ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const said = listen(child);
  let over = false;
  const exited = new Promise<Exit>((resolve) => {
    const end = (exit: Exit): void => {
      over = true;
      resolve(exit);
    };
    child.once('error', (error) => {
      // `error` also comes when a signal could not be sent; the tap then goes on, and its exit follows.
      if (child.pid === undefined) end({ code: null, signal: null, error });
    });
    child.once('exit', (code, by) => {
      end({ code, signal: by, error: null });
    });
  });
  let stopping: Promise<void> | null = null;
  let idle = false;
  const stop = (): Promise<void> => (stopping ??= endTap(child, exited));
  const onAbort = (): void => void stop();
  signal.addEventListener('abort', onAbort, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        idle = !over;
        void stop();
      },
      over ? LEFT_MS : run.timeoutMs,
    );
  };
  child.once('exit', () => {
    if (timer !== undefined) wait();
  });
  const cutter = new LineCutter(run.longestLine);
  try {
    const chunks = (child.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    for (;;) {
      wait();
      const next = await chunks.next().catch((error: unknown) => {
        // Output that we closed ourselves; what is to be said is said below.
        if (stopping !== null) return { done: true as const, value: undefined };
        throw error;
      });
      clearTimeout(timer);
      timer = undefined;
      signal.throwIfAborted();
      if (next.done === true) break;
      const lines = cutter.push(next.value);
      if (lines.length > 0) yield lines;
      signal.throwIfAborted();
    }
    const { code, signal: by, error } = await exited;
    signal.throwIfAborted();
    if (error !== null) throw notStarted(program, error);
    if (idle) throw silent(program, run.timeoutMs);
    if (code !== 0) throw failed(program, { code, signal: by, ...said });
    const rest = cutter.end();
    if (rest.length > 0) yield rest;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    if (!over || stopping !== null) await stop();
  }
}

/** Standard error is always taken, lest the tap wait; its end is kept to tell an unreachable source from a refusal. */
function listen(child: ChildProcess): { lines: number; tail: string } {
  const said = { lines: 0, tail: '' };
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) said.lines += 1;
    said.tail = (said.tail + piece).slice(-TAIL);
  });
  return said;
}

async function endTap(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  send(child, 'SIGTERM');
  const late = setTimeout(() => {
    send(child, 'SIGKILL');
  }, TERM_MS);
  await exited;
  clearTimeout(late);
  // What it started and did not end.
  send(child, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function send(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
