import { isMoment } from '../overlap';
import type { Column } from './dialect';
import type { Position } from './position';
import type { SqlSession } from './session';

/**
 * Asks a source how long its oldest transaction has been open. What such a transaction writes carries the time when it began or
 * wrote, and is seen by others only once it ends: a run that starts behind the greatest cursor it saw would never see it.
 * A source that does not tell (no grant) is asked once; then the overlap of the connector is all there is.
 */
export class OldestTransaction {
  #tells = true;

  constructor(
    private readonly session: SqlSession,
    private readonly cursor: Column | null,
  ) {}

  /**
   * The position with what is known now. It is asked for before a page, never within its transaction: what is not seen by the page's
   * statement is then either open still or began after the question.
   */
  async sampled(at: Position, signal: AbortSignal): Promise<Position> {
    if (!this.#tells || !this.#isTime(at) || at.phase !== 'ordered' || at.until !== null) return at;
    const age = await this.#age(signal);
    const seen = Date.now();
    if (age === null) return at.held === null ? at : { ...at, held: { ...at.held, seen } };
    const since = Math.min(seen - age * 1_000, at.held?.since ?? Infinity);
    return { ...at, held: { since, seen } };
  }

  /** Departments keep times in text and in numbers too; other numbers are given out, which no time tells of. */
  #isTime({ highest }: Position): boolean {
    return this.cursor !== null && (highest === null || isMoment(highest));
  }

  async #age(signal: AbortSignal): Promise<number | null> {
    try {
      const { dialect } = this.session;
      const [row] = await this.session.once(signal, (ask) =>
        ask<{ age: string | number | null }>(dialect.oldestTransaction),
      );
      const age = row?.age ?? null;
      return age === null ? null : Math.max(0, Number(age));
    } catch (error) {
      if (signal.aborted) throw error;
      // Refused, or unknown there: the page that follows tells whether the source answers at all.
      this.#tells = false;
      return null;
    }
  }
}
