import { errors, jwtVerify, SignJWT } from 'jose';
import { WangshuError } from '../domain/errors';

/** Who a token speaks for. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly department: string | null;
  /** Codes of the areas the principal works in; 'ALL' is the whole district. */
  readonly areas: 'ALL' | readonly string[];
  readonly purposes: readonly string[];
}

const ISSUER = 'wangshu';
const AUDIENCE = 'wangshu-api';
/** One algorithm, named by the hub and never by the token (RFC 8725, 3.1). */
const ALGORITHM = 'HS256';
const CLOCK_TOLERANCE_SECONDS = 5;
/** RFC 7518, 3.2: a key at least as long as the hash. */
const SECRET_BYTES = 32;

function keyOf(secret: string): Uint8Array {
  const key = new TextEncoder().encode(secret);
  if (key.length < SECRET_BYTES) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a token secret of ${String(SECRET_BYTES)} bytes or more is required, a shorter one is given; set WANGSHU_TOKEN_SECRET`,
    );
  }
  return key;
}

/** Makes a token (JWT, RFC 7519) that is good for `validFor` seconds from `now`. */
export async function signToken(
  secret: string,
  principal: Principal,
  options: { readonly validFor: number; readonly now?: Date },
): Promise<string> {
  const issuedAt = Math.floor((options.now ?? new Date()).getTime() / 1000);
  const { id, name, role, department, areas, purposes } = principal;
  return new SignJWT({ name, role, department, areas, purposes })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setSubject(id)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + options.validFor)
    .sign(keyOf(secret));
}

function refused(given: string, cause?: unknown): WangshuError {
  return new WangshuError(
    'UNAUTHENTICATED',
    `a valid token is required in the header Authorization: Bearer …, ${given}; ask for a new one`,
    { cause },
  );
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

/** Claims as a principal; UNAUTHENTICATED where one is missing or of another shape. */
function principalOf(claims: Readonly<Record<string, unknown>>): Principal {
  const { sub, name, role, department, areas, purposes } = claims;
  const wellFormed =
    isText(sub) &&
    isText(name) &&
    isText(role) &&
    (department === null || isText(department)) &&
    (areas === 'ALL' || isTexts(areas)) &&
    isTexts(purposes);
  if (!wellFormed) throw refused('one without the claims of a principal is given');
  return { id: sub, name, role, department, areas, purposes };
}

/**
 * Reads a token. WangshuError UNAUTHENTICATED for one that is expired, changed, signed by another key or by another
 * algorithm, meant for somebody else, or without the claims of a principal; the message never quotes it.
 */
export async function verifyToken(secret: string, token: string): Promise<Principal> {
  const key = keyOf(secret);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    });
    return principalOf(payload);
  } catch (error) {
    if (error instanceof WangshuError) throw error;
    if (error instanceof errors.JWTExpired) throw refused('an expired one is given', error);
    throw refused('one that does not hold is given', error);
  }
}
