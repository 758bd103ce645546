import type { Queryable } from '../../db/pool';
import type { QueryResultRow } from 'pg';
import { contentHash } from '../../domain/ids';

/** Values of one statement, numbered as they are mentioned. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Takes a value and gives its place in the text: `$3::uuid[]`. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${String(this.values.length)}::${type}`;
  }

  /** Number of the next parameter. */
  get next(): number {
    return this.values.length + 1;
  }

  addAll(values: readonly unknown[]): void {
    this.values.push(...values);
  }
}

/** Sends a statement under a name made of its text, so that PostgreSQL parses the same text once a session. */
export async function rowsOf<Row extends QueryResultRow>(
  db: Queryable,
  text: string,
  { values }: Parameters,
): Promise<Row[]> {
  const name = `read-${contentHash(text).slice(0, 13)}`;
  const { rows } = await db.query<Row>({ name, text, values });
  return rows;
}
