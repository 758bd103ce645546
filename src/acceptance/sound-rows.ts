import type { Stream } from '../connect/connector';
import type { SourceRow } from '../connect/reader';
import type { Uuid } from '../domain/ids';
import { compileMapping } from '../ingest/map/compile';
import { compileRow, isBad } from '../ingest/row';
import { isTombstone } from '../ingest/sort-rows';
import type { Bench } from './bench';
import { hashOf } from './source-rows';

/** A row of which one can say beforehand what becomes of it: it can be mapped, and does not say that it is gone. */
export interface SoundRow {
  readonly row: SourceRow;
  readonly hash: Uuid;
  /** Of its record. */
  readonly key: Uuid;
}

/** Rows by key, of keys all of whose rows are sound, in the order of the source. */
async function soundKeys(bench: Bench, stream: Stream): Promise<SoundRow[][]> {
  const toRow = compileRow(stream, bench.idKey);
  const toMentions = compileMapping(stream, bench.idKey, bench.connector.spec.timeZone);
  const keys = new Map<Uuid, { rows: SoundRow[]; sound: boolean }>();
  for (const row of await bench.rowsOf(stream)) {
    const keyed = toRow(row);
    if (isBad(keyed)) continue;
    const { key } = keyed;
    const known = keys.get(key) ?? { rows: [], sound: true };
    known.rows.push({ row, hash: hashOf(row), key });
    known.sound &&= !isTombstone(stream, keyed) && toMentions(key, keyed.raw).ok;
    keys.set(key, known);
  }
  return [...keys.values()].flatMap(({ rows, sound }) => (sound ? [rows] : []));
}

/** Sound rows that no other row has the key of: each is a record, and stays it. */
export async function loneRows(bench: Bench, stream: Stream): Promise<SoundRow[]> {
  return (await soundKeys(bench, stream)).flatMap((rows) => (rows.length === 1 ? rows : []));
}

/** The last row of each sound key: in a source that tells one change after another, that which counts. */
export async function lastRows(bench: Bench, stream: Stream): Promise<SoundRow[]> {
  return (await soundKeys(bench, stream)).flatMap((rows) => rows.at(-1) ?? []);
}
