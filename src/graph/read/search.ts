import { keysetOf, type CursorRow } from '../../db/keyset';
import { WangshuError } from '../../domain/errors';
import type { Uuid } from '../../domain/ids';
import { NOUN_CODE, NOUNS, nounOf, type Noun } from '../../domain/nouns';
import { TABLE } from './columns';
import { readEntities } from './entities';
import { maskerOf } from './mask';
import { Parameters, rowsOf } from './statement';
import type { EntityRow, PageArgs, PageOf, Reading } from './types';
import { visibleSql } from './visible';

/** The attribute that each noun is found by; residents by their whole name alone. */
const NAMED_BY: Readonly<Record<Noun, string>> = {
  Resident: 'name',
  Place: 'name',
  Event: 'title',
  Thing: 'name',
  Organization: 'name',
};

const NUMBERED: readonly Noun[] = ['Event', 'Thing'];
const SHORTEST = 2;

/** LIKE's own characters in a text that is looked for as it is. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);

interface Words {
  /** As it was given. */
  readonly text: string;
  /** As a pattern that finds it anywhere. */
  readonly anywhere: string;
}

/** Names are searched only where the caller sees them whole: finding a thing by a name would tell the name. */
function foundSql(reading: Reading, noun: Noun, words: Words, parameters: Parameters): string {
  const attribute = NAMED_BY[noun];
  const whole = maskerOf(reading).wholeSources(noun, attribute);
  const source = `split_part(e.provenance->>'${attribute}', ':', 1) || ':' || split_part(e.provenance->>'${attribute}', ':', 3)`;
  const named = `${source} = ANY (${parameters.add(whole, 'text[]')})`;
  const text = parameters.add(words.text, 'text');
  const score = `round(similarity(coalesce(e.${attribute}, ''), ${text})::numeric, 4)`;
  const match =
    noun === 'Resident'
      ? `e.name = ${text}`
      : `e.${attribute} ILIKE ${parameters.add(words.anywhere, 'text')}`;
  // A number is found by all of it, with its scheme or without.
  const numbered = NUMBERED.includes(noun)
    ? ` OR EXISTS (SELECT FROM unnest(e.numbers) AS n WHERE n = ${text} OR split_part(n, ':', 2) = ${text})`
    : '';
  return `SELECT ${String(NOUN_CODE[noun])}::int AS noun, e.id, ${score} AS score FROM ${TABLE[noun]} e
           WHERE ((${match} AND ${named})${numbered}) AND ${visibleSql(noun, 'e', reading.scope, parameters)}`;
}

function nounsOf(asked: readonly Noun[] | null, reading: Reading): readonly Noun[] {
  const open = reading.scope.caseNumber !== null;
  if (asked?.includes('Resident') === true && !open) {
    throw new WangshuError(
      'CASE_REQUIRED',
      'a case number in the header X-Wangshu-Case is required to search for residents, none is given',
    );
  }
  return asked ?? NOUNS.filter((noun) => noun !== 'Resident' || open);
}

/**
 * Entities whose names or numbers hold the text, most alike first. Residents are found by their whole name, and with a
 * case number alone (CASE_REQUIRED); everything else by any part of two characters or more (BAD_USER_INPUT).
 */
export async function searchEntities(options: {
  readonly reading: Reading;
  readonly text: string;
  readonly nouns: readonly Noun[] | null;
  readonly page: PageArgs;
}): Promise<PageOf<EntityRow>> {
  const { reading, page } = options;
  const text = options.text.normalize('NFC').trim();
  if ([...text].length < SHORTEST) {
    throw new WangshuError(
      'BAD_USER_INPUT',
      'a text of two characters or more is required, a shorter one is given',
    );
  }
  const parameters = new Parameters();
  const words = { text, anywhere: `%${literal(text)}%` };
  const found = nounsOf(options.nouns, reading).map((noun) =>
    foundSql(reading, noun, words, parameters),
  );
  if (found.length === 0)
    return { rows: [], cursors: [], hasNextPage: false, hasPreviousPage: false };
  const keyset = keysetOf(
    [
      { sql: 'f.score', type: 'numeric', direction: 'DESC' },
      { sql: 'f.noun', type: 'int', direction: 'ASC' },
      { sql: 'f.id', type: 'uuid', direction: 'ASC' },
    ],
    page,
    parameters.next,
  );
  parameters.addAll(keyset.values);
  const rows = await rowsOf<{ noun: number; id: Uuid } & CursorRow>(
    reading.db,
    `SELECT f.noun, f.id, ${keyset.cursorColumn} FROM (${found.join(' UNION ALL ')}) f
      WHERE ${keyset.where} ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`,
    parameters,
  );
  return withEntities(
    reading,
    keyset.pageOf(rows, ({ noun, id }) => ({ noun: nounOf(noun), id })),
  );
}

/** Puts the entities in the place of their ids: one statement for each noun that was found. */
async function withEntities(
  reading: Reading,
  { rows, cursors, ...rest }: PageOf<{ noun: Noun; id: Uuid }>,
): Promise<PageOf<EntityRow>> {
  const entities = new Map<Uuid, EntityRow>();
  for (const noun of new Set(rows.map((row) => row.noun))) {
    const ids = rows.filter((row) => row.noun === noun).map(({ id }) => id);
    for (const [id, entity] of await readEntities({ reading, noun, ids })) entities.set(id, entity);
  }
  const kept = rows.flatMap(({ id }, i) => {
    const entity = entities.get(id);
    return entity === undefined ? [] : [{ entity, cursor: cursors[i] ?? '' }];
  });
  return {
    ...rest,
    rows: kept.map(({ entity }) => entity),
    cursors: kept.map(({ cursor }) => cursor),
  };
}
