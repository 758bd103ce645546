import { cleanToken, readClaims } from './claims';

/** What the caller says about himself and why he asks; sent as headers with every request. */
export interface Credentials {
  token: string;
  purpose: string;
  caseNumber: string;
}

/** The part of Web Storage that is needed here. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export const NO_CREDENTIALS: Credentials = { token: '', purpose: '', caseNumber: '' };

const STORE_KEYS = {
  token: 'wangshu:token',
  purpose: 'wangshu:purpose',
  caseNumber: 'wangshu:case',
} as const satisfies Record<keyof Credentials, string>;

export function loadCredentials(store: KeyValueStore): Credentials {
  return {
    token: store.getItem(STORE_KEYS.token) ?? '',
    purpose: store.getItem(STORE_KEYS.purpose) ?? '',
    caseNumber: store.getItem(STORE_KEYS.caseNumber) ?? '',
  };
}

export function saveCredentials(store: KeyValueStore, credentials: Credentials): void {
  store.setItem(STORE_KEYS.token, credentials.token);
  store.setItem(STORE_KEYS.purpose, credentials.purpose);
  store.setItem(STORE_KEYS.caseNumber, credentials.caseNumber);
}

/**
 * Reads `#token=…&purpose=…&case=…`. A fragment stays in the browser, so a link may carry a token without leaving it
 * in a server's log.
 *
 * @returns the credentials that now hold, or null when the fragment names none of ours. A fragment with a token starts
 *   afresh: what another person left in the fields is not mixed into it.
 */
export function readFragment(hash: string, current: Credentials): Credentials | null {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const token = given.get('token');
  const purpose = given.get('purpose');
  const caseNumber = given.get('case');
  if (token === null && purpose === null && caseNumber === null) return null;
  const base = token === null ? current : withToken(NO_CREDENTIALS, token);
  return {
    token: base.token,
    purpose: purpose ?? base.purpose,
    caseNumber: caseNumber ?? base.caseNumber,
  };
}

/**
 * Takes a new token. A purpose that the token does not allow is dropped; one is filled in only when there is no
 * choice, because naming a purpose is a statement that the caller must make himself.
 */
export function withToken(current: Credentials, text: string): Credentials {
  const token = cleanToken(text);
  const purposes = readClaims(token)?.purposes ?? [];
  const only = purposes.length === 1 ? (purposes[0] ?? '') : '';
  const kept = purposes.length === 0 || purposes.includes(current.purpose);
  return { ...current, token, purpose: kept && current.purpose !== '' ? current.purpose : only };
}

/**
 * The request headers of a call. Header values are Latin-1 (RFC 9110, 5.5), so purpose and case number travel as
 * percent-encoded UTF-8: a plain code is unchanged by it, and 案〔2026〕12号 arrives whole.
 */
export function requestHeaders(credentials: Credentials): Record<string, string> {
  const headers: Record<string, string> = {};
  // Anything else than visible ASCII cannot be a token; the hub then answers 401, which the page explains.
  if (/^[\x21-\x7e]+$/.test(credentials.token)) {
    headers['Authorization'] = `Bearer ${credentials.token}`;
  }
  const purpose = credentials.purpose.trim();
  const caseNumber = credentials.caseNumber.trim();
  if (purpose !== '') headers['X-Wangshu-Purpose'] = encodeURIComponent(purpose);
  if (caseNumber !== '') headers['X-Wangshu-Case'] = encodeURIComponent(caseNumber);
  return headers;
}
