import { main } from './main';

/** So long after the first Ctrl-C the process goes, whatever is still under way; everything it left is done again. */
const LAST_RESORT_MS = 5_000;

/**
 * Runs the command line of this process. The first Ctrl-C (or SIGTERM) lets the command stop what it started, a second one, or
 * the time limit, ends it at once.
 */
export function start(): void {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    setTimeout(() => process.exit(process.exitCode ?? 1), LAST_RESORT_MS).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A reader that went away (| head) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const io = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    stop: stop.signal,
  };
  void main(process.argv.slice(2), io).then((code) => {
    // What is written must have left; idle sockets of libraries must not hold the process.
    process.exitCode = code;
    process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
  });
}
