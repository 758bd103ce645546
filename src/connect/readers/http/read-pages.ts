import type { Page, RawValue, ReadRequest } from '../../reader';
import { behind, type Answer, type Way } from './paging';
import { anew, checkpointOf, startOf, type Position } from './position';
import { highestOf, isWithin, shapeRows } from './rows';
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
  offers(list: readonly RawValue[]): Pick<Page, 'columns' | 'types'>;
}

/** Reads a stream to its end: every page with the checkpoint behind it. Errors: those of `ask`, and of a source that leads in circles. */
export async function* readPages(request: ReadRequest, pager: Pager): AsyncGenerator<Page> {
  const { stream, signal, window } = request;
  const { way } = pager;
  let position = startOf(request, { ...pager, way: way.kind });
  let kept = position.at !== null;
  const trail = new Trail();
  if (position.at !== null && (way.kind === 'cursor' || way.kind === 'link'))
    trail.again(position.at);
  do {
    signal.throwIfAborted();
    if (position.ended) {
      // A broken run that had come to the end.
      yield { rows: [], unreadable: [], columns: [], checkpoint: checkpointOf(position) };
      return;
    }
    const size = position.size ?? Math.min(request.pageSize, pager.pageSize);
    const answer = await pager.ask(position, size, kept);
    kept = false;
    if (answer === null) {
      position = anew(position);
      trail.forget();
      continue;
    }
    const { list, total } = answer;
    const before = position.read;
    const highest = highestOf(list, stream.cursor, position.highest);
    position = behind({ ...position, highest }, { ...answer, size }, way, trail);
    // The last page once more, from a source that gives it for every later number.
    const given = position.read === before ? [] : list;
    const within =
      window === undefined ? given : given.filter((row) => isWithin(row, stream.cursor, window));
    yield {
      ...shapeRows(within, stream, before),
      ...pager.offers(list),
      checkpoint: checkpointOf(position),
      ...(total === null ? {} : { total }),
    };
  } while (!position.ended);
}
