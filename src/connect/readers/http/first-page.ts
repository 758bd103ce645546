import type { RawValue } from '../../reader';
import { protocol } from './failure';
import type { HttpSettings } from './settings';

/** Whether anything stands at a dotted path, be it null: a key of the whole name goes first, as in valueAt. */
function isThere(value: RawValue, path: string): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  if (Object.hasOwn(value, path)) return true;
  const cut = path.indexOf('.');
  if (cut < 0) return false;
  return isThere(value[path.slice(0, cut)] ?? null, path.slice(cut + 1));
}

/** Whether an answer without a next page says so: null, '' or false where the cursor is; a Link header has no word for it. */
const saysEnd = ({ paging }: HttpSettings, body: RawValue): boolean =>
  paging.kind === 'cursor' && (paging.more !== undefined || isThere(body, paging.next));

/**
 * How many rows to ask for to find out whether a first page without a word of a next one is all there is; null: there is no reason to.
 * Sources may leave the word out on a last page. On a page that is as full as it can be (by what was asked for, or by a limit of the
 * source, which is a round number) it may as well stand where the settings do not say, and all that follows would never be read.
 */
export function rowsToTry({ list, body, size }: FirstPage, settings: HttpSettings): number | null {
  const { paging } = settings;
  const isLed = paging.kind === 'cursor' || paging.kind === 'link';
  if (!isLed || paging.sizeParam === undefined || saysEnd(settings, body)) return null;
  const isFull = list.length >= size || list.length % 10 === 0;
  return isFull && list.length > 1 ? Math.floor(list.length / 2) : null;
}

export interface FirstPage {
  readonly list: readonly RawValue[];
  readonly body: RawValue;
  /** Rows that were asked for. */
  readonly size: number;
}

/**
 * Throws SOURCE_PROTOCOL where a page of so few rows, of which there are known to be more, says nothing of a next one either. `tried`:
 * the rows it gave; a source that gives as many as it likes has proved nothing.
 */
export function mustLeadOn(
  tried: FirstPage & { readonly next: string | null },
  settings: HttpSettings,
  from: string,
): void {
  if (tried.next !== null || tried.list.length !== tried.size || saysEnd(settings, tried.body))
    return;
  const { paging } = settings;
  throw protocol(
    paging.kind === 'cursor'
      ? `a next cursor is required at ${paging.next} of the answer to ${from}, nothing stands there even where more rows follow; mend paging.next in connector.yaml`
      : `a Link header with rel="next" is required of the answer to ${from}, none is given even where more rows follow; mend paging in connector.yaml`,
  );
}
