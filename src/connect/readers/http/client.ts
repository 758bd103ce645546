import { setTimeout as pause } from 'node:timers/promises';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import type { HttpSettings } from '../settings';
import { parseJson } from './json';

/** The largest answer that is read, in bytes: a source that sends more is not paging. */
const LARGEST = 64 * 1024 * 1024;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/** An answer that may be better next time. */
class Passing extends Error {
  constructor(
    readonly failure: WangshuError,
    readonly retryAfterMs: number | null,
  ) {
    super(failure.message);
  }
}

/** GET requests of one source: bounded in time and size, sent again with growing pauses, never to another host. */
export class Client {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(private readonly settings: HttpSettings) {
    const { auth } = settings;
    this.#headers = {
      accept: 'application/json',
      'user-agent': 'wangshu',
      ...(auth.kind === 'bearer' ? { authorization: `Bearer ${auth.token}` } : {}),
      ...(auth.kind === 'header' ? { [auth.name]: auth.value } : {}),
    };
  }

  /** Resolves when the host answers anything at all. */
  async reach(signal: AbortSignal): Promise<void> {
    const response = await this.#send(new URL(this.settings.baseUrl), signal).catch(
      (error: unknown) => {
        throw error instanceof Passing ? error.failure : error;
      },
    );
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403)
      throw refused('the source', response.status);
  }

  /** The JSON of an answer; SOURCE_UNREACHABLE, SOURCE_REFUSED or SOURCE_PROTOCOL where there is none. */
  async get(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<RawValue> {
    const url = new URL(`${this.settings.baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#once(url, path, signal);
      } catch (error) {
        if (!(error instanceof Passing)) throw error;
        if (attempt >= this.settings.retries) throw error.failure;
        const growing = FIRST_PAUSE_MS * 2 ** attempt;
        await pause(Math.min(error.retryAfterMs ?? growing, LONGEST_PAUSE_MS), undefined, {
          signal,
        });
      }
    }
  }

  async #once(url: URL, path: string, signal: AbortSignal): Promise<RawValue> {
    const response = await this.#send(url, signal);
    const { status } = response;
    if (status === 401 || status === 403) {
      await response.body?.cancel();
      throw refused(path, status);
    }
    if (status >= 300) {
      await response.body?.cancel();
      const passing = status === 408 || status === 429 || status >= 500;
      const failure = new WangshuError(
        passing ? 'SOURCE_UNREACHABLE' : 'SOURCE_PROTOCOL',
        `an answer with status 200 is required from ${path}, ${String(status)} is given${status < 400 ? ' (redirects are not followed: another host must not get the token)' : ''}`,
      );
      if (passing) throw new Passing(failure, retryAfter(response));
      throw failure;
    }
    return this.#json(response, path, signal);
  }

  async #send(url: URL, signal: AbortSignal): Promise<Response> {
    const limit = AbortSignal.timeout(this.settings.timeoutMs);
    try {
      return await fetch(url, {
        headers: this.#headers,
        redirect: 'manual',
        signal: AbortSignal.any([signal, limit]),
      });
    } catch (cause) {
      throw this.#failed(cause, signal, limit);
    }
  }

  #failed(cause: unknown, signal: AbortSignal, limit: AbortSignal | null): unknown {
    if (signal.aborted || isWangshuError(cause) || cause instanceof Passing) return cause;
    const { code } = ((cause as { cause?: unknown }).cause ?? {}) as { code?: unknown };
    const why =
      limit?.aborted === true
        ? `it takes longer than ${String(this.settings.timeoutMs)} ms`
        : `it does not (${typeof code === 'string' ? code : 'the connection broke'})`;
    return new Passing(
      new WangshuError(
        'SOURCE_UNREACHABLE',
        `a source that answers is required, ${why}; check baseUrl and that it runs`,
        { cause },
      ),
      null,
    );
  }

  async #json(response: Response, path: string, signal: AbortSignal): Promise<RawValue> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of response.body ?? []) {
        chunks.push(chunk as Uint8Array);
        size += (chunk as Uint8Array).length;
        if (size > LARGEST) {
          throw new WangshuError(
            'SOURCE_PROTOCOL',
            `an answer of at most ${String(LARGEST)} bytes is required from ${path}, a larger one is given; page it`,
          );
        }
      }
    } catch (cause) {
      throw this.#failed(cause, signal, null);
    }
    try {
      return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
    } catch {
      // The parser's own error quotes the answer, which speaks of residents: it is not passed on as a cause.
      throw new WangshuError(
        'SOURCE_PROTOCOL',
        `JSON in UTF-8 is required from ${path}, ${String(size)} bytes that are none are given`,
      );
    }
  }
}

function refused(path: string, status: number): WangshuError {
  return new WangshuError(
    'SOURCE_REFUSED',
    `a caller that may read ${path} is required, the source refuses this one (${String(status)}); check the token`,
  );
}

/** Retry-After (RFC 9110, 10.2.3): seconds, or a date. */
function retryAfter(response: Response): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
