import { createHash } from 'node:crypto';
import type { RawValue } from '../../reader';
import { protocol } from './failure';
import { START, type Position } from './position';
import type { Trail } from './trail';

/** So many pages that give nothing new may a source lead through. */
const IDLE = 100;
/** So often may the list shrink under one read. */
const BACKS = 100;

/** How a source is paged, apart from how it is asked. */
export type Way =
  | { readonly kind: 'none' | 'cursor' | 'link' }
  | {
      readonly kind: 'page' | 'offset';
      readonly start: number;
      /** Without a total: at an empty page, or at one shorter than those before. */
      readonly ends: 'empty' | 'short';
    };

export interface Answer {
  readonly list: readonly RawValue[];
  /** Rows that were asked for. */
  readonly size: number;
  /** Cursor or address of the next request; null: this was the last. */
  readonly next: string | null;
  /** Rows in the whole list, where the answer tells. */
  readonly total: number | null;
}

/** The position behind an answer. Throws SOURCE_PROTOCOL where the source leads in a circle, or gives fewer rows than it tells of. */
export function behind(position: Position, answer: Answer, way: Way, trail: Trail): Position {
  const { list, size, next, total } = answer;
  const read = position.read + list.length;
  const longest = Math.max(position.longest, list.length);
  const reached = (position.reached ?? position.read) + list.length;
  const { highest } = position;
  const ended: Position = { ...START, way: way.kind, highest, read, reached: 0, ended: true };
  const on: Position = { ...position, way: way.kind, read, reached, size, longest, total };
  if (way.kind === 'none') return ended;
  if (way.kind === 'page' || way.kind === 'offset')
    return counted({ position, on, ended }, answer, way, trail);
  if (next === null) {
    if (!isShort(position, answer, way)) return ended;
    throw protocol(
      `as many rows as the source tells of are required (${String(leastOf(position, answer))}), no next page is given after ${String(reached)}; mend paging.next, or leave total out of paging where it counts rows that the hub may not see`,
    );
  }
  if (next === position.at || trail.again(next))
    circle('a next page that did not come before', 'one that did');
  const seen = hashOf(list);
  const idle = list.length === 0 || seen === position.seen ? position.idle + 1 : 0;
  if (idle > IDLE)
    circle('a list that comes to an end', `${String(IDLE)} pages with nothing new on them`);
  return { ...on, least: leastOf(position, answer), at: next, idle, seen };
}

/**
 * A list that is led through by cursor or link comes to its end before as many rows as the source tells of: its next cursor is no longer
 * where it was, or never was where the settings say. Rows that were added under the read do not count.
 */
export function isShort(
  position: Position,
  answer: Pick<Answer, 'list' | 'next' | 'total'>,
  way: Way,
): boolean {
  if (answer.next !== null || (way.kind !== 'cursor' && way.kind !== 'link')) return false;
  const reached = (position.reached ?? position.read) + answer.list.length;
  return reached < (leastOf(position, answer) ?? 0);
}

function leastOf({ least }: Position, { total }: Pick<Answer, 'total'>): number | null {
  if (least === null || total === null) return least ?? total;
  return Math.min(least, total);
}

interface Ends {
  /** Before the answer. */
  readonly position: Position;
  /** Behind it, where the read goes on. */
  readonly on: Position;
  /** Behind it, where it was the last. */
  readonly ended: Position;
}

function counted(
  { position, on, ended }: Ends,
  { list, total }: Answer,
  way: Extract<Way, { start: number }>,
  trail: Trail,
): Position {
  const at = Number(position.at ?? way.start);
  const reached = on.reached ?? 0;
  const before = position.total;
  if (total !== null && before !== null && total < before)
    return wentBack(on, at, before - total, list.length, way, trail);
  if (list.length === 0) {
    if (total === null || reached >= total) return ended;
    throw protocol(
      `as many rows as the source tells of are required (${String(total)}), ${String(reached)} are given and then none; if its total counts rows the hub may not see, leave total out of paging`,
    );
  }
  if (total !== null && reached >= total) return ended;
  const seen = hashOf(list);
  const grew = total !== null && before !== null && total > before;
  if (grew) trail.forget();
  const again = trail.again(seen);
  const idle = again || seen === position.seen ? position.idle + 1 : position.idle;
  if (seen === position.seen && total === null)
    // Some sources give their last page for every number behind it.
    return { ...ended, read: position.read };
  // Rows that are alike in all they say exist, pages of them do not.
  const alike = !grew && (list.length > 1 || seen === position.seen);
  if (idle > position.idle && (alike || idle > IDLE))
    circle('pages that differ', 'a page that came before');
  if (total === null && way.ends === 'short' && list.length < position.longest) return ended;
  const next = way.kind === 'page' ? at + 1 : at + list.length;
  return { ...on, at: String(next), seen, last: list.length, idle };
}

/**
 * Rows vanished under the read: those behind them moved up, over the edge of what was read already. The read steps back by as
 * many as are gone, so that it sees them; what comes again by that is known by its key.
 */
function wentBack(
  on: Position,
  at: number,
  gone: number,
  given: number,
  way: Extract<Way, { start: number }>,
  trail: Trail,
): Position {
  if (on.backs >= BACKS)
    circle('a list that stays as it is for a while', 'one that shrinks again and again');
  trail.forget();
  const rows = Math.max(1, on.longest);
  const steps = way.kind === 'page' ? Math.ceil(gone / rows) : gone;
  const to = Math.max(way.start, at - steps);
  const back = (at - to) * (way.kind === 'page' ? rows : 1);
  const reached = Math.max(0, (on.reached ?? 0) - given - back);
  return { ...on, at: String(to), reached, backs: on.backs + 1, seen: null, idle: 0 };
}

/** Where the last page before a numbered position began; null where that is not known. */
export function lastPage(position: Position, way: Way): Position | null {
  const { at, seen, last } = position;
  if (at === null || seen === null || last === null) return null;
  const begun = way.kind === 'page' ? Number(at) - 1 : Number(at) - last;
  return { ...position, at: String(begun) };
}

/**
 * Whether the last page is what it was when a read was broken off behind it. Then as many rows came as went before it, if any, so that
 * none that was not read has been drawn over its edge.
 */
export const isUnmoved = ({ seen }: Position, list: readonly RawValue[]): boolean =>
  seen === hashOf(list);

/** SHA-256 of the rows of a page. */
function hashOf(list: readonly RawValue[]): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64');
}

function circle(required: string, given: string): never {
  throw protocol(
    `${required} is required, the source gives ${given}; the read would never end, mend paging in connector.yaml`,
  );
}
