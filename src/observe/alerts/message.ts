import type { AlertKind } from './conditions';
import type { Notice } from './record';

const WORDS: Readonly<Record<AlertKind, { type: string; zh: string; en: string }>> = {
  SOURCE_FAILED: { type: 'source.failed', zh: '数据源读取失败', en: 'a source failed' },
  SOURCE_LATE: { type: 'source.late', zh: '数据源更新滞后', en: 'the data of a source are late' },
  QUARANTINE_THRESHOLD: {
    type: 'quarantine.threshold',
    zh: '问题数据超限',
    en: 'many rows of a source are in quarantine',
  },
  REMOVAL_WAITING: {
    type: 'removal.waiting',
    zh: '大批删除待确认',
    en: "a removal waits for a steward's word",
  },
  PLAN_FAILED: { type: 'plan.failed', zh: '夜间任务失败', en: 'a plan failed' },
  PLAN_MISSED: { type: 'plan.missed', zh: '夜间任务未执行', en: 'a night was missed' },
};

/** Labels of facts, in the order they are shown. */
const LABELS: Readonly<Record<string, string>> = {
  code: '错误代码',
  stream: '数据表',
  hours: '数据已滞后（小时）',
  limitHours: '时限（小时）',
  open: '待处理问题数据',
  read: '本次读取',
  quarantined: '本次问题数据',
  why: '原因',
  held: '现有',
  vanished: '消失',
  slot: '应执行时间',
  run: '批次',
  removal: '删除单',
  plan: '任务',
};

/** Body of a notice as Standard Webhooks lays it out: type, time of the event, data. */
export function standardBody(notice: Notice): string {
  const { alert, kind, subject, facts, beganAt, endedAt } = notice;
  const { type, zh, en } = WORDS[kind];
  return JSON.stringify({
    type: `${type}.${endedAt === null ? 'began' : 'ended'}`,
    timestamp: (endedAt ?? beganAt).toISOString(),
    data: {
      ...{ alert, kind, subject, state: endedAt === null ? 'BEGAN' : 'ENDED' },
      ...{ beganAt: beganAt.toISOString(), endedAt: endedAt?.toISOString() ?? null },
      ...{ summary: { zh, en }, facts },
    },
  });
}

/** So much of one fact: a notice must fit into a message, or it would never be taken. */
const LONGEST_FACT = 100;
/** Markdown has few characters of its own; titles and ids are shown as they are. */
const plain = (text: string): string =>
  text.replace(/[\\`*[\]()<>#|~\r\n]/g, ' ').slice(0, LONGEST_FACT);

function linesOf(notice: Notice, timeZone: string): string[] {
  const { kind, subject, facts, beganAt, endedAt } = notice;
  const moment = (at: Date): string =>
    at.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const title = facts['zh'] === null || facts['zh'] === undefined ? '' : ` ${String(facts['zh'])}`;
  const head = `**${endedAt === null ? '【告警】' : '【恢复】'}${WORDS[kind].zh}**${plain(title)}`;
  const shown = Object.entries(LABELS).flatMap(([name, label]) => {
    const value = facts[name];
    if (value === undefined || value === null) return [];
    return [`${label}：${name === 'slot' ? moment(new Date(value)) : plain(String(value))}`];
  });
  const times = [
    `开始：${moment(beganAt)}`,
    ...(endedAt === null ? [] : [`恢复：${moment(endedAt)}`]),
  ];
  return [head, `对象：${plain(subject)}`, ...(endedAt === null ? shown : []), ...times];
}

/** Bytes that 企业微信 takes in one message (4,096), with room for the frame. */
const LONGEST = 3_500;

/**
 * Several notices as one message of a group robot (群机器人), because robots take some twenty messages a minute. Returns
 * how many notices it holds: what does not fit waits for the next.
 */
export function robotBody(
  notices: readonly Notice[],
  { format, timeZone }: { format: 'wecom' | 'dingtalk'; timeZone: string },
): { body: string; held: number } {
  const texts: string[] = [];
  let bytes = 0;
  for (const notice of notices) {
    // 钉钉 breaks a line only after two blanks.
    const text = linesOf(notice, timeZone).join('  \n');
    bytes += Buffer.byteLength(text) + 4;
    if (texts.length > 0 && bytes > LONGEST) break;
    texts.push(text);
  }
  const content = texts.join('\n\n');
  const body =
    format === 'wecom'
      ? { msgtype: 'markdown', markdown: { content } }
      : { msgtype: 'markdown', markdown: { title: '网枢告警', text: content } };
  return { body: JSON.stringify(body), held: texts.length };
}
