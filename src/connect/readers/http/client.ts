import { WangshuError } from '../../../domain/errors';
import type { CallSettings } from './call-settings';
import { credentialsOf, sendable, type Credentials } from './credentials';
import { exchange, type Limits, type Outgoing, type RawAnswer } from './exchange';
import { Passing, protocol, refused, retryAfter } from './failure';
import { Hosts } from './hosts';
import { TOKEN_ENDPOINT } from './oauth2';
import { Pace, pause } from './pace';

const FIRST_PAUSE_MS = 250;
const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const GIVEN = new Set([200, 201, 203]);

export interface ClientRequest extends Outgoing {
  /** What messages call it: a path of the connector, never an address with its query. */
  readonly name: string;
  readonly accept: string;
  /** Statuses that are an answer too, beside 200, 201 and 203. */
  readonly also?: readonly number[];
  /** Nobody reads the answer's body. */
  readonly unread?: true;
  /** Default: as often as the settings say. */
  readonly retries?: number;
}

export interface ClientAnswer extends RawAnswer {
  /** Where it came from: behind redirects, not where it was asked for. */
  readonly url: URL;
}

/**
 * Requests to one source: one at a time and no faster than it allows, bounded in time and size, signed as it wants, sent again with
 * growing pauses, and never to a host that nobody allowed. Nothing it throws holds a secret, an address or a word of an answer.
 */
export class Client {
  readonly #home: URL;
  readonly #hosts: Hosts;
  readonly #pace: Pace;
  readonly #credentials: Credentials;

