import { contentHash } from '../domain/ids';
import { WangshuError } from '../domain/errors';
import { DEFAULT_PAGE_SIZE, type PageArgs, type PageOf } from './page';

/**
 * Keyset paging, written once: a page starts behind the values of the row before it, never at a count of rows, so that
 * deep pages cost what first pages cost and no row is lost or doubled when others come and go.
 */
export interface OrderColumn {
  /** SQL expression, the same for equal rows at any time. */
  readonly sql: string;
  /** SQL type that its text form is cast back to. */
  readonly type: string;
  readonly direction: 'ASC' | 'DESC';
  /** Unknown values stand last in either direction. */
  readonly nullable?: boolean;
}

export interface Keyset {
  /** Condition on a row, TRUE for a first page; refers to values from `firstParameter` on. */
  readonly where: string;
  readonly orderBy: string;
  /** One more than the page, to know whether there is another. */
  readonly limit: number;
  readonly values: readonly (string | null)[];
  /** Column to select beside the row's own: what a cursor holds. */
  readonly cursorColumn: string;
  /** Turns rows as they came (in `orderBy`, up to `limit`) into the page that was asked for. */
  pageOf<Row extends CursorRow, Out>(rows: readonly Row[], shape: (row: Row) => Out): PageOf<Out>;
}

export interface CursorRow {
  /** JSON text of the order's values. */
  readonly cursor_values: string;
}

type Values = readonly (string | null)[];

function encode(tag: string, valuesJson: string): string {
  return Buffer.from(`${tag}${valuesJson}`, 'utf8').toString('base64url');
}

const TAG_LENGTH = 8;

function decode(tag: string, columns: readonly OrderColumn[], cursor: string): Values {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const values = text.startsWith(tag) ? parse(text.slice(TAG_LENGTH)) : null;
  const fits =
    Array.isArray(values) &&
    values.length === columns.length &&
    values.every(
      (value, i) => typeof value === 'string' || (value === null && columns[i]?.nullable === true),
    );
  if (fits) return values as Values;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'a cursor of this list in this order is required in after or before, another text is given; take endCursor or startCursor of a page as it is',
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a cursor of ours; the caller says so.
    return null;
  }
}

/** Rows that stand behind `values` in the order (`ahead`: before them), as nested comparisons, column by column. */
function behind(
  columns: readonly OrderColumn[],
  values: Values,
  parameter: (i: number) => string,
  ahead: boolean,
): string {
  const strictly = columns.map((column, i) => {
    const { sql, nullable = false } = column;
    const larger = (column.direction === 'ASC') !== ahead;
    const past = `${sql} ${larger ? '>' : '<'} ${parameter(i)}`;
    if (!nullable) return past;
    if (values[i] === null) return ahead ? `${sql} IS NOT NULL` : 'FALSE';
    return ahead ? past : `(${past} OR ${sql} IS NULL)`;
  });
  const equal = columns.map(({ sql }, i) =>
    values[i] === null ? `${sql} IS NULL` : `${sql} = ${parameter(i)}`,
  );
  return strictly
    .map((condition, i) => [...equal.slice(0, i), condition].join(' AND '))
    .map((condition) => `(${condition})`)
    .join(' OR ');
}

/** Where all columns are known and run one way, PostgreSQL compares rows, and an index finds the start at once. */
function rowComparison(
  columns: readonly OrderColumn[],
  parameter: (i: number) => string,
  ahead: boolean,
): string | null {
  const [first] = columns;
  const oneWay = columns.every(
    ({ direction, nullable }) => direction === first?.direction && nullable !== true,
  );
  if (!oneWay) return null;
  const larger = (first?.direction === 'ASC') !== ahead;
  return `(${columns.map(({ sql }) => sql).join(', ')}) ${larger ? '>' : '<'} (${columns.map((_, i) => parameter(i)).join(', ')})`;
}

/**
 * Makes the parts of a page's statement. The last column must make the order total (an id).
 * @param firstParameter number of the first $n that is free
 * WangshuError BAD_USER_INPUT for a cursor of another list or order, and for first and last together.
 */
export function keysetOf(
  columns: readonly OrderColumn[],
  page: PageArgs,
  firstParameter: number,
): Keyset {
  const { first, after, last, before } = page;
  const backward = last !== null && last !== undefined;
  if (backward && first !== null && first !== undefined) {
    throw new WangshuError('BAD_USER_INPUT', 'either first or last is required, both are given');
  }
  const size = (backward ? last : first) ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(size) || size < 0) {
    throw new WangshuError(
      'BAD_USER_INPUT',
      'first and last of 0 or more are required, less is given',
    );
  }
  const tag = contentHash(JSON.stringify(columns)).slice(0, TAG_LENGTH);
  const values: (string | null)[] = [];
  const conditions: string[] = [];
  const bound = (cursor: string | null | undefined, ahead: boolean): void => {
    if (cursor === null || cursor === undefined) return;
    const read = decode(tag, columns, cursor);
    const start = firstParameter + values.length;
    const parameter = (i: number): string => `$${String(start + i)}::${columns[i]?.type ?? 'text'}`;
    const known = !read.includes(null);
    const plain = known ? rowComparison(columns, parameter, ahead) : null;
    // Every value is mentioned, or PostgreSQL could not tell the type of one that is NULL.
    const typed = known
      ? ''
      : ` AND ${read.map((_, i) => `(${parameter(i)} IS NULL OR TRUE)`).join(' AND ')}`;
    conditions.push(`(${plain ?? behind(columns, read, parameter, ahead)})${typed}`);
    values.push(...read);
  };
  bound(after, false);
  bound(before, true);
  const orderBy = columns
    .map(({ sql, direction, nullable }) => {
      const way = backward ? (direction === 'ASC' ? 'DESC' : 'ASC') : direction;
      return `${sql} ${way}${nullable === true ? ` NULLS ${backward ? 'FIRST' : 'LAST'}` : ''}`;
    })
    .join(', ');
  return {
    where: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '),
    orderBy,
    limit: size + 1,
    values,
    cursorColumn: `json_build_array(${columns.map(({ sql }) => `(${sql})::text`).join(', ')})::text AS cursor_values`,
    pageOf(rows, shape) {
      const more = rows.length > size;
      const kept = rows.slice(0, size);
      if (backward) kept.reverse();
      const given = (cursor: string | null | undefined): boolean =>
        cursor !== null && cursor !== undefined;
      return {
        rows: kept.map(shape),
        cursors: kept.map((row) => encode(tag, row.cursor_values)),
        hasNextPage: backward ? given(before) : more,
        hasPreviousPage: backward ? more : given(after),
      };
    },
  };
}
