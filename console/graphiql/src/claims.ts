/** What the page shows of an access token. The page never judges a token: only the hub does. */
export interface TokenClaims {
  name: string;
  role: string;
  /** Codes of the purposes that the token may name in X-Wangshu-Purpose. */
  purposes: string[];
  /** End of validity (`exp`, RFC 7519), or null when the token names none. */
  expiresAt: Date | null;
}

/**
 * Reads the payload of a JWT (RFC 7519) without checking its signature.
 *
 * @returns the claims, or null when the text is not a JWT; the page then says so beside the field.
 */
export function readClaims(token: string): TokenClaims | null {
  const payload = decodePayload(token);
  if (payload === null) return null;
  const { name, role, purposes, exp } = payload;
  return {
    name: typeof name === 'string' ? name : '',
    role: typeof role === 'string' ? role : '',
    purposes: Array.isArray(purposes)
      ? purposes.filter((purpose): purpose is string => typeof purpose === 'string')
      : [],
    expiresAt: typeof exp === 'number' ? new Date(exp * 1000) : null,
  };
}

/** Undoes what copying does to a token: the scheme word, line breaks and blanks. */
export function cleanToken(text: string): string {
  return text.replace(/^\s*Bearer\s+/i, '').replace(/\s+/g, '');
}

function decodePayload(token: string): Record<string, unknown> | null {
  const parts = token.split('.');
  const body = parts[1];
  if (parts.length !== 3 || body === undefined || !/^[\w-]+$/.test(body)) return null;
  try {
    const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) ? value : null;
  } catch {
    // Not base64, not UTF-8 or not JSON: all three mean "not a JWT", which the caller shows.
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
