import pino, { type Logger } from 'pino';
import { isWangshuError } from '../domain/errors';
import type { LogLevel } from './environment';

export type { Logger } from 'pino';

/** Keys whose values are never written, at any of the first levels. */
const REDACTED = ['password', 'token', 'secret', 'connection', 'authorization', 'url'].flatMap(
  (key) => [key, `*.${key}`, `*.*.${key}`],
);

/**
 * An error as it may be logged: its kind, its code, where it came from. Only the hub's own messages are safe to write; a
 * driver's message may quote a row.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint } = error as {
    code?: unknown;
    table?: unknown;
    constraint?: unknown;
  };
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof table === 'string' ? { table } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(isWangshuError(error) ? { message: error.message } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: loggableError(error.cause) }),
  };
}

/** A structured logger: one JSON object a line, to standard error, ids and counts only. */
export function createLogger(
  level: LogLevel,
  destination: pino.DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }) },
      serializers: { err: loggableError, error: loggableError },
      redact: { paths: REDACTED, censor: '[not shown]' },
    },
    destination,
  );
}
