import { broken, Passing, protocol } from './failure';
import { WangshuError } from '../../../domain/errors';

export interface Outgoing {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body: string | null;
}

export interface Limits {
  /** What messages call the request: a path of the connector, never an address with its query. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where nobody wants the body of such a status. */
  readonly bytes: Buffer;
}

/**
 * One request and the whole of its answer, decompressed; redirects are handed back. `wanted` says by status whether the
 * body is read. Throws Passing where another try may help, WangshuError SOURCE_PROTOCOL for an answer too large, and the
 * signal's reason.
 */
export async function exchange(
  { url, method, body }: Outgoing,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  wanted: (status: number) => boolean,
  signal: AbortSignal,
): Promise<RawAnswer> {
  signal.throwIfAborted();
  // A controller of its own, and no AbortSignal.any: the caller's signal lives as long as the read and would keep them all.
  const stop = new AbortController();
  const passOn = (): void => {
    stop.abort(signal.reason);
  };
  signal.addEventListener('abort', passOn, { once: true });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort();
  }, limits.timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: stop.signal,
      ...(body === null ? {} : { body }),
    });
    const bytes = wanted(response.status) ? await bytesOf(response, limits) : Buffer.alloc(0);
    return { status: response.status, headers: response.headers, bytes };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof WangshuError) throw cause;
    if (late) throw tooSlow(limits);
    throw broken(cause, limits.name);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', passOn);
    // Ends what was not read; an answer that was read is not touched by it.
    stop.abort();
  }
}

function tooSlow({ timeoutMs }: Limits): Passing {
  return new Passing(
    new WangshuError(
      'SOURCE_UNREACHABLE',
      `a source that answers is required, it takes longer than ${String(timeoutMs)} ms; ask for smaller pages (pageSize) or raise timeoutMs`,
    ),
  );
}

/** Counts what comes out of decompression: a small answer that unpacks without end is stopped like a large one. */
async function bytesOf(response: Response, { name, maxBytes }: Limits): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > maxBytes)
      throw protocol(
        `an answer of at most ${String(maxBytes)} bytes is required from ${name}, a larger one is given; page it, or raise maxBytes`,
      );
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks, size);
}
