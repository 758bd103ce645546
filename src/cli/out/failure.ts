import { loggableError } from '../../config/loggable-error';
import { isWangshuError, WangshuError, type ErrorCode } from '../../domain/errors';
import { FaultsError } from '../../domain/faults';
import { SQLSTATE } from '../../db/sqlstate';

/** How a command ends: 0 done, 1 failed, 2 asked wrongly (usage, configuration, connector files). */
export const EXIT = { done: 0, failed: 1, asked: 2 } as const;

const ASKED: ReadonlySet<ErrorCode> = new Set([
  'CONFIG_INVALID',
  'CONNECTOR_INVALID',
  'CONNECTOR_UNKNOWN',
  'BAD_USER_INPUT',
] satisfies ErrorCode[]);

/** Codes of Node and PostgreSQL that say the database cannot be reached, whatever the driver's message. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  '3D000',
  '57P01',
  '57P02',
  '57P03',
  SQLSTATE.invalidPassword,
]);
const NO_TABLE = '42P01';

/** Any thrown value as one of the hub's errors, in plain words and without what a driver says. */
export function asFailure(error: unknown): WangshuError {
  if (isWangshuError(error)) return error;
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string' && UNREACHABLE.has(code)) {
    return new WangshuError(
      'DATABASE_UNAVAILABLE',
      `a database that answers is required, it does not (${code}); check that it runs and that DATABASE_URL is right`,
      { cause: error },
    );
  }
  if (code === NO_TABLE) {
    return new WangshuError(
      'DATABASE_UNAVAILABLE',
      "the hub's tables are required in this database, they are not there; run: wangshu migrate",
      { cause: error },
    );
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return new WangshuError(
    'INTERNAL',
    `the hub met a fault of its own (${kind}); set LOG_LEVEL=debug to see where`,
    { cause: error },
  );
}

export function exitCodeOf(error: WangshuError): number {
  return ASKED.has(error.code) ? EXIT.asked : EXIT.failed;
}

/** What stands on standard error: a plain sentence, or an object for machines. Where it came from only when debugging. */
export function failureText(error: WangshuError, json: boolean, debug: boolean): string {
  const trace = debug ? { where: loggableError(error) } : {};
  if (json) {
    const faults = error instanceof FaultsError ? { faults: error.faults } : {};
    return JSON.stringify({
      error: { code: error.code, message: error.message, ...faults, ...trace },
    });
  }
  const where = debug ? `\n${JSON.stringify(trace, null, 2)}` : '';
  return `wangshu: ${error.message}${where}`;
}
