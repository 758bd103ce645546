import { WangshuError } from '../../../domain/errors';

/** An answer that may be better next time; it never leaves the client. */
export class Passing extends Error {
  constructor(
    readonly failure: WangshuError,
    readonly retryAfterMs: number | null = null,
    /** The source does not know the caller: new credentials may help, waiting does not. */
    readonly unauthenticated = false,
  ) {
    super(failure.message);
  }
}

export function protocol(message: string): WangshuError {
  return new WangshuError('SOURCE_PROTOCOL', message);
}

export function refused(name: string, status: number): WangshuError {
  return new WangshuError(
    'SOURCE_REFUSED',
    `a caller that may read ${name} is required, the source refuses this one (${String(status)}); check auth`,
  );
}

const UNTRUSTED = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_)/;

/**
 * What a broken connection means. The error of the platform is not passed on as a cause: some quote header values or whole
 * addresses. What it is called (ECONNREFUSED) goes into the sentence.
 */
export function broken(cause: unknown, name: string): WangshuError | Passing {
  const inner = (cause as { cause?: unknown } | null)?.cause ?? cause;
  const { code, message } = (inner ?? {}) as { code?: unknown; message?: unknown };
  const called = typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : null;
  if (called !== null && UNTRUSTED.test(called)) {
    return new WangshuError(
      'SOURCE_UNREACHABLE',
      `a certificate that this machine trusts is required of the source, another is given (${called}); check the address, or name its authority in NODE_EXTRA_CA_CERTS`,
    );
  }
  if (message === 'bad port') {
    return new WangshuError(
      'SOURCE_UNREACHABLE',
      `a port that HTTP clients may call is required for ${name}, one that the Fetch standard blocks is given; ask the department for another`,
    );
  }
  return new Passing(
    new WangshuError(
      'SOURCE_UNREACHABLE',
      `a source that answers is required, it does not (${called ?? 'the connection broke'}); check its address and that it runs`,
    ),
  );
}

/** Retry-After (RFC 9110, 10.2.3): seconds, or a date; milliseconds from now, null where it says nothing. */
export function retryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (text === '') return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
