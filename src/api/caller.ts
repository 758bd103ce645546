import type { FastifyRequest } from 'fastify';
import { scopeFor, type Policy } from '../access/policy';
import type { Scope } from '../access/scope';
import { verifyToken, type Principal } from '../access/token';
import { appendAudit } from '../audit/append';
import type { Logger } from '../config/logger';
import type { Catalogue } from '../connect/connector';
import type { Queryable } from '../db/pool';
import { isWangshuError, WangshuError } from '../domain/errors';
import { areaIdsOf } from '../graph/read/areas';
import type { Context, HubFacts } from './context';
import { refusal } from './errors';
import { createLoaders } from './loaders';
import type { Operations } from './operations';
import { calendarDay } from './today';

export interface CallerOptions {
  readonly db: Queryable;
  readonly catalogue: Catalogue;
  readonly policy: Policy;
  readonly tokenSecret: string;
  readonly idKey: string;
  readonly hub: HubFacts;
  readonly logger: Logger;
  readonly operations: Operations;
  /** Clock of the hub; default: the machine's. */
  readonly now?: () => Date;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it, once `authenticate` has let it through. */
    caller?: Principal;
  }
}

/** One header as text; repeated ones are refused, since it would be unclear which one counts. */
function header(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  if (value === undefined || value === '') return null;
  if (typeof value === 'string') {
    // Blank once decoded is not given: a case number of blanks would be a key to everything.
    const text = decode(name, value.trim())
      .replace(/\p{Cf}/gu, '')
      .trim();
    return text === '' ? null : text;
  }
  throw new WangshuError(
    'BAD_USER_INPUT',
    `the header ${name} is required once, it is given several times`,
  );
}

/** Longest purpose or case number, in characters. */
const HEADER_LENGTH = 100;

/**
 * Header values are Latin-1 (RFC 9110, 5.5), case numbers hold Chinese characters: percent-encoded UTF-8 is read, and
 * plain UTF-8 bytes as command line tools send them. Control characters are refused (the database holds no NUL).
 */
function decode(name: string, value: string): string {
  const required = `text of at most ${String(HEADER_LENGTH)} characters, or percent-encoded UTF-8, is required in the header ${name}`;
  let text: string;
  try {
    text = decodeURIComponent(Buffer.from(value, 'latin1').toString('utf8'));
  } catch (cause) {
    throw new WangshuError('BAD_USER_INPUT', `${required}, a broken encoding is given`, { cause });
  }
  if (text.length > HEADER_LENGTH || /\p{Cc}/u.test(text))
    throw new WangshuError(
      'BAD_USER_INPUT',
      `${required}, longer text or control characters are given`,
    );
  return text;
}

/**
 * Finds out who is asking, from the Authorization header. WangshuError UNAUTHENTICATED for requests without a token or with
 * one that does not hold: there are no anonymous reads, introspection included.
 */
export async function authenticate(request: FastifyRequest, options: CallerOptions): Promise<void> {
  const token = /^Bearer +([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new WangshuError(
      'UNAUTHENTICATED',
      'a token is required in the header Authorization: Bearer …, none is given; `wangshu token` makes one',
    );
  }
  request.caller = await verifyToken(options.tokenSecret, token);
}

/** What the caller may do and see for the purpose and case that the request names. */
export async function scopeOf(
  request: FastifyRequest,
  principal: Principal,
  options: CallerOptions,
): Promise<Scope> {
  const { policy, catalogue, db, idKey } = options;
  const purpose = header(request, 'x-wangshu-purpose');
  const caseNumber = header(request, 'x-wangshu-case');
  const areas =
    principal.areas === 'ALL' ? 'ALL' : await areaIdsOf({ db, idKey, codes: principal.areas });
  return scopeFor(policy, principal, { purpose, caseNumber, areas }, catalogue);
}

/** An authenticated caller who was turned away is worth an entry: who tried what for which purpose. */
async function noteDenial(
  principal: Principal,
  error: WangshuError,
  options: CallerOptions,
): Promise<void> {
  await appendAudit({
    db: options.db,
    principal,
    action: 'query',
    operationName: null,
    operationHash: null,
    disclosed: [],
    outcome: 'DENIED',
    errorCode: error.code,
  });
}

/** Works out what the caller may see for this request. GraphQLError with its status where purpose or case do not hold. */
export async function contextOf(request: FastifyRequest, options: CallerOptions): Promise<Context> {
  const principal = request.caller;
  if (principal === undefined)
    throw refusal(new WangshuError('UNAUTHENTICATED', 'a token is required, none is given'));
  const { db, catalogue, hub, idKey, operations } = options;
  try {
    const scope = await scopeOf(request, principal, options);
    const reading = { db, scope, catalogue };
    return {
      principal,
      scope,
      reading,
      hub,
      loaders: createLoaders({ reading, idKey, operations }),
      operations,
      today: calendarDay(options.now?.() ?? new Date(), hub.timeZone),
      disclosed: new Set(),
    };
  } catch (error) {
    if (!isWangshuError(error)) throw error;
    await noteDenial(principal, error, options);
    throw refusal(error);
  }
}
