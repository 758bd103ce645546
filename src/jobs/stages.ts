import { stitch } from '../graph';
import { resolveMentions } from '../resolve';
import { refreshTrend } from '../trend';
import type { Db } from '../db/pool';
import type { StageName } from './names';

/** Counts of a stage, as they stand in plan_run.stages. */
export type StageCounts = Readonly<Record<string, number>>;

/** Where a stage is, while it runs. */
export interface StageStep {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

export interface StageContext {
  readonly db: Db;
  readonly timeZone: string;
  readonly onStep: (step: StageStep) => void;
}

export type Stages = Readonly<Record<StageName, (context: StageContext) => Promise<StageCounts>>>;

/** The rooms above, as stages of a plan. Each is one transaction of its own and may be run again at any time. */
export const HUB_STAGES: Stages = {
  async resolve({ db }) {
    return { ...(await resolveMentions({ db })) };
  },
  async stitch({ db, timeZone, onStep }) {
    const { entities, links, removed } = await stitch({
      db,
      timeZone,
      onProgress: (step, done, total) => onStep({ step, done, total }),
    });
    return { ...entities, links, removed };
  },
  async trend({ db }) {
    return { ...(await refreshTrend({ db })) };
  },
};
