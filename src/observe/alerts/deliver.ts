import type { Db } from '../../db/pool';
import { postJson, type Posted } from '../post';
import { robotBody, standardBody } from './message';
import { ATTEMPTS, noteTold, noteUndelivered, putBack, takeNotices, type Notice } from './record';
import { signedDingtalkUrl, webhookHeaders } from './sign';

export interface Receiver {
  readonly url: string;
  readonly secret: string | null;
  readonly format: 'standard' | 'wecom' | 'dingtalk';
  readonly timeZone: string;
}

const TIMEOUT_MS = 10_000;
/** Notices that are tried in one look, and how long one goes on: a slow receiver must not keep the next look from being taken. */
const AT_ONCE = 50;
const LOOK_MS = 30_000;

/** Robots answer 200 whatever happened, and say in the body whether they took it. */
function robotTook(posted: Posted): Posted {
  if (!posted.ok) return posted;
  try {
    const { errcode } = JSON.parse(posted.body) as { errcode?: unknown };
    if (errcode === 0) return posted;
    return { ...posted, ok: false, again: true, word: `errcode ${Number(errcode)}` };
  } catch {
    return { ...posted, ok: false, again: true, word: 'an answer that is no JSON' };
  }
}

/** How a message went, and how many of the notices it held. */
interface Message {
  readonly posted: Posted;
  readonly held: number;
}

async function postStandard(
  receiver: Receiver,
  notice: Notice,
  signal: AbortSignal,
): Promise<Posted> {
  const body = standardBody(notice);
  const id = `${notice.alert}-${notice.endedAt === null ? 'began' : 'ended'}`;
  const headers = webhookHeaders({ id, body, at: new Date() }, receiver.secret);
  return postJson(receiver.url, body, { headers, timeoutMs: TIMEOUT_MS, signal });
}

/** One message: of a webhook the first notice, of a robot as many as it takes at once. */
async function post(
  receiver: Receiver,
  [first, ...others]: readonly [Notice, ...Notice[]],
  signal: AbortSignal,
): Promise<Message> {
  const { url, secret, format, timeZone } = receiver;
  if (format === 'standard')
    return { posted: await postStandard(receiver, first, signal), held: 1 };
  const { body, held } = robotBody([first, ...others], { format, timeZone });
  const address = format === 'dingtalk' ? signedDingtalkUrl(url, secret, new Date()) : url;
  const posted = await postJson(address, body, { timeoutMs: TIMEOUT_MS, signal });
  return { posted: robotTook(posted), held };
}

/** Writes down what became of a notice. */
async function note(db: Db, notice: Notice, { ok, word }: Posted): Promise<void> {
  if (ok) return noteTold(db, notice);
  // 410 Gone: the receiver asks not to be told any more (Standard Webhooks).
  const gone = word === '410';
  if (!gone && notice.attempts < ATTEMPTS) return;
  await noteUndelivered(db, notice, { why: word, forGood: gone || notice.endedAt !== null });
}

export interface Delivered {
  readonly told: number;
  readonly failed: number;
  /** Why the last that failed did: a status, or the kind of fault. */
  readonly word: string | null;
}

/**
 * Delivers the notices that are due, oldest first, and writes down what became of each. One that is not taken is tried again with
 * growing waits: for about six hours, and where it says that a condition began every hour as long as that lasts. Each message
 * takes only what it tells, so that what one worker has in hand is never due for another; a receiver that does not
 * answer, or has too much to do, is left alone until the next look. `closing`: no further message; `givingUp`: nor the one under way.
 */
export async function deliverNotices(
  db: Db,
  receiver: Receiver,
  { closing, givingUp }: { readonly closing: AbortSignal; readonly givingUp: AbortSignal },
): Promise<Delivered> {
  const most = receiver.format === 'standard' ? 1 : AT_ONCE;
  let told = 0;
  let failed = 0;
  let word: string | null = null;
  const began = performance.now();
  while (told + failed < AT_ONCE && performance.now() - began < LOOK_MS && !closing.aborted) {
    const [first, ...others] = await takeNotices(db, most);
    if (first === undefined) break;
    const taken = [first, ...others] as const;
    const { posted, held } = await post(receiver, taken, givingUp);
    await putBack(db, taken.slice(held));
    for (const notice of taken.slice(0, held)) await note(db, notice, posted);
    if (posted.ok) told += held;
    else {
      failed += held;
      word = posted.word;
      if (posted.again) break;
    }
  }
  return { told, failed, word };
}
