import { isWangshuError, WangshuError } from '../../../domain/errors';

const AWAY =
  /^(E(CONN|SOCKET|TIME)\w*|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ELOGIN_TIMEOUT|EINSTLOOKUP|08...|57P0.|53300|3D000|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT|ER_BAD_DB_ERROR|ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS|ER_SERVER_SHUTDOWN|ER_NORMAL_SHUTDOWN|ER_CONNECTION_KILLED|ORA-(01034|01033|03113|03114|03135|12\d{3})|NJS-(50\d|51\d|040|003))$/;
/** What drivers say without a code of a connection that is gone. */
const GONE =
  /timeout|terminated|closed the connection|connection (ended|error)|closed state|not queryable|socket hang up/i;
const REFUSED =
  /^(28...|42501|ER_ACCESS_DENIED\w*|ER_DBACCESS_DENIED_ERROR|ER_(TABLE|COLUMN|SPECIFIC_)ACCESS_DENIED_ERROR|ELOGIN|ORA-(01017|01031|01045|28000|28001))$/;
/** SQL Server has one code for all that it refuses, and numbers beside it. */
const REFUSED_NUMBERS = new Set([229, 230, 297, 300, 916]);

/**
 * What a driver threw, as one of the hub's errors with the driver's code alone: its message may quote a row, a key or the
 * address, so that it is not passed on as a cause either. `from` null: nothing was asked for yet.
 */
export function sqlFailure(error: unknown, from: string | null): WangshuError {
  if (isWangshuError(error)) return error;
  const { code, name, message, number } = (error ?? {}) as {
    code?: unknown;
    name?: unknown;
    message?: unknown;
    number?: unknown;
  };
  const known = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  const text = typeof message === 'string' ? message : '';
  if (AWAY.test(known) || GONE.test(`${known} ${text}`)) {
    return new WangshuError(
      'SOURCE_UNREACHABLE',
      `a database that answers is required, it does not (${known}); check the address and that it runs`,
    );
  }
  if (REFUSED.test(known) || REFUSED_NUMBERS.has(Number(number))) {
    return new WangshuError(
      'SOURCE_REFUSED',
      `a user that may read ${from ?? 'this source'} is required, the source refuses this one (${known})`,
    );
  }
  return new WangshuError(
    'SOURCE_PROTOCOL',
    `an answer to the hub's query of ${from ?? 'this source'} is required, the source gives an error (${known}); mend from, key or cursor in connector.yaml`,
  );
}
