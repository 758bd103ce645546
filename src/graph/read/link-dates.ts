import type { Stream } from '../../connect/connector';
import type { LinkRole } from '../../domain/nouns';
import type { Reading } from './types';

type Period = 'since' | 'until';

/** Whether an end of the period of such a tie may be shown, as this stream gives it: by the kind of the item it is read from. */
function isWhole(
  stream: Stream | undefined,
  role: LinkRole,
  period: Period,
  reading: Reading,
): boolean {
  if (stream === undefined) return false;
  return stream.spec.links.every((link) => {
    const name = link.role === role ? link[period] : undefined;
    const item = name === undefined ? undefined : stream.items.get(name);
    return item === undefined || reading.scope.view[item.kind] === 'WHOLE';
  });
}

/**
 * The period of a tie as the caller may see it. A day of marriage or divorce is as telling on the tie as in the record: an
 * end is shown where every department that says the tie gives it by an item that the caller sees whole.
 */
export function shownPeriod(
  tie: { role: LinkRole; streams: readonly number[]; since: string | null; until: string | null },
  reading: Reading,
): Record<Period, string | null> {
  const streams = tie.streams.map((id) => reading.catalogue.streams.get(id));
  const shown = (period: Period): string | null =>
    streams.every((stream) => isWhole(stream, tie.role, period, reading)) ? tie[period] : null;
  return { since: shown('since'), until: shown('until') };
}