  /** `home` is the address whose origin is the source's own. */
  constructor(
    home: string,
    private readonly settings: CallSettings,
  ) {
    this.#home = new URL(home);
    this.#hosts = new Hosts(this.#home, settings.allowHosts);
    this.#pace = new Pace(settings.rate);
    this.#credentials = credentialsOf(settings.auth, (request, headers, signal) =>
      this.#token(request, headers, signal),
    );
  }

  /** Resolves when the source answers anything at all but a refusal. Asks once. */
  async reach(signal: AbortSignal): Promise<void> {
    const request: ClientRequest = {
      url: this.#home,
      method: 'GET',
      body: null,
      name: 'the source',
      accept: '*/*',
      unread: true,
    };
    const { status } = await this.#pace
      .run(signal, () => this.#follow(request, signal))
      .catch((error: unknown) => {
        throw error instanceof Passing ? error.failure : error;
      });
    if (status === 401 || status === 403) throw refused(request.name, status);
  }

  /** Throws SOURCE_PROTOCOL unless an address is the source's own or of a host it may lead to. */
  mayCall(url: URL, what: string): void {
    this.#hosts.require(url, what);
  }

  /**
   * The answer to a request, sent again while that may help. Throws WangshuError SOURCE_UNREACHABLE, SOURCE_REFUSED,
   * SOURCE_PROTOCOL or CONNECTOR_INVALID (a header that cannot be sent), and the signal's reason. `take` makes of an answer what the
   * caller wants, or throws Passing too.
   */
  async ask<T = ClientAnswer>(
    request: ClientRequest,
    signal: AbortSignal,
    take: (answer: ClientAnswer) => T = (answer) => answer as T,
  ): Promise<T> {
    const most = request.retries ?? this.settings.retries;
    let renewed = false;
    for (let attempt = 0; ;) {
      try {
        const answer = await this.#pace.run(signal, () => this.#follow(request, signal));
        return take(accepted(answer, request));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Passing)) throw error;
        if (error.unauthenticated) {
          if (renewed || !this.#credentials.renew()) throw error.failure;
          renewed = true;
          continue;
        }
        if (attempt >= most) throw error.failure;
        await pause(this.#pauseMs(attempt, error.retryAfterMs), signal);
        attempt += 1;
      }
    }
  }

  /** Exponential backoff with full jitter, so that sources that failed together are not asked again together. */
  #pauseMs(attempt: number, retryAfterMs: number | null): number {
    const { maxPauseMs } = this.settings;
    const own = Math.random() * Math.min(maxPauseMs, FIRST_PAUSE_MS * 2 ** attempt);
    if (retryAfterMs === null) return own;
    // Where the source says when, it is not asked earlier; "at once" (0, a date that is over) is no reason to press it.
    const told = retryAfterMs + Math.random() * FIRST_PAUSE_MS * 0.1;
    return Math.min(maxPauseMs, Math.max(own, told));
  }

  async #follow(request: ClientRequest, signal: AbortSignal): Promise<ClientAnswer> {
    let outgoing: Outgoing = request;
    for (let hop = 0; ; hop += 1) {
      const answer = await this.#send(outgoing, request, signal);
      const location = answer.headers.get('location');
      if (!REDIRECTS.has(answer.status) || !this.settings.redirects || location === null)
        return { ...answer, url: outgoing.url };
      if (hop === MOST_REDIRECTS)
        throw protocol(
          `an answer after at most ${String(MOST_REDIRECTS)} redirects is required from ${request.name}, one more is given`,
        );
      outgoing = this.#redirected(outgoing, answer.status, location, request.name);
    }
  }

  async #send(outgoing: Outgoing, request: ClientRequest, signal: AbortSignal): Promise<RawAnswer> {
    this.#hosts.require(outgoing.url, `an address for ${request.name}`);
    const own = this.#hosts.isHome(outgoing.url);
    if (own) await this.#credentials.ready(signal);
    await this.#pace.slot(signal);
    const headers = sendable({
      'user-agent': 'wangshu',
      accept: request.accept,
      ...(outgoing.body === null ? {} : { 'content-type': 'application/json' }),
      ...(own ? lowered({ ...this.settings.headers, ...this.#credentials.headers(outgoing) }) : {}),
    });
    const wanted = (status: number): boolean =>
      request.unread !== true && (GIVEN.has(status) || request.also?.includes(status) === true);
    return exchange(outgoing, headers, this.#limits(request.name), wanted, signal);
  }

  #redirected(from: Outgoing, status: number, location: string, name: string): Outgoing {
    if (!URL.canParse(location, from.url.href))
      throw protocol(`a redirect to an address is required from ${name}, something else is given`);
    const url = new URL(location, from.url);
    this.#hosts.require(url, `a redirect of ${name}`);
    // As the Fetch standard has it: what was posted is not posted again, except where the status says so.
    const repost = status === 307 || status === 308;
    if (from.method === 'GET' || !repost) return { url, method: 'GET', body: null };
    if (!this.#hosts.isHome(url))
      throw protocol(
        `a redirect of ${name} that stays on the source is required, since it would take the body along; ${url.host} is given`,
      );
    return { ...from, url };
  }

  async #token(
    request: Outgoing,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<RawAnswer> {
    this.#hosts.require(request.url, 'an address of the token endpoint');
    await this.#pace.slot(signal);
    const wanted = (status: number): boolean => [200, 400, 401, 403].includes(status);
    const own = sendable({ 'user-agent': 'wangshu', ...headers });
    return exchange(request, own, this.#limits(TOKEN_ENDPOINT), wanted, signal);
  }

  #limits(name: string): Limits {
    return { name, timeoutMs: this.settings.timeoutMs, maxBytes: this.settings.maxBytes };
  }
}

/** Names in one case, so that what is set later replaces what was set before. */
function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function accepted(answer: ClientAnswer, { name, also }: ClientRequest): ClientAnswer {
  const { status, headers } = answer;
  if (GIVEN.has(status) || also?.includes(status) === true) return answer;
  if (status === 401) throw new Passing(refused(name, status), null, true);
  if (status === 403) throw refused(name, status);
  const passing = status === 408 || status === 425 || status === 429 || status >= 500;
  const why = REDIRECTS.has(status)
    ? ' (redirects are not followed unless redirects is set: another host must not get the token)'
    : status === 204
      ? ' (no content: a list without rows is asked for)'
      : '';
  const failure = new WangshuError(
    passing ? 'SOURCE_UNREACHABLE' : 'SOURCE_PROTOCOL',
    `an answer with status 200 is required from ${name}, ${String(status)} is given${why}`,
  );
  throw passing ? new Passing(failure, retryAfter(headers)) : failure;
}
