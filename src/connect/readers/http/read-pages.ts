import type { Page, RawValue, ReadRequest } from '../../reader';
import { behind, isShort, isUnmoved, lastPage, type Answer, type Way } from './paging';
import { anew, checkpointOf, startOf, type Position } from './position';
import { highestOf, rowsWithin, shapeRows } from './rows';
import { Trail } from './trail';

/** A source that answers page by page, whatever it is asked in. */
export interface Pager {
  readonly way: Way;
  /** It takes a cursor to start at. */
  readonly since: boolean;
  /** It takes a cursor to end before. */
  readonly until: boolean;
  /** Rows it may be asked for at once. */
  readonly pageSize: number;
  /**
   * The page at a position. `kept`: the position is one that was stored, and null says that the source knows it no more: the read
   * then begins again.
   */
  ask(position: Position, size: number, kept: boolean): Promise<Omit<Answer, 'size'> | null>;
  /** What the source offers, by a page of its rows. */
  offers(list: readonly RawValue[]): Pick<Page, 'columns' | 'columnsDeclared' | 'types'>;
}

/** Reads a stream to its end: every page with the checkpoint behind it. Errors: those of `ask`, and of a source that leads in circles. */
export async function* readPages(request: ReadRequest, pager: Pager): AsyncGenerator<Page> {
  const { stream, signal, window } = request;
  const { way } = pager;
  const isNumbered = way.kind === 'page' || way.kind === 'offset';
  let position = startOf(request, { ...pager, way: way.kind });
  if (isNumbered && position.at !== null) position = await goneOn(position, pager);
  let kept = position.at !== null;
  const trail = new Trail();
  if (position.at !== null && !isNumbered) trail.again(position.at);
  do {
    signal.throwIfAborted();
    if (position.ended) {
      // A broken run that had come to the end.
      yield { rows: [], unreadable: [], columns: [], checkpoint: checkpointOf(position) };
      return;
    }
    const size = position.size ?? Math.min(request.pageSize, pager.pageSize);
    const answer = await pager.ask(position, size, kept);
    const wasKept = kept;
    kept = false;
    // A list that changed while nobody read it is counted anew, from its beginning.
    if (answer === null || (wasKept && isShort(position, answer, way))) {
      position = anew(position);
      trail.forget();
      continue;
    }
    const { list, total } = answer;
    const before = position.read;
    const highest = highestOf(list, stream, position.highest);
    position = behind({ ...position, highest }, { ...answer, size }, way, trail);
    // The last page once more, from a source that gives it for every later number.
    const given = position.read === before ? [] : list;
    const within = window === undefined ? given : rowsWithin(given, stream, window);
    yield {
      ...shapeRows(within, stream, before),
      ...pager.offers(list),
      checkpoint: checkpointOf(position),
      ...(total === null ? {} : { total }),
    };
  } while (!position.ended);
}

/**
 * Where a broken read of numbered pages goes on. A number says nothing of the list as it is now: rows that were deleted since from pages
 * that were read draw others over the edge, where nobody looks. So the last page is asked for once more; unless it is what it was, the
 * read begins again.
 */
async function goneOn(position: Position, pager: Pager): Promise<Position> {
  const last = lastPage(position, pager.way);
  const size = position.size ?? pager.pageSize;
  const answer = last === null ? null : await pager.ask(last, size, true);
  if (answer === null || !isUnmoved(position, answer.list)) return anew({ ...position, read: 0 });
  return { ...position, total: answer.total };
}
