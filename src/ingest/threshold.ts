import type { Stream } from '../connect/connector';
import { WangshuError } from '../domain/errors';
import type { Counts } from './counts';

/** Below so many rows a share says little: in the middle of a read, and at its end, when no more are to come. */
export const SHARE_MIDWAY = 1_000;
export const SHARE_AT_END = 20;

/** What the contract allows, where there are more bad rows than that; null: there are not. */
export function overThreshold(
  { spec }: Pick<Stream, 'spec'>,
  { read, quarantined }: Pick<Counts, 'read' | 'quarantined'>,
  shareFrom: number,
): string | null {
  const { maxRows, maxShare } = spec.quarantine;
  if (maxRows !== undefined && quarantined > maxRows)
    return `at most ${String(maxRows)} bad rows in one run are`;
  if (read >= shareFrom && quarantined > read * maxShare)
    return `at most ${String(maxShare * 100)} % of bad rows is`;
  return null;
}

/** A source that is mostly garbage is no source: what was read stays in quarantine, the rest is not asked for (QUARANTINE_THRESHOLD). */
export function assertThreshold(
  stream: Stream,
  counts: Pick<Counts, 'read' | 'quarantined'>,
  shareFrom: number,
): void {
  const allowed = overThreshold(stream, counts, shareFrom);
  if (allowed === null) return;
  const { read, quarantined } = counts;
  throw new WangshuError(
    'QUARANTINE_THRESHOLD',
    `${stream.connector}.${stream.name}: ${allowed} allowed, ${String(quarantined)} of ${String(read)} rows went to quarantine; the run stopped there. Look at wangshu quarantine ${stream.connector}, mend source or mapping, then sync again`,
  );
}
