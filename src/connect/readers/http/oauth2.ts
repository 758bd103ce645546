import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { Oauth2Settings } from './auth-settings';
import { decodeText } from './decode-text';
import type { Outgoing, RawAnswer } from './exchange';
import { Passing, protocol, retryAfter } from './failure';

export const TOKEN_ENDPOINT = 'the token endpoint';

/** Error codes of RFC 6749, 5.2: these may be named, whatever else an issuer says may not. */
const CODES = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);
/** A token is fetched anew so long before it ends; one with a short life, when a tenth of that is left. */
const MARGIN_MS = 30_000;

export type SendToken = (
  request: Outgoing,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<RawAnswer>;

/** Tokens of the client credentials grant (RFC 6749, 4.4), kept until a little before they end. */
export class Oauth2Token {
  #token: string | null = null;
  #until = 0;

  constructor(
    private readonly settings: Oauth2Settings,
    private readonly send: SendToken,
  ) {}

  get value(): string {
    return this.#token ?? '';
  }

  /** Fetches a token unless one is kept. Throws Passing, SOURCE_REFUSED or SOURCE_PROTOCOL. */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#token !== null && performance.now() < this.#until) return;
    this.#token = null;
    const { settings } = this;
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    if (settings.scope !== undefined) form.set('scope', settings.scope);
    if (settings.audience !== undefined) form.set('audience', settings.audience);
    const headers: Record<string, string> = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    };
    if (settings.clientAuth === 'basic') {
      headers.authorization = `Basic ${basic(settings)}`;
    } else {
      form.set('client_id', settings.clientId);
      form.set('client_secret', settings.clientSecret);
    }
    const url = new URL(settings.tokenUrl);
    const asked = performance.now();
    const answer = await this.send({ url, method: 'POST', body: form.toString() }, headers, signal);
    this.#take(answer, asked);
  }

  /** Drops the token that the source does not take (any more); false where there is none. */
  renew(): boolean {
    const had = this.#token !== null;
    this.#token = null;
    return had;
  }

  #take(answer: RawAnswer, asked: number): void {
    if (answer.status !== 200) throw failed(answer);
    const body = objectOf(answer);
    const { access_token: token, token_type: type = 'bearer', expires_in: seconds } = body;
    // RFC 6750, 2.1: what may stand behind "Bearer".
    if (typeof token !== 'string' || !/^[A-Za-z0-9._~+/-]+=*$/.test(token))
      throw protocol(
        `an access_token is required from ${TOKEN_ENDPOINT}, ${token === undefined ? 'none' : 'something else'} is given`,
      );
    if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
      throw protocol(`a bearer token is required from ${TOKEN_ENDPOINT}, another type is given`);
    const life = Number(seconds) * 1000;
    this.#token = token;
    // An issuer that tells no end is told of it by the source, with 401.
    const told = Number.isFinite(life) && life > 0;
    this.#until = told ? asked + life - Math.min(MARGIN_MS, life / 10) : Infinity;
  }
}

/** Both halves are form-encoded first (RFC 6749, 2.3.1): a colon in either would cut them elsewhere. */
function basic({ clientId, clientSecret }: Oauth2Settings): string {
  const encoded = [clientId, clientSecret].map((text) =>
    new URLSearchParams({ v: text }).toString().slice(2),
  );
  return Buffer.from(encoded.join(':')).toString('base64');
}

function objectOf(answer: RawAnswer): Record<string, unknown> {
  const text = decodeText(answer.bytes, answer.headers, TOKEN_ENDPOINT);
  try {
    const body: unknown = JSON.parse(text);
    if (body !== null && typeof body === 'object') return body as Record<string, unknown>;
  } catch {
    // Said below: the parser's own error quotes the answer, which may hold a token.
  }
  throw protocol(`a JSON object is required from ${TOKEN_ENDPOINT}, something else is given`);
}

function failed(answer: RawAnswer): WangshuError | Passing {
  const { status, headers } = answer;
  if (status === 408 || status === 429 || status >= 500)
    return new Passing(
      new WangshuError(
        'SOURCE_UNREACHABLE',
        `a token is required from ${TOKEN_ENDPOINT}, it answers ${String(status)}`,
      ),
      retryAfter(headers),
    );
  if (status !== 400 && status !== 401 && status !== 403)
    return protocol(
      `an answer with status 200 is required from ${TOKEN_ENDPOINT}, ${String(status)} is given; check tokenUrl`,
    );
  return new WangshuError(
    'SOURCE_REFUSED',
    `a client that gets tokens is required, ${TOKEN_ENDPOINT} refuses this one (${String(status)}${codeOf(answer)}); check clientId, clientSecret, scope and clientAuth`,
  );
}

function codeOf(answer: RawAnswer): string {
  try {
    const { error } = objectOf(answer);
    return typeof error === 'string' && CODES.has(error) ? `, ${error}` : '';
  } catch (error) {
    // An issuer that refuses without a code is heard all the same.
    if (isWangshuError(error)) return '';
    throw error;
  }
}
