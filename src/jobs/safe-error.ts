import { isWangshuError, type ErrorCode } from '../domain/errors';

/** A failure as it may be stored and shown. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

const LONGEST = 2_000;

/** Text that PostgreSQL and every queue can hold: a NUL breaks a job's row, other control characters break a terminal. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex
  const printable = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ');
  // Half of a surrogate pair is no character: jsonb refuses it.
  const clean = printable.replace(/\p{Surrogate}/gu, '\ufffd');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
}

/** A failure without what a driver says: its message may quote a row. The log has the place it came from. */
export function failureOf(error: unknown): Failure {
  if (isWangshuError(error)) return { code: error.code, message: plainText(error.message) };
  const kind = error instanceof Error ? error.name : typeof error;
  const { code } = (error ?? {}) as { code?: unknown };
  const said = typeof code === 'string' ? `${kind} ${code}` : kind;
  return {
    code: 'INTERNAL',
    message: plainText(
      `the hub met a fault of its own (${said}); the log of the worker says where, and the next run tries again`,
    ),
  };
}

/** A fault as a log may hold it. */
export interface Fault extends Failure {
  readonly kind: string;
  /** Where it was thrown, innermost first. */
  readonly at: readonly string[];
  readonly cause?: Fault;
}

const FRAMES = 12;
const CAUSES = 5;

/** The frames of a stack without the message that stands before them: a driver's message may quote a row. */
function framesOf({ message, stack = '' }: Error): string[] {
  const start = stack.indexOf(message) + message.length;
  const frames = stack.slice(Math.max(0, start)).split('\n');
  return frames.flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? []).slice(0, FRAMES);
}

/** What a log says of an error: what was thrown and where, of its causes too, in the hub's own words only. */
export function faultOf(error: unknown, depth = 0): Fault {
  const kind = error instanceof Error ? error.name : typeof error;
  const at = error instanceof Error ? framesOf(error) : [];
  const fault = { ...failureOf(error), kind, at };
  if (!(error instanceof Error) || error.cause === undefined || depth === CAUSES) return fault;
  return { ...fault, cause: faultOf(error.cause, depth + 1) };
}

/** The same as an Error for the queue: no stack (it repeats the message), no cause. */
export function queueError(error: unknown): Error {
  const { code, message } = failureOf(error);
  const plain = new Error(`${code}: ${message}`);
  plain.stack = '';
  return plain;
}
