import type { DiscoveredField, FieldType, RawValue, SourceRow } from '../../reader';

type Rows = readonly SourceRow['values'][];

/** Digits that a double holds, without leading zeros: longer ones, and 007, are names and not amounts. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/;
const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const SHORT_DAY = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const TIME = '([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.,]\\d+)?)?';
const MOMENT = new RegExp(`^(\\S{8,11}?)[ T]${TIME}\\s*(Z|[+-]\\d{2}:?\\d{2})?$`);
const SHORT_MOMENT = /^(\d{8})([01]\d|2[0-3])[0-5]\d[0-5]\d$/;
/** What departments and their programmers call the time of the last change. */
const CHANGE =
  /gxsj|xgsj|gxrq|bgsj|czsj|updat|modif|lastchange|last_change|更新|修改|变更|操作时间|sjc$|timestamp/i;

/** Fields of a sample, in the order of the columns, with what their values look like. */
export function guessFields(columns: readonly string[], rows: Rows): DiscoveredField[] {
  return columns.map((name) => {
    const values = rows.map((row) => row[name] ?? null);
    const given = values.filter((value) => value !== null);
    return {
      name,
      type: typeOf(given),
      nativeType: null,
      nullable: rows.length === 0 || given.length < values.length,
      comment: null,
    };
  });
}

function typeOf(values: readonly RawValue[]): FieldType {
  const every = (is: (value: RawValue) => boolean): boolean =>
    values.length > 0 && values.every(is);
  const text = (is: (value: string) => boolean) => (value: RawValue) =>
    typeof value === 'string' && is(value.trim());
  if (values.some((value) => typeof value === 'object')) return 'other';
  if (
    every(
      (value) => typeof value === 'boolean' || text((own) => /^(true|false)$/i.test(own))(value),
    )
  )
    return 'boolean';
  if (every(text(isDay))) return 'date';
  if (every(text((own) => isMoment(own) || isDay(own)))) return 'dateTime';
  if (every((value) => typeof value === 'number' || text((own) => NUMBER.test(own))(value)))
    return 'number';
  return 'string';
}

function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? SHORT_DAY.exec(text) ?? [];
  if (year === undefined) return false;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
}

function isMoment(text: string): boolean {
  const [, day] = MOMENT.exec(text) ?? SHORT_MOMENT.exec(text) ?? [];
  return day !== undefined && isDay(day);
}

/** So many columns from the left are tried for a key of two. */
const PAIRED = 6;

/** The first column, else the first two together, whose values are there and different in every row of the sample. */
export function guessKey(fields: readonly DiscoveredField[], rows: Rows): string[] {
  if (rows.length < 2) return [];
  const fit = fields
    .filter(({ type, nullable }) => !nullable && (type === 'string' || type === 'number'))
    .map(({ name }) => name);
  const unique = (names: readonly string[]): boolean =>
    new Set(rows.map((row) => JSON.stringify(names.map((name) => row[name] ?? null)))).size ===
    rows.length;
  const one = fit.find((name) => unique([name]));
  if (one !== undefined) return [one];
  const left = fields
    .filter(({ type, nullable }) => !nullable && type !== 'other' && type !== 'boolean')
    .slice(0, PAIRED);
  for (const [i, first] of left.entries()) {
    const second = left.slice(i + 1).find(({ name }) => unique([first.name, name]));
    if (second !== undefined) return [first.name, second.name];
  }
  return [];
}

/** A time or a number that by its name tells of the last change. */
export function guessCursor(fields: readonly DiscoveredField[]): string | null {
  const found = fields.find(
    ({ name, type }) =>
      CHANGE.test(name) && (type === 'dateTime' || type === 'date' || type === 'number'),
  );
  return found?.name ?? null;
}
