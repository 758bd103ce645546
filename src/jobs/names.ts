/** Names that queue, tables and reports share. */
export const QUEUE = 'wangshu';

/** Stages of a plan after its sources are read, in order. */
export const STAGES = ['resolve', 'stitch', 'trend'] as const;
export type StageName = (typeof STAGES)[number];

export type JobName = 'sync' | StageName | 'nightly';

/** What a job carries: ids, nothing else. */
export interface JobData {
  readonly planId?: string;
  readonly connector?: string;
}

/** Ids of a plan's jobs follow from the plan, so that adding a flow twice is adding it once. */
export function jobId(planId: string, step: StageName | { connector: string }): string {
  return typeof step === 'string' ? `${planId}.${step}` : `${planId}.sync.${step.connector}`;
}
