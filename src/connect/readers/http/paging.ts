import { createHash } from 'node:crypto';
import { WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import type { HttpSettings } from '../settings';
import { valueAt } from './value-at';

/** Where a read goes on, and what it needs to know that it goes on at all. */
export interface Position {
  readonly since: string | null;
  /** Page number or cursor of the next request; null: none was sent yet. */
  readonly at: string | null;
  /** Greatest value of the stream's cursor that was seen. */
  readonly highest: string | null;
  /** Rows that this read gave so far. */
  readonly read: number;
  /** Rows asked for at once, which stay so many to the end: page numbers mean nothing without them. */
  readonly size: number | null;
  /** Rows of the longest page so far: a source may give fewer than it is asked for. */
  readonly longest: number;
  /** Pages in a row that were empty or, by number, the same as the one before. */
  readonly idle: number;
  /** Hash of the last page's rows. */
  readonly seen: string | null;
  /** The read is at its end. */
  readonly ended: boolean;
}

export const START: Position = {
  since: null,
  at: null,
  highest: null,
  read: 0,
  size: null,
  longest: 0,
  idle: 0,
  seen: null,
  ended: false,
};

/** So many empty pages may a cursor lead through. */
const IDLE = 100;

export interface Answer {
  readonly body: RawValue;
  readonly list: readonly RawValue[];
  /** Rows that were asked for. */
  readonly size: number;
}

/** Rows in the whole read, where the answer tells. */
export function totalOf(body: RawValue, { paging }: HttpSettings): number | null {
  if (paging.kind !== 'page' || paging.total === undefined) return null;
  const value = valueAt(body, paging.total);
  const total = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  return value !== '' && Number.isFinite(total) && total >= 0 ? total : null;
}

/** The position behind an answer. Throws SOURCE_PROTOCOL where the source leads in a circle. */
export function behind(position: Position, answer: Answer, settings: HttpSettings): Position {
  const { list, body, size } = answer;
  const { paging } = settings;
  const read = position.read + list.length;
  const longest = Math.max(position.longest, list.length);
  const next: Position = { ...position, read, size, longest };
  const ended: Position = { ...START, highest: position.highest, read, ended: true };
  if (paging.kind === 'none') return ended;
  if (paging.kind === 'cursor') {
    const cursor = valueAt(body, paging.next);
    if (cursor === '' || (typeof cursor !== 'string' && typeof cursor !== 'number')) return ended;
    const idle = list.length === 0 ? position.idle + 1 : 0;
    if (String(cursor) === position.at) circle('a cursor that goes on', 'the same one again');
    if (idle > IDLE) circle('a cursor that comes to an end', `${String(IDLE)} empty pages`);
    return { ...next, at: String(cursor), idle };
  }
  if (list.length === 0) return ended;
  const seen = createHash('sha256').update(JSON.stringify(list)).digest('base64');
  const total = totalOf(body, settings);
  if (total !== null && read >= total) return ended;
  if (seen === position.seen) {
    // Some sources give their last page for every number behind it.
    if (total === null) return { ...ended, read: position.read };
    circle('pages that differ', 'the same page again');
  }
  if (total === null && list.length < position.longest) return ended;
  const page = Number(position.at ?? paging.start);
  return { ...next, at: String(page + 1), seen };
}

function circle(required: string, given: string): never {
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `${required} is required, the source gives ${given}; the read would never end, mend paging in connector.yaml`,
  );
}

/** Query of the next request. */
export function queryOf(
  { since, at }: Position,
  settings: HttpSettings,
  size: number,
): Record<string, string> {
  const { paging, since: sinceParam } = settings;
  const query: Record<string, string> = {};
  if (since !== null && sinceParam !== undefined) query[sinceParam] = since;
  if (paging.kind === 'none') return query;
  if (paging.sizeParam !== undefined) query[paging.sizeParam] = String(size);
  if (paging.kind === 'page') query[paging.param] = at ?? String(paging.start);
  else if (at !== null) query[paging.param] = at;
  return query;
}
