import type { RawValue } from '../connect/reader';

/**
 * What callers may ask the hub to do, beside answering. The rooms that do it lie beside the API and are handed to it by
 * whoever builds both; the API itself only finds out who asks and whether they may.
 */
export interface Operations {
  /** Lands a batch of pushed rows; the answer is the same when the batch is sent again. */
  push(batch: {
    readonly connector: string;
    readonly stream: string;
    readonly batch: string;
    readonly rows: readonly RawValue[];
  }): Promise<PushReceipt>;
  /** Starts a plan; null connectors: all of them. */
  sync(request: {
    readonly connectors: readonly string[] | null;
    readonly full: boolean;
    readonly window: { readonly since: string; readonly until: string } | null;
    readonly by: string;
  }): Promise<PlanView>;
  /** Starts a plan of what failed in another one. */
  retry(request: { readonly plan: string; readonly by: string }): Promise<PlanView>;
  /** Stops a plan, or one source of it. */
  cancel(request: {
    readonly plan: string;
    readonly connector: string | null;
    readonly by: string;
  }): Promise<PlanView>;
  /** A plan as it stands; null: there is none of that id. `id` null: the latest. */
  plan(id: string | null): Promise<PlanView | null>;
  /** Tries quarantined rows again with the present mapping, then brings the graph up to date. */
  replayQuarantine(request: {
    readonly connector: string;
    readonly ids: readonly string[] | null;
    readonly by: string;
  }): Promise<ReplayView>;
  discardQuarantine(request: {
    readonly ids: readonly string[];
    /** Streams that the caller may see; rows of others are as if they were not there. */
    readonly streams: readonly number[];
    readonly by: string;
    readonly reason: string;
  }): Promise<number>;
  removals(options: { readonly all: boolean }): Promise<readonly RemovalView[]>;
  decideRemoval(word: {
    readonly id: string;
    readonly decision: 'REMOVE' | 'KEEP' | 'ASK_AGAIN';
    readonly by: string;
    readonly reason: string;
  }): Promise<RemovalView>;
  /** How fresh each source is, by connector. */
  freshness(): Promise<ReadonlyMap<string, FreshnessView>>;
}

/** read = landed + unchanged + quarantined + deleted. */
export interface PushReceipt {
  readonly runId: string;
  readonly read: number;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
  readonly ignoredFields: readonly string[];
}

export interface PlanView {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';
  readonly slot: Date | null;
  readonly requestedBy: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly sources: readonly PlanSourceView[];
  readonly stages: readonly PlanStageView[];
}

export interface PlanSourceView {
  readonly connector: string;
  readonly status: 'WAITING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly read: number;
  readonly expected: number | null;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
  readonly removed: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface PlanStageView {
  readonly stage: string;
  readonly step: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface ReplayView {
  readonly tried: number;
  readonly landed: number;
  /** The plan that brings the graph up to date; null: nothing came back. */
  readonly plan: PlanView | null;
}

export interface RemovalView {
  readonly id: string;
  readonly connector: string;
  readonly stream: string;
  readonly status: 'WAITING' | 'REMOVED' | 'KEPT' | 'GONE';
  readonly why: 'EMPTY' | 'SHRUNK' | 'UNREADABLE';
  readonly held: number;
  readonly vanished: number;
  readonly noticedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly removed: number | null;
}

export interface FreshnessView {
  readonly lastSuccess: Date | null;
  readonly dataAsOf: Date | null;
  readonly nextRun: Date | null;
  readonly health: 'OK' | 'LATE' | 'FAILING' | 'QUARANTINE' | 'NEVER';
}
