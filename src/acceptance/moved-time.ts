import type { Checkpoint, RawValue } from '../connect/reader';
import { momentOf } from '../connect/readers/moment';

/** 9999-12-31 in seconds since 1970. */
const FAR = 253_402_214_400;
/** A counter that no source has come to. */
const FAR_COUNT = '9'.repeat(17);
const DAY = /\d{4}-\d{2}-\d{2}/g;

/** A cursor so many seconds (of a moment) or steps (of a counter) later, in its own form; null: it is neither. */
export function later(cursor: string, by: number): string | null {
  const moment = momentOf(cursor);
  if (moment !== null) return moment.earlier(-by);
  return /^-?\d{1,18}$/.test(cursor) ? String(BigInt(cursor) + BigInt(by)) : null;
}

/** The same value with every text and number in it as `change` makes it. */
function mapped(value: RawValue, change: (value: string | number) => RawValue): RawValue {
  if (typeof value === 'string' || typeof value === 'number') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapped(each, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapped(each, change)]),
  );
}

/** A checkpoint in which every time is one of the year 9999, and `counter` (the stream's greatest cursor, where it counts) is far beyond. */
export function inTheFuture(checkpoint: Checkpoint, counter: string | null): Checkpoint {
  return mapped(checkpoint, (value) => {
    const text = String(value);
    const as = (far: string): RawValue => (typeof value === 'number' ? Number(far) : far);
    if (text === counter) return as(FAR_COUNT);
    const moment = momentOf(text);
    if (moment !== null) return as(moment.earlier(moment.seconds - FAR));
    return typeof value === 'string' ? value.replace(DAY, '9999-12-31') : value;
  }) as Checkpoint;
}

/** A checkpoint that names `to` wherever it named `from`, also within JSON that it keeps as text. */
export function renamed(checkpoint: Checkpoint, from: string, to: string): Checkpoint {
  return mapped(checkpoint, (value) => {
    if (value === from) return to;
    if (typeof value === 'number') return String(value) === from ? Number(to) : value;
    return value.replaceAll(JSON.stringify(from), JSON.stringify(to));
  }) as Checkpoint;
}
