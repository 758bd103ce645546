import { keysetOf, type CursorRow, type OrderColumn } from '../../db/keyset';
import { NOUN_CODE, NOUNS, nounOf, type LinkRole, type Noun } from '../../domain/nouns';
import type { Uuid } from '../../domain/ids';
import { selectList, TABLE } from './columns';
import { readEntities } from './entities';
import { firstOfEach } from './first-of-each';
import { shownPeriod } from './link-dates';
import { maskerOf } from './mask';
import { Parameters } from './statement';
import type { EntityRow, PageArgs, PageOf, Reading } from './types';
import { existsSql, HOME_ROLES, seesHomes, visibleSql } from './visible';

export interface LinkRow {
  readonly role: LinkRole;
  /** True: leads away from the entity that was asked. */
  readonly outward: boolean;
  readonly since: string | null;
  readonly until: string | null;
  /** Streams whose records say so, as far as the caller may read them. */
  readonly streams: readonly number[];
}

export interface TieRow {
  readonly link: LinkRow;
  readonly other: EntityRow;
}

interface Wanted {
  readonly reading: Reading;
  readonly ids: readonly Uuid[];
  readonly role: LinkRole | null;
  /** Noun at the other end; null: any. */
  readonly other: Noun | null;
  /** Null: both directions. */
  readonly outward: boolean | null;
  readonly page: PageArgs;
}

interface Row extends CursorRow {
  readonly link_role: LinkRole;
  readonly link_outward: boolean;
  readonly link_since: string | null;
  readonly link_until: string | null;
  readonly link_streams: number[];
  readonly link_other: Uuid;
  readonly link_noun: number;
}

const LINK = `l.role AS link_role, l.outward AS link_outward, l.since AS link_since, l.until AS link_until,
              l.streams AS link_streams, l.other_id AS link_other, l.other_noun AS link_noun`;

const LINK_ORDER: readonly OrderColumn[] = [
  { sql: 'l.role', type: 'text', direction: 'ASC' },
  { sql: 'l.outward', type: 'boolean', direction: 'ASC' },
  { sql: 'l.other_id', type: 'uuid', direction: 'ASC' },
];
/** Events come latest first. */
const EVENT_ORDER: readonly OrderColumn[] = [
  { sql: 'e.occurred_at', type: 'timestamptz', direction: 'DESC', nullable: true },
  ...LINK_ORDER,
];

function conditions({ reading, role, other, outward }: Wanted, parameters: Parameters): string {
  const { scope } = reading;
  const all = [
    'l.node_id = parent.id',
    `l.streams && ${parameters.add(scope.streams, 'int[]')}`,
    ...(role === null ? [] : [`l.role = ${parameters.add(role, 'text')}`]),
    ...(other === null ? [] : [`l.other_noun = ${parameters.add(NOUN_CODE[other], 'smallint')}`]),
    ...(outward === null ? [] : [`l.outward = ${parameters.add(outward, 'boolean')}`]),
    ...(seesHomes(scope) ? [] : [`l.role <> ALL (${parameters.add(HOME_ROLES, 'text[]')})`]),
  ];
  return all.join(' AND ');
}

function linkOf(row: Row, reading: Reading): LinkRow {
  return {
    role: row.link_role,
    outward: row.link_outward,
    ...shownPeriod(
      {
        role: row.link_role,
        streams: row.link_streams,
        since: row.link_since,
        until: row.link_until,
      },
      reading,
    ),
    streams: row.link_streams.filter((id) => reading.scope.streams.includes(id)),
  };
}

/** Ties to one noun, with what stands at the other end: one statement. */
async function toOne(wanted: Wanted, noun: Noun): Promise<Map<Uuid, PageOf<TieRow>>> {
  const { reading, ids, page } = wanted;
  const parameters = new Parameters();
  const where = conditions(wanted, parameters);
  const visible = visibleSql(noun, 'e', reading.scope, parameters);
  const keyset = keysetOf(noun === 'Event' ? EVENT_ORDER : LINK_ORDER, page, parameters.next);
  parameters.addAll(keyset.values);
  const masker = maskerOf(reading);
  return firstOfEach<Row & Record<string, unknown>, TieRow>({
    db: reading.db,
    parents: ids,
    parameters,
    keyset,
    body: `SELECT ${selectList(noun, 'e')}, ${LINK}, ${keyset.cursorColumn}
             FROM link_end l JOIN ${TABLE[noun]} e ON e.id = l.other_id
            WHERE ${where} AND ${visible} AND ${keyset.where}`,
    shape: (row) => ({ link: linkOf(row, reading), other: masker.entity(noun, row) }),
  });
}

/** Ties to any noun: one statement for the ties, then one for each noun that stands at their other ends. */
async function toAny(wanted: Wanted): Promise<Map<Uuid, PageOf<TieRow>>> {
  const { reading, ids, page } = wanted;
  const parameters = new Parameters();
  const where = conditions(wanted, parameters);
  const seen = NOUNS.map(
    (noun) =>
      `(l.other_noun = ${String(NOUN_CODE[noun])} AND ${existsSql(noun, 'l.other_id', reading.scope, parameters)})`,
  );
  const keyset = keysetOf(LINK_ORDER, page, parameters.next);
  parameters.addAll(keyset.values);
  const pages = await firstOfEach<Row, Row>({
    db: reading.db,
    parents: ids,
    parameters,
    keyset,
    body: `SELECT ${LINK}, ${keyset.cursorColumn} FROM link_end l WHERE ${where} AND (${seen.join(' OR ')}) AND ${keyset.where}`,
    shape: (row) => row,
  });
  const others = new Map<Noun, Set<Uuid>>();
  for (const { rows } of pages.values()) {
    for (const { link_noun, link_other } of rows) {
      const noun = nounOf(link_noun);
      others.set(noun, (others.get(noun) ?? new Set()).add(link_other));
    }
  }
  const found = new Map<Uuid, EntityRow>();
  for (const [noun, otherIds] of others) {
    const rows = await readEntities({ reading, noun, ids: [...otherIds] });
    for (const [id, row] of rows) found.set(id, row);
  }
  return new Map(
    [...pages].map(([id, { rows, cursors, ...rest }]) => {
      // An entity that went between the two statements goes from the page, with its cursor.
      const kept = rows.flatMap((row, i) => {
        const other = found.get(row.link_other);
        return other === undefined ? [] : [{ row, other, cursor: cursors[i] ?? '' }];
      });
      return [
        id,
        {
          ...rest,
          rows: kept.map(({ row, other }) => ({ link: linkOf(row, reading), other })),
          cursors: kept.map(({ cursor }) => cursor),
        },
      ];
    }),
  );
}

/** The same page of ties of each given entity. Callers who do not see addresses whole see no ties to homes. */
export async function readTiePages(wanted: Wanted): Promise<Map<Uuid, PageOf<TieRow>>> {
  return wanted.other === null ? toAny(wanted) : toOne(wanted, wanted.other);
}
