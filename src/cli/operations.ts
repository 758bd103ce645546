import type { Operations, PlanView } from '../api';
import { WangshuError } from '../domain/errors';
import { decideRemoval, listRemovals } from '../ingest/decide-removal';
import { pushBatch } from '../ingest/push';
import {
  cancelPlan,
  cancelSource,
  latestPlan,
  nextNight,
  readPlan,
  readSources,
  replayInTurn,
  retryPlan,
  STAGES,
  startPlan,
  type PlanReport,
} from '../jobs';
import type { Observer } from '../observe';
import { discard } from './discard';
import type { Hub } from './hub';

function viewOf(report: PlanReport): PlanView {
  const { planId, status, slot, requestedBy, startedAt, finishedAt, sources, stages } = report;
  return {
    id: planId,
    ...{ status, slot, requestedBy, startedAt, finishedAt },
    sources: sources.map(({ error, ...source }) => ({
      ...source,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
    })),
    stages: STAGES.map((stage) => {
      const known = stages[stage];
      const moment = (text: string | undefined): Date | null =>
        text === undefined ? null : new Date(text);
      return {
        stage,
        step: known?.step ?? null,
        done: known?.done ?? null,
        total: known?.total ?? null,
        startedAt: moment(known?.startedAt),
        finishedAt: moment(known?.finishedAt),
      };
    }),
  };
}

/** What the API may ask this hub to do: thin calls into the rooms that do it. */
export function operationsOf(
  hub: Pick<Hub, 'db' | 'catalogue' | 'idKey' | 'transport'> & {
    readonly nightly: { readonly pattern: string; readonly timeZone: string };
    readonly observer?: Observer;
  },
): Operations {
  const { db, catalogue, idKey, transport, nightly, observer } = hub;
  const view = async (planId: string): Promise<PlanView> => viewOf(await readPlan(db, planId));
  const known = async (plan: string): Promise<void> => {
    const { rows } = await db.query('SELECT FROM plan_run WHERE id = $1', [plan]);
    if (rows.length === 0)
      throw new WangshuError('NOT_FOUND', 'the id of a plan is required, none has this one');
  };
  return {
    push: ({ connector, ...batch }) =>
      pushBatch({ db, idKey }, { ...batch, connector: catalogue.connector(connector) }),
    async sync({ connectors, full, window, by }) {
      const { planId } = await startPlan(
        { db, transport, observer },
        {
          connectors: connectors ?? catalogue.sources,
          full,
          requestedBy: by,
          ...(window === null ? {} : { window }),
        },
      );
      return view(planId);
    },
    async retry({ plan, by }) {
      await known(plan);
      const { planId } = await retryPlan({ db, transport, observer }, plan, by);
      return view(planId);
    },
    async cancel({ plan, connector, by }) {
      await known(plan);
      if (connector === null) await cancelPlan(db, plan, by, observer);
      else await cancelSource(db, plan, connector, by);
      return view(plan);
    },
    async plan(id) {
      const plan = id ?? (await latestPlan(db));
      if (plan === null) return null;
      const { rows } = await db.query('SELECT FROM plan_run WHERE id = $1', [plan]);
      return rows.length === 0 ? null : view(plan);
    },
    async replayQuarantine({ connector, ids, by }) {
      const done = await replayInTurn({ db, idKey }, catalogue.connector(connector), ids);
      if (done.landed === 0) return { tried: done.tried, landed: 0, plan: null };
      const { planId } = await startPlan(
        { db, transport, observer },
        { connectors: [], requestedBy: by },
      );
      return { tried: done.tried, landed: done.landed, plan: await view(planId) };
    },
    discardQuarantine: (word) => discard(db, word),
    removals: (options) => listRemovals(db, options),
    decideRemoval: (word) => decideRemoval(db, word),
    async freshness() {
      const sources = await readSources(db);
      const nextRun = nextNight(nightly);
      return new Map(
        sources.map(({ connector, lastSuccess, dataAsOf, health }) => [
          connector,
          { lastSuccess, dataAsOf, nextRun, health },
        ]),
      );
    },
  };
}
