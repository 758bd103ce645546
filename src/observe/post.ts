/** How a request went: the status of the answer, or a word for why there is none. */
export interface Posted {
  readonly ok: boolean;
  /** Whether it may help to try again. */
  readonly again: boolean;
  /** `204`, or the kind of fault; never what the other side said. */
  readonly word: string;
  readonly body: string;
}

const AGAIN = new Set([408, 425, 429]);
const LONGEST_ANSWER = 16_384;

async function answerOf(response: Response): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (response.body === null) return '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    // The rest is not read; leaving the loop ends the connection.
    if (size > LONGEST_ANSWER) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** fetch takes no credentials in an address: they are sent as what they mean (RFC 7617). */
function addressOf(url: string): { address: string; headers: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address: url, headers: {} };
  address.username = '';
  address.password = '';
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
  return { address: address.href, headers: { authorization } };
}

/**
 * Posts JSON to an address of the settings. Follows no redirect: what is told to one address is not told to another.
 * Never throws; says what happened in words of the hub's own, because errors of the network quote addresses, and
 * addresses of group robots hold their key.
 */
export async function postJson(
  url: string,
  body: string,
  {
    headers = {},
    timeoutMs,
    signal,
  }: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<Posted> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const { address, headers: login } = addressOf(url);
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...login, ...headers },
      body,
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    });
    const { status, ok } = response;
    const answer = await answerOf(response);
    return { ok, again: status >= 500 || AGAIN.has(status), word: String(status), body: answer };
  } catch (error) {
    const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
    const word = [cause?.code, name].find((each) => typeof each === 'string') ?? 'UNREACHABLE';
    return { ok: false, again: true, word: String(word), body: '' };
  }
}
