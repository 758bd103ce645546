import { copyRows, type CopyValue } from '../db/copy';
import type { Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { NOUN_CODE } from '../domain/nouns';
import type { MappedRow } from './map/types';

export interface MappedRecord {
  readonly key: Uuid;
  readonly row: MappedRow;
}

interface Target {
  readonly streamId: number;
  readonly rank: number;
}

/**
 * Takes away what older forms of these records said, and notes every entity and key they spoke of: those must be
 * stitched (and bridged) again.
 */
export async function forgetMentions(
  tx: Tx,
  streamId: number,
  keys: readonly Uuid[],
): Promise<void> {
  if (keys.length === 0) return;
  const values = [streamId, keys];
  await tx.query({
    name: 'ingest-forget',
    text: `
      WITH gone AS (
        DELETE FROM mention WHERE stream_id = $1 AND key = ANY ($2::uuid[]) RETURNING entity_id, noun
      ), gone_claims AS (
        DELETE FROM claim WHERE stream_id = $1 AND key = ANY ($2::uuid[])
      ), gone_bridges AS (
        DELETE FROM bridge WHERE stream_id = $1 AND key = ANY ($2::uuid[]) RETURNING noun, a, b
      ), gone_doorplates AS (
        DELETE FROM doorplate WHERE stream_id = $1 AND key = ANY ($2::uuid[]) RETURNING code
      ), noted AS (
        INSERT INTO rebridged (noun, key)
        SELECT noun, a FROM gone_bridges UNION ALL SELECT noun, b FROM gone_bridges
        UNION ALL SELECT ${NOUN_CODE.Place}, code FROM gone_doorplates
      )
      INSERT INTO touched (entity_id, noun) SELECT entity_id, noun FROM gone WHERE entity_id IS NOT NULL`,
    values,
  });
}

function* mentionLines(
  records: readonly MappedRecord[],
  { streamId, rank }: Target,
): Generator<CopyValue[]> {
  for (const { key, row } of records) {
    for (const m of row.mentions) {
      yield [
        streamId,
        key,
        m.name,
        m.noun,
        m.entityId,
        m.anchor,
        m.tail,
        m.doorplate,
        m.base,
        m.base === null ? null : m.tail,
        m.identified,
        rank,
        row.observedAt,
        JSON.stringify(m.attrs),
      ];
    }
  }
}

function* claimLines(
  records: readonly MappedRecord[],
  { streamId }: Target,
): Generator<CopyValue[]> {
  for (const { key, row } of records) {
    for (const c of row.claims)
      yield [streamId, key, c.ord, c.role, c.from, c.to, c.since, c.until];
  }
}

function* bridgeLines(
  records: readonly MappedRecord[],
  { streamId }: Target,
): Generator<CopyValue[]> {
  for (const { key, row } of records) {
    for (const b of row.bridges) yield [streamId, key, b.name, b.noun, b.a, b.b, b.aRank, b.bRank];
  }
}

function* doorplateLines(
  records: readonly MappedRecord[],
  { streamId, rank }: Target,
): Generator<CopyValue[]> {
  for (const { key, row } of records) {
    for (const d of row.doorplates) yield [streamId, key, d.name, d.code, d.base, d.tail, rank];
  }
}

function* rebridgedLines(records: readonly MappedRecord[]): Generator<CopyValue[]> {
  for (const { row } of records) {
    for (const b of row.bridges) {
      yield [b.noun, b.a];
      yield [b.noun, b.b];
    }
    for (const d of row.doorplates) yield [NOUN_CODE.Place, d.code];
  }
}

function* touchedLines(records: readonly MappedRecord[]): Generator<CopyValue[]> {
  for (const { row } of records) {
    for (const m of row.mentions) if (m.entityId !== null) yield [m.entityId, m.noun];
  }
}

/** Only mentions that a bridge or the register can move need another look by resolve. */
function* unresolvedLines(
  records: readonly MappedRecord[],
  { streamId }: Target,
): Generator<CopyValue[]> {
  for (const { key, row } of records) {
    if (row.mentions.some((m) => m.noun !== NOUN_CODE.Resident)) yield [streamId, key];
  }
}

/** Writes what the records say, by COPY straight into the tables; the keys' older mentions must be gone. */
export async function writeMentions(
  tx: Tx,
  target: Target,
  records: readonly MappedRecord[],
): Promise<{ mentions: number; links: number }> {
  if (records.length === 0) return { mentions: 0, links: 0 };
  const mentions = await copyRows(
    tx,
    'mention (stream_id, key, name, noun, entity_id, anchor, tail, doorplate, base_id, base_tail, identified, rank, observed_at, attrs)',
    mentionLines(records, target),
  );
  if (mentions === 0) return { mentions: 0, links: 0 };
  const links = await copyRows(
    tx,
    'claim (stream_id, key, ord, role, from_name, to_name, since, until)',
    claimLines(records, target),
  );
  if (records.some(({ row }) => row.bridges.length + row.doorplates.length > 0)) {
    await copyRows(
      tx,
      'bridge (stream_id, key, name, noun, a, b, a_rank, b_rank)',
      bridgeLines(records, target),
    );
    await copyRows(
      tx,
      'doorplate (stream_id, key, name, code, base, tail, rank)',
      doorplateLines(records, target),
    );
    await copyRows(tx, 'rebridged (noun, key)', rebridgedLines(records));
  }
  await copyRows(tx, 'unresolved (stream_id, key)', unresolvedLines(records, target));
  await copyRows(tx, 'touched (entity_id, noun)', touchedLines(records));
  return { mentions, links };
}
