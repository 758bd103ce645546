import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** Secrets of Standard Webhooks are written in base64 behind `whsec_`; any other text is the secret itself. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}

/**
 * Headers of Standard Webhooks 1.0.0 (standardwebhooks.com): id, time of the attempt in seconds, and HMAC-SHA256 of
 * `id.time.body`. The id is the same in every attempt; without a secret there is no signature.
 */
export function webhookHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  secret: string | null,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === null) return headers;
  const signed = createHmac('sha256', keyOf(secret))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signed}` };
}

/** Address of a 钉钉 robot with its signature: HMAC-SHA256 of `time\nsecret` (time in milliseconds) under the secret. */
export function signedDingtalkUrl(url: string, secret: string | null, at: Date): string {
  if (secret === null) return url;
  const timestamp = String(at.getTime());
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', sign);
  return signed.href;
}
