import type { ErrorCode } from '../domain/errors';
import type { Uuid } from '../domain/ids';

/**
 * What the night tells those who watch it: ids, counts, codes and the hub's own sentences, at the moment they happen.
 * Nothing here ever carries a row. Watchers work on their own: none may throw, wait, or keep the night from going on.
 */
export interface Observer {
  planStarted(plan: PlanStarted): void;
  sourceStarted(source: SourceStarted): void;
  /** After each page. */
  sourceProgressed(progress: SourceProgressed): void;
  sourceFinished(source: SourceFinished): void;
  stageStarted(stage: StageStarted): void;
  stageFinished(stage: StageFinished): void;
  /** Told by the process that ended the plan, once. */
  planFinished(plan: PlanFinished): void;
}

export interface PlanStarted {
  readonly planId: Uuid;
  /** The time the schedule meant; null: somebody asked for it. */
  readonly slot: Date | null;
  readonly connectors: readonly string[];
}

export interface SourceStarted {
  readonly planId: Uuid;
  readonly connector: string;
  /** Of its plan. */
  readonly slot: Date | null;
  readonly full: boolean;
}

/** Rows so far; read = landed + unchanged + quarantined + deleted. */
export interface RowCounts {
  readonly read: number;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
  readonly removed: number;
}

export interface SourceProgressed {
  readonly planId: Uuid;
  readonly connector: string;
  readonly stream: string;
  /** Of this stream in this run, from its first page on. */
  readonly counts: RowCounts;
}

/** A failure in the hub's own words. */
export interface Failed {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface SourceFinished {
  readonly planId: Uuid;
  readonly connector: string;
  /** sync_run.id; null: not even a run could be begun. */
  readonly runId: Uuid | null;
  /** POSTPONED: this worker gives it back, another goes on with the same read. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'POSTPONED';
  readonly counts: RowCounts;
  readonly failure: Failed | null;
}

export interface StageStarted {
  readonly planId: Uuid;
  readonly stage: string;
  /** Of its plan. */
  readonly slot: Date | null;
}

export interface StageFinished {
  readonly planId: Uuid;
  readonly stage: string;
  readonly counts: Readonly<Record<string, number>>;
  /** null: it is done. Told for every attempt that ended. */
  readonly failure: Failed | null;
}

export interface PlanFinished {
  readonly planId: Uuid;
  readonly status: 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';
  readonly slot: Date | null;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

export const NO_ROWS: RowCounts = {
  ...{ read: 0, landed: 0, unchanged: 0, quarantined: 0, deleted: 0, removed: 0 },
};

/**
 * Several observers as one. What one of them throws is told to `onFault` and goes no further: watching is never a reason
 * for a night to fail.
 */
export function observeAll(
  observers: readonly Observer[],
  onFault: (error: unknown) => void,
): Observer {
  const tell = (word: (observer: Observer) => void): void => {
    for (const observer of observers) {
      try {
        word(observer);
      } catch (error) {
        onFault(error);
      }
    }
  };
  return {
    planStarted: (plan) => tell((each) => each.planStarted(plan)),
    sourceStarted: (source) => tell((each) => each.sourceStarted(source)),
    sourceProgressed: (progress) => tell((each) => each.sourceProgressed(progress)),
    sourceFinished: (source) => tell((each) => each.sourceFinished(source)),
    stageStarted: (stage) => tell((each) => each.stageStarted(stage)),
    stageFinished: (stage) => tell((each) => each.stageFinished(stage)),
    planFinished: (plan) => tell((each) => each.planFinished(plan)),
  };
}

/** Nobody watches. */
export const NOBODY: Observer = observeAll([], () => undefined);
