import type { RawValue } from '../../reader';
import { valueAt } from '../value-at';
import { protocol } from './failure';
import type { HttpSettings } from './settings';
import { totalAt } from './total';

/** The rows of an answer. Throws SOURCE_PROTOCOL where it says that it failed, or no rows are where they should be. */
export function rowsOf(body: RawValue, from: string, settings: HttpSettings): readonly RawValue[] {
  mustHaveSucceeded(body, from, settings);
  const { rows, format, paging } = settings;
  const found = rows === undefined ? body : valueAt(body, rows);
  if (Array.isArray(found)) return found;
  if (format === 'xml' && rows !== undefined) {
    const list = xmlRows(body, found, rows);
    if (list !== null) return list;
  }
  // Many write null for a list of nothing; that it is nothing must be told beside it.
  if (found === null && paging.kind !== 'none' && totalAt(body, paging.total) === 0) return [];
  throw protocol(
    `a list of rows is required at ${rows ?? 'the top'} of the answer to ${from}, something else is given; mend rows`,
  );
}

/** XML knows no lists: one row is a list of one, and none is no element. Null where even the element around them is missing. */
function xmlRows(body: RawValue, found: RawValue, rows: string): readonly RawValue[] | null {
  if (found !== null) return [found];
  const around = rows.includes('.') ? valueAt(body, rows.slice(0, rows.lastIndexOf('.'))) : null;
  return around === null || Array.isArray(around) ? null : [];
}

function mustHaveSucceeded(body: RawValue, from: string, { success }: HttpSettings): void {
  if (success === undefined) return;
  const value = valueAt(body, success.at);
  const text = value === null || typeof value === 'object' ? null : String(value);
  if (text !== null && success.is.includes(text)) return;
  const given =
    text === null
      ? 'none'
      : /^-?\d{1,6}$/.test(text)
        ? text
        : `another (${String(text.length)} characters)`;
  throw protocol(
    `one of ${success.is.join(', ')} is required at ${success.at} of the answer to ${from}, ${given} is given: the source says that it failed`,
  );
}
