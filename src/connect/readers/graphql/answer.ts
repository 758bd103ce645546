import { WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import { Passing, protocol } from '../http/failure';
import { isName } from './names';

type Fields = { [key: string]: RawValue };

const REFUSED = /^(FORBIDDEN|UNAUTHORI[SZ]ED|ACCESS_DENIED|PERMISSION_DENIED|NOT_AUTHORI[SZ]ED)$/;
const UNAUTHENTICATED = /^(UNAUTHENTICATED|NOT_AUTHENTICATED|AUTHENTICATION_ERROR)$/;
const BUSY =
  /^(THROTTLED|RATE_LIMITED|RATE_LIMIT_EXCEEDED|TOO_MANY_REQUESTS|SERVICE_UNAVAILABLE|TIMEOUT|GATEWAY_TIMEOUT)$/;

const isObject = (value: RawValue | undefined): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * The data of an answer (GraphQL specification, October 2021, 7.1). One with errors is refused even where it has data: what is missing
 * from it would look as if it were gone. Messages of errors are not passed on, they may quote values; codes and
 * paths are. Throws SOURCE_PROTOCOL, SOURCE_REFUSED, and Passing where another try may help.
 */
export function dataOf(body: RawValue, from: string): Fields {
  if (!isObject(body))
    throw protocol(`an answer of GraphQL is required from ${from}, something else is given`);
  const { errors, data } = body;
  if (errors !== undefined && errors !== null && !(Array.isArray(errors) && errors.length === 0))
    throw failureOf(Array.isArray(errors) ? errors : [errors], isObject(data), from);
  if (!isObject(data)) throw protocol(`data are required from ${from}, none are given`);
  return data;
}

function failureOf(errors: readonly RawValue[], hasData: boolean, from: string): unknown {
  const codes = [...new Set(errors.map(codeOf).filter((code) => code !== null))];
  const paths = [...new Set(errors.map(placeOf).filter((path) => path !== null))];
  const said = [
    codes.length === 0 ? 'without a code' : codes.slice(0, 5).join(', '),
    ...(paths.length === 0 ? [] : [`at ${paths.slice(0, 5).join(', ')}`]),
  ].join(' ');
  const count = errors.length === 1 ? 'an error' : `${String(errors.length)} errors`;
  const message = `an answer without errors is required from ${from}, ${count} (${said}) ${errors.length === 1 ? 'is' : 'are'} given${hasData ? '; the data beside it are not read, since they may lack rows' : ''}`;
  const has = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  const refused = new WangshuError('SOURCE_REFUSED', `${message}; check auth`);
  if (has(UNAUTHENTICATED)) return new Passing(refused, null, true);
  if (has(REFUSED)) return refused;
  if (has(BUSY)) return new Passing(new WangshuError('SOURCE_UNREACHABLE', message));
  return protocol(message);
}

/** Codes as servers have them (`extensions.code`), not free text. */
function codeOf(error: RawValue): string | null {
  const code = isObject(error) && isObject(error.extensions) ? error.extensions.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z_]{1,49}$/.test(code) ? code : null;
}

function placeOf(error: RawValue): string | null {
  const path = isObject(error) ? error.path : null;
  if (!Array.isArray(path) || path.length === 0 || path.length > 20) return null;
  const parts = path.map((part) =>
    typeof part === 'number' ? String(part) : typeof part === 'string' && isName(part) ? part : '?',
  );
  return parts.join('.');
}
