/** What all HTTP departments share: refusals in their own words, answers, and the reading of parameters. */
import { timingSafeEqual } from 'node:crypto';
import type { JsonLines } from './json-lines';

/** What a department refuses, in its own words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Answer {
  readonly body: string;
  readonly type: 'application/json' | 'application/xml';
  readonly headers?: Readonly<Record<string, string>>;
}

const SINCE = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:\+08:00)?)?$/;

export function jsonAnswer(value: unknown): Answer {
  return { type: 'application/json', body: JSON.stringify(value) };
}

/** Compares without telling by its time how much was right. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function listOf(lists: ReadonlyMap<string, JsonLines>, name: string): JsonLines {
  const list = lists.get(name);
  if (list === undefined) throw new Refusal(404, '接口不存在');
  return list;
}

/** A whole number of a query, from `least` to `most`; larger ones are cut. */
export function wholeOf(
  parameters: URLSearchParams,
  name: string,
  o: { fallback: number; least: number; most: number },
): number {
  const text = parameters.get(name);
  if (text === null) return o.fallback;
  if (!/^(?:0|[1-9]\d{0,8})$/.test(text) || Number(text) < o.least) {
    throw new Refusal(400, `参数${name}应为不小于${o.least}的整数`);
  }
  return Math.min(Number(text), o.most);
}

/** The moment from which on changes are asked for, as it was written; '' for all. */
export function sinceOf(parameters: URLSearchParams, name: string): string {
  const text = parameters.get(name) ?? '';
  if (text !== '' && !SINCE.test(text)) {
    throw new Refusal(400, `参数${name}应为 YYYY-MM-DD HH:MM:SS`);
  }
  return text;
}
