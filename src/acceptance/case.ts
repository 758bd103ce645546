import type { Bench } from './bench';

/** One promise, and how it is tried. */
export interface Case {
  readonly name: string;
  /** The promise as a sentence. */
  readonly promise: { readonly zh: string; readonly en: string };
  /** Throws `Failed` where the promise is broken, `NotApplicable` where it says nothing about this connector. */
  readonly run: (bench: Bench) => Promise<Finding>;
}

/** What was done, and what came of it; without values of residents. */
export interface Finding {
  readonly tried: string;
  readonly saw: string;
}

export interface Verdict extends Finding {
  readonly name: string;
  readonly promise: Case['promise'];
  readonly outcome: 'PASSED' | 'FAILED' | 'NOT_APPLICABLE';
  readonly ms: number;
}
