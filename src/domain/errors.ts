/**
 * One error class for the whole hub. `code` is stable and public (it travels in GraphQL `extensions.code`, in
 * quarantine rows and in `--json` output); `message` is a plain sentence that says what was required, what was
 * given and what to do. Neither ever carries a resident's value.
 */
export const ERROR_CODES = [
  // configuration and connectors
  'CONFIG_INVALID',
  'CONNECTOR_INVALID',
  'CONNECTOR_UNKNOWN',
  // sources
  'SOURCE_UNREACHABLE',
  'SOURCE_REFUSED',
  'SOURCE_PROTOCOL',
  'SOURCE_SHRUNK',
  'SOURCE_DRIFT',
  'RUN_IN_PROGRESS',
  'RUN_CANCELLED',
  'LEASE_LOST',
  'QUARANTINE_THRESHOLD',
  'REMOVAL_CHANGED',
  'BATCH_REUSED',
  // rows
  'KEY_MISSING',
  'VALUE_INVALID',
  'VALUE_TOO_LONG',
  'ENCODING_INVALID',
  'ROW_MALFORMED',
  // callers
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PURPOSE_REQUIRED',
  'CASE_REQUIRED',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_LARGE',
  'QUERY_TOO_COSTLY',
  // the hub itself
  'DATABASE_UNAVAILABLE',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export class WangshuError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'WangshuError';
    this.code = code;
  }
}

/** Narrows an unknown thrown value to the hub's own error. */
export function isWangshuError(error: unknown): error is WangshuError {
  return error instanceof WangshuError;
}
