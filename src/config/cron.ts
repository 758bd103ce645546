/** Five-field cron patterns (POSIX crontab(5), with names of months and days as Vixie cron has them). */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    name: 'day of the week',
    min: 0,
    max: 7,
    names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

const PART = /^(?:\*|([a-z]+|\d+)(?:-([a-z]+|\d+))?)(?:\/(\d+))?$/;

function valueOf(field: Field, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const named = field.names?.indexOf(text) ?? -1;
  return named < field.min ? NaN : named;
}

function partIsRight(field: Field, part: string): boolean {
  const match = PART.exec(part);
  if (match === null) return false;
  const [, from, to, step] = match;
  if (step !== undefined && Number(step) === 0) return false;
  if (from === undefined) return true;
  const first = valueOf(field, from);
  const last = to === undefined ? first : valueOf(field, to);
  return first >= field.min && last <= field.max && first <= last;
}

/** What is wrong with a pattern, as the end of a sentence; null when it is right. */
export function cronFault(pattern: string): string | null {
  const parts = pattern.trim().toLowerCase().split(/\s+/);
  if (parts.length !== FIELDS.length) return `${parts.length} fields instead of five`;
  const wrong = FIELDS.find(
    (field, i) => !(parts[i] ?? '').split(',').every((part) => partIsRight(field, part)),
  );
  return wrong === undefined
    ? null
    : `a ${wrong.name} that is not one of ${wrong.min} to ${wrong.max}, a list, a range or a step`;
}
