import { createHash, createHmac, randomUUID } from 'node:crypto';
import { PLACE, type HmacSettings, type SignedPart } from './auth-settings';
import type { Outgoing } from './exchange';

/**
 * Headers of a signed request: key, clock, nonce, and HMAC (RFC 2104) over the template. Made at the moment of sending: gateways refuse
 * a clock that is minutes old and a nonce they have seen.
 */
export function signedHeaders(
  settings: HmacSettings,
  { url, method, body }: Outgoing,
): Record<string, string> {
  const { headers } = settings;
  const timestamp = clock(settings.timestamp);
  const nonce = randomUUID();
  const digest = (algorithm: string): string =>
    createHash(algorithm)
      .update(body ?? '')
      .digest('hex');
  const parts: Record<SignedPart, () => string> = {
    method: () => method,
    host: () => url.host,
    path: () => url.pathname,
    query: () => url.search.slice(1),
    'sorted-query': () => sorted(url.search.slice(1)),
    timestamp: () => timestamp,
    nonce: () => nonce,
    appKey: () => settings.appKey,
    body: () => body ?? '',
    'body-md5': () => digest('md5'),
    'body-sha256': () => digest('sha256'),
    'body-sm3': () => digest('sm3'),
  };
  // The settings have only places that are parts.
  const text = settings.template.replace(PLACE, (_, part: SignedPart) => parts[part]());
  const signature = createHmac(settings.algorithm, settings.secret).update(text).digest();
  return {
    [headers.appKey]: settings.appKey,
    [headers.timestamp]: timestamp,
    [headers.nonce]: nonce,
    [headers.signature]:
      settings.encoding === 'HEX'
        ? signature.toString('hex').toUpperCase()
        : signature.toString(settings.encoding),
  };
}

function clock(form: HmacSettings['timestamp']): string {
  const now = Date.now();
  if (form === 'iso') return `${new Date(now).toISOString().slice(0, 19)}Z`;
  return String(form === 'seconds' ? Math.floor(now / 1000) : now);
}

/** Parameters as they are sent, put in the order of their bytes. */
function sorted(query: string): string {
  return query === '' ? '' : query.split('&').sort().join('&');
}
