import { isWangshuError, WangshuError } from '../../domain/errors';

const AWAY =
  /^(ECONN\w+|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|EPIPE|ESOCKET|ELOGIN_TIMEOUT|08...|57P0.|53300|3D000|PROTOCOL_CONNECTION_LOST|ER_BAD_DB_ERROR)$/;
const REFUSED =
  /^(28...|42501|ER_ACCESS_DENIED_ERROR|ER_DBACCESS_DENIED_ERROR|ER_TABLEACCESS_DENIED_ERROR|ELOGIN|ORA-01017)$/;

/**
 * What a driver threw, as one of the hub's errors with the driver's code alone: its message may quote a row, a key or the
 * address, so that it is not passed on as a cause either. `from` null: nothing was asked for yet.
 */
export function sqlFailure(error: unknown, from: string | null): WangshuError {
  if (isWangshuError(error)) return error;
  const { code, name, message } = (error ?? {}) as {
    code?: unknown;
    name?: unknown;
    message?: unknown;
  };
  const known = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  const text = typeof message === 'string' ? message : '';
  if (AWAY.test(known) || /timeout|terminated|closed the connection/i.test(`${known} ${text}`)) {
    return new WangshuError(
      'SOURCE_UNREACHABLE',
      `a database that answers is required, it does not (${known}); check the address and that it runs`,
    );
  }
  if (REFUSED.test(known)) {
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
