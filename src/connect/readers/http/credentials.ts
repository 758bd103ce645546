import { WangshuError } from '../../../domain/errors';
import type { AuthSettings } from './auth-settings';
import type { Outgoing } from './exchange';
import { Oauth2Token, type SendToken } from './oauth2';
import { signedHeaders } from './sign';

/** What a request carries to say who sends it. */
export interface Credentials {
  /** Resolves when headers can be made: a token is there. */
  ready(signal: AbortSignal): Promise<void>;
  /** Headers of one request, made at the moment it is sent. */
  headers(request: Outgoing): Record<string, string>;
  /** The source does not take them: true where new ones may help. */
  renew(): boolean;
}

const still = (headers: (request: Outgoing) => Record<string, string>): Credentials => ({
  ready: () => Promise.resolve(),
  headers,
  renew: () => false,
});

export function credentialsOf(auth: AuthSettings, sendToken: SendToken): Credentials {
  switch (auth.kind) {
    case 'none':
      return still(() => ({}));
    case 'bearer':
      return still(() => ({ authorization: `Bearer ${auth.token}` }));
    case 'header':
      return still(() => ({ [auth.name]: auth.value }));
    case 'basic': {
      const pair = Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
      return still(() => ({ authorization: `Basic ${pair}` }));
    }
    case 'hmac':
      return still((request) => signedHeaders(auth, request));
    case 'oauth2': {
      const token = new Oauth2Token(auth, sendToken);
      return {
        ready: (signal) => token.ready(signal),
        headers: () => ({ authorization: `Bearer ${token.value}` }),
        renew: () => token.renew(),
      };
    }
  }
}

/**
 * Headers that can be sent. A secret with a line break at its end, as files have it, would be quoted by the platform's own error: it is
 * found here and not shown. Throws CONNECTOR_INVALID.
 */
export function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue;
    throw new WangshuError(
      'CONNECTOR_INVALID',
      `a value of printable ASCII or Latin-1 characters is required for the header ${name}, one with a line break or another character is given (${String(value.length)} characters); mend the variable it comes from`,
    );
  }
  return { ...headers };
}
