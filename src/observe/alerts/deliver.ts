import type { Db } from '../../db/pool';
import { postJson, type Posted } from '../post';
import { robotBody, standardBody } from './message';
import { ATTEMPTS, noteTold, noteUndelivered, takeNotices, type Notice } from './record';
import { signedDingtalkUrl, webhookHeaders } from './sign';

export interface Receiver {
  readonly url: string;
  readonly secret: string | null;
  readonly format: 'standard' | 'wecom' | 'dingtalk';
  readonly timeZone: string;
}

const TIMEOUT_MS = 10_000;
const AT_ONCE = 50;

/** Robots answer 200 whatever happened, and say in the body whether they took it. */
function robotTook(posted: Posted): Posted {
  if (!posted.ok) return posted;
  try {
    const { errcode } = JSON.parse(posted.body) as { errcode?: unknown };
    if (errcode === 0) return posted;
    return { ...posted, ok: false, word: `errcode ${Number(errcode)}` };
  } catch {
    return { ...posted, ok: false, word: 'an answer that is no JSON' };
  }
}

async function postStandard(receiver: Receiver, notice: Notice): Promise<Posted> {
  const body = standardBody(notice);
  const id = `${notice.alert}-${notice.endedAt === null ? 'began' : 'ended'}`;
  const headers = webhookHeaders({ id, body, at: new Date() }, receiver.secret);
  return postJson(receiver.url, body, { headers, timeoutMs: TIMEOUT_MS });
}

async function postRobot(
  { url, secret, format, timeZone }: Receiver,
  notices: readonly Notice[],
): Promise<{ posted: Posted; held: number }> {
  if (format === 'standard') throw new Error('the format of a robot is required');
  const { body, held } = robotBody(notices, { format, timeZone });
  const address = format === 'dingtalk' ? signedDingtalkUrl(url, secret, new Date()) : url;
  return { posted: robotTook(await postJson(address, body, { timeoutMs: TIMEOUT_MS })), held };
}

export interface Delivered {
  readonly told: number;
  readonly failed: number;
  /** Why the last that failed did: a status, or the kind of fault. */
  readonly word: string | null;
}

/**
 * Delivers the notices that are due, oldest first, and writes down what became of each. One that is not taken is tried
 * again with growing waits for about six hours, then given up and counted.
 */
export async function deliverNotices(db: Db, receiver: Receiver): Promise<Delivered> {
  const notices = await takeNotices(db, AT_ONCE);
  let told = 0;
  let failed = 0;
  let word: string | null = null;
  const note = async (notice: Notice, posted: Posted): Promise<void> => {
    if (posted.ok) {
      told += 1;
      return noteTold(db, notice);
    }
    failed += 1;
    word = posted.word;
    // 410 Gone: the receiver asks not to be told any more (Standard Webhooks).
    if (notice.attempts >= ATTEMPTS || posted.word === '410')
      await noteUndelivered(db, notice, posted.word);
  };
  if (receiver.format === 'standard') {
    for (const notice of notices) await note(notice, await postStandard(receiver, notice));
    return { told, failed, word };
  }
  for (let at = 0; at < notices.length;) {
    const { posted, held } = await postRobot(receiver, notices.slice(at));
    for (const notice of notices.slice(at, at + held)) await note(notice, posted);
    at += held;
  }
  return { told, failed, word };
}
