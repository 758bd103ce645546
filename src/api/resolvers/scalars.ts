import { GraphQLError, Kind, type GraphQLScalarTypeConfig } from 'graphql';

const WHOLE_DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** ISO 8601-2 reduced precision: what a mask leaves of a date. */
const SHOWN_DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether the calendar has such a day (no 30th of February). */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function parseDate(value: unknown): string {
  if (typeof value === 'string' && WHOLE_DATE.test(value) && isDay(value)) return value;
  throw new GraphQLError(
    'a calendar date of the form YYYY-MM-DD is required, something else is given',
  );
}

function parseTime(value: unknown): string {
  const at = typeof value === 'string' && TIME.test(value) ? new Date(value) : null;
  if (at !== null && !Number.isNaN(at.getTime()) && isDay(String(value).slice(0, 10)))
    return at.toISOString();
  throw new GraphQLError(
    'a point in time of the form YYYY-MM-DDTHH:MM:SSZ (or with an offset) is required, something else is given',
  );
}

/** What a scalar does; its name and description stand in the SDL. */
type ScalarBehaviour = Required<
  Pick<GraphQLScalarTypeConfig<string, string>, 'serialize' | 'parseValue' | 'parseLiteral'>
>;

/** Dates travel as text: they have no time zone. A masked date is shorter. */
export const dateScalar: ScalarBehaviour = {
  serialize(value) {
    if (typeof value === 'string' && SHOWN_DATE.test(value)) return value;
    throw new TypeError(`a date as text is required, a ${typeof value} was resolved`);
  },
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : null),
};

export const dateTimeScalar: ScalarBehaviour = {
  serialize(value) {
    const at = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : null;
    if (at !== null && !Number.isNaN(at.getTime())) return at.toISOString();
    throw new TypeError(`a point in time is required, a ${typeof value} was resolved`);
  },
  parseValue: parseTime,
  parseLiteral: (node) => parseTime(node.kind === Kind.STRING ? node.value : null),
};
