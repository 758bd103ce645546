import type { Scope } from '../../access/scope';
import { showItem } from '../../access/view';
import type { Stream } from '../../connect/connector';
import { keysetOf, type CursorRow } from '../../db/keyset';
import type { Uuid } from '../../domain/ids';
import { NOUN_CODE, NOUNS } from '../../domain/nouns';
import { firstOfEach } from './first-of-each';
import { Parameters, rowsOf } from './statement';
import type { PageArgs, PageOf, Reading } from './types';
import { existsSql, seesHomes } from './visible';

export interface RecordRow {
  /** 'streamId:key' */
  readonly id: string;
  readonly streamId: number;
  readonly key: Uuid;
  readonly landedAt: Date;
  readonly deletedAt: Date | null;
  /** Raw values by item name, as the caller may see them. */
  readonly items: Readonly<Record<string, string | null>>;
}

interface Row {
  readonly stream_id: number;
  readonly key: Uuid;
  readonly landed_at: Date;
  readonly deleted_at: Date | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly outside: readonly string[];
}

const COLUMNS = 'r.stream_id, r.key, r.landed_at, r.deleted_at, r.payload';

/** What a record speaks of that lies outside the caller's areas, by the mention's name. */
function outsideSql(scope: Scope, parameters: Parameters): string {
  if (scope.areas === 'ALL') return `'{}'::text[]`;
  const seen = NOUNS.map(
    (noun) =>
      `(o.noun = ${String(NOUN_CODE[noun])} AND NOT ${existsSql(noun, 'o.entity_id', scope, parameters)})`,
  );
  return `ARRAY(SELECT o.name FROM mention o WHERE (o.stream_id, o.key) = (r.stream_id, r.key)
                   AND o.entity_id IS NOT NULL AND (${seen.join(' OR ')}))`;
}

/**
 * Items that may be shown: where somebody or something the record speaks of lies outside the caller's areas, only those
 * that feed a mention inside and none outside. Null: all.
 */
function insideItems(stream: Stream, outside: readonly string[]): ReadonlySet<string> | null {
  if (outside.length === 0) return null;
  const [inside, hidden] = [new Set<string>(stream.spec.key), new Set<string>()];
  for (const [name, mention] of Object.entries(stream.spec.mentions)) {
    const items = outside.includes(name) ? hidden : inside;
    for (const source of Object.values(mention)) if (typeof source === 'string') items.add(source);
  }
  return new Set([...inside].filter((item) => !hidden.has(item)));
}

function recordOf(row: Row, { catalogue, scope }: Reading): RecordRow {
  const stream = catalogue.stream(row.stream_id);
  const inside = insideItems(stream, row.outside);
  return {
    id: `${String(row.stream_id)}:${row.key}`,
    streamId: row.stream_id,
    key: row.key,
    landedAt: row.landed_at,
    deletedAt: row.deleted_at,
    items: Object.fromEntries(
      [...stream.items.values()].map((item) => [
        item.name,
        inside?.has(item.name) === false
          ? null
          : showItem(scope, item, textOf(row.payload[item.name])),
      ]),
    ),
  };
}

/** A raw value as text; lists and mappings as JSON. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Streams that the caller may read and that are still connected. */
function readable({ catalogue, scope }: Reading): number[] {
  return scope.streams.filter((id) => catalogue.streams.has(id));
}

/**
 * Records by id. One is seen by whoever may read its stream and sees something it speaks of; callers of the whole
 * district see also those that speak of nothing yet.
 */
export async function readRecords(options: {
  readonly reading: Reading;
  /** 'streamId:key' */
  readonly ids: readonly string[];
}): Promise<Map<string, RecordRow>> {
  const { reading, ids } = options;
  const { scope } = reading;
  const wanted = ids.flatMap((id) => {
    const match = /^(\d{1,10}):([0-9a-f-]{36})$/.exec(id);
    return match === null || Number(match[1]) > 0x7fffffff ? [] : [match];
  });
  const parameters = new Parameters();
  const streams = parameters.add(
    wanted.map(([, stream]) => Number(stream)),
    'int[]',
  );
  const keys = parameters.add(
    wanted.map(([, , key]) => key),
    'uuid[]',
  );
  const mayRead = parameters.add(readable(reading), 'int[]');
  const seen =
    scope.areas === 'ALL'
      ? 'TRUE'
      : `EXISTS (SELECT FROM mention m WHERE m.stream_id = r.stream_id AND m.key = r.key AND (${NOUNS.map(
          (noun) =>
            `(m.noun = ${String(NOUN_CODE[noun])} AND ${existsSql(noun, 'm.entity_id', scope, parameters)})`,
        ).join(' OR ')}))`;
  const rows = await rowsOf<Row>(
    reading.db,
    `SELECT ${COLUMNS}, ${outsideSql(scope, parameters)} AS outside
       FROM unnest(${streams}, ${keys}) AS wanted (stream_id, key)
       JOIN record r ON (r.stream_id, r.key) = (wanted.stream_id, wanted.key)
      WHERE r.stream_id = ANY (${mayRead}) AND ${seen}`,
    parameters,
  );
  return new Map(rows.map((row) => recordOf(row, reading)).map((row) => [row.id, row]));
}

/** The same page of the records behind each given entity, which the caller must have been shown. */
export async function readRecordPages(options: {
  readonly reading: Reading;
  readonly entityIds: readonly Uuid[];
  readonly page: PageArgs;
}): Promise<Map<Uuid, PageOf<RecordRow>>> {
  const { reading, entityIds, page } = options;
  const parameters = new Parameters();
  const { scope } = reading;
  const streams = parameters.add(readable(reading), 'int[]');
  const outside = outsideSql(scope, parameters);
  // The record behind a door is the record of who lives there.
  const doors = seesHomes(scope)
    ? 'TRUE'
    : 'NOT EXISTS (SELECT FROM place door WHERE door.id = parent.id AND door.base_id <> door.id)';
  const keyset = keysetOf(
    [
      { sql: 'r.stream_id', type: 'int', direction: 'ASC' },
      { sql: 'r.key', type: 'uuid', direction: 'ASC' },
    ],
    page,
    parameters.next,
  );
  parameters.addAll(keyset.values);
  return firstOfEach<Row & CursorRow, RecordRow>({
    db: reading.db,
    parents: entityIds,
    parameters,
    keyset,
    body: `SELECT ${COLUMNS}, ${outside} AS outside, ${keyset.cursorColumn}
             FROM (SELECT DISTINCT m.stream_id, m.key FROM mention m
                    WHERE m.entity_id = parent.id AND m.stream_id = ANY (${streams})) said
             JOIN record r ON (r.stream_id, r.key) = (said.stream_id, said.key)
            WHERE ${doors} AND ${keyset.where}`,
    shape: (row) => recordOf(row, reading),
  });
}
