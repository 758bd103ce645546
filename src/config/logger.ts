import pino, { type Logger } from 'pino';
import type { LogLevel } from './environment';
import { loggableError } from './loggable-error';

export type { Logger } from 'pino';

/** Keys whose values are never written, at any of the first levels. */
const REDACTED = ['password', 'token', 'secret', 'connection', 'authorization', 'url'].flatMap(
  (key) => [key, `*.${key}`, `*.*.${key}`],
);

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
