/**
 * The volunteers' app: posts its records to the hub in batches, in its own name. A batch is named by its content, so a file
 * that is sent twice, or again after a broken night, does nothing the second time.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { WangshuError } from '../domain/errors';

const ROWS_AT_ONCE = 5_000;
const ATTEMPTS = 8;
const LONGEST_WAIT_MS = 30_000;
const ANSWER_MS = 120_000;
/** The hub asks to wait, or is not there at the moment. */
const TRY_AGAIN = new Set([429, 502, 503, 504]);

/** What the hub answers to a batch, added up over the file. */
export interface PushCounts {
  readonly read: number;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
}

export interface PushFileOptions {
  /** Base address of the hub: http://127.0.0.1:4000. */
  readonly url: string;
  readonly token: string;
  readonly connector: string;
  readonly stream: string;
  /** JSON lines, one row each. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Rows in a batch, at most 5,000. */
  readonly rows?: number;
  /** Headers of the hub's own beside the token: X-Wangshu-Purpose. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Posts every row of the file. WangshuError SOURCE_UNREACHABLE when the hub cannot be reached or asks to wait for too long,
 * SOURCE_REFUSED when it refuses a batch. The signal ends it between and within batches.
 */
export async function pushFile(options: PushFileOptions): Promise<PushCounts> {
  const { rows: size = ROWS_AT_ONCE } = options;
  const sum = { read: 0, landed: 0, unchanged: 0, quarantined: 0, deleted: 0 };
  const send = async (rows: string[]): Promise<void> => {
    const counts = await post(options, rows);
    for (const name of Object.keys(sum) as (keyof PushCounts)[]) sum[name] += counts[name];
  };
  const lines = createInterface({ input: createReadStream(options.file), crlfDelay: Infinity });
  const rows: string[] = [];
  for await (const line of lines) {
    if (line === '') continue;
    rows.push(line);
    if (rows.length === size) await send(rows.splice(0));
  }
  if (rows.length > 0) await send(rows);
  return sum;
}

async function post(options: PushFileOptions, rows: readonly string[]): Promise<PushCounts> {
  const { url, connector, stream, signal } = options;
  const text = rows.join(',');
  const hash = createHash('sha256').update(`${connector}/${stream}\n${text}`).digest('hex');
  const body = `{"batch":"${stream}-${hash.slice(0, 32)}","rows":[${text}]}`;
  const address = `${url.replace(/\/$/, '')}/push/${connector}/${stream}`;
  for (let attempt = 1; ; attempt++) {
    const response = await ask(address, options, body);
    if (response?.ok === true) return (await response.json()) as PushCounts;
    await response?.body?.cancel();
    const status = response?.status ?? 0;
    if (response !== undefined && !TRY_AGAIN.has(status)) {
      throw new WangshuError(
        'SOURCE_REFUSED',
        `a batch of ${String(rows.length)} rows of ${connector}.${stream} is required to be taken, the hub answers HTTP ${String(status)}`,
      );
    }
    if (attempt === ATTEMPTS) {
      throw new WangshuError(
        'SOURCE_UNREACHABLE',
        `the hub is required to take a batch of ${connector}.${stream}, it ${response === undefined ? 'cannot be reached' : `answers HTTP ${String(status)}`} after ${String(ATTEMPTS)} attempts`,
      );
    }
    await sleep(waitOf(response, attempt), undefined, { signal });
  }
}

/** Undefined where no answer came. */
async function ask(
  address: string,
  { token, headers, signal }: PushFileOptions,
  body: string,
): Promise<Response | undefined> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** Retry-After in seconds where the hub says it, else longer each time, in milliseconds. */
function waitOf(response: Response | undefined, attempt: number): number {
  const seconds = Number(response?.headers.get('retry-after') ?? NaN);
  const wait = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : 200 * 2 ** attempt;
  return Math.min(wait, LONGEST_WAIT_MS);
}
