import { WangshuError } from '../../domain/errors';
import type { Context } from '../context';
import type { Resolvers } from '../generated/resolvers';
import type { PlanView } from '../operations';
import { connectorNamed } from './connector';

/** What the hub does when somebody asks for it: each needs a right, and stands in the audit log like every operation. */

function need(right: 'sync' | 'quarantine', { scope }: Context): string {
  if (scope.rights.has(right)) return scope.principal;
  throw new WangshuError(
    'FORBIDDEN',
    `the right ${right} is required, your role has it not; ask a data steward`,
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The local part of an id of the form Type:uuid; BAD_USER_INPUT where it is of another form. */
function localOf(type: string, id: string): string {
  const [head, local] = id.split(':');
  if (head === type && local !== undefined && UUID.test(local)) return local;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `an id of the form ${type}:… is required, another one is given`,
  );
}

/** Connectors that the caller may see, by name; unknown ones and those of others are refused alike. */
function seen(names: readonly string[], context: Context): readonly string[] {
  const missing = names.filter((name) => connectorNamed(name, context) === null);
  if (missing.length === 0) return names;
  throw new WangshuError(
    'NOT_FOUND',
    `names of connectors are required as connectors { edges { node { name } } } tells them, ${String(missing.length)} of those given are none`,
  );
}

function reasonOf(reason: string): string {
  const text = reason.trim();
  if (text.length > 0 && text.length <= 500) return text;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'a reason of 1 to 500 characters is required, for those who look later',
  );
}

const planOf = (plan: PlanView) => ({
  ...plan,
  id: `Plan:${plan.id}`,
  sources: [...plan.sources],
  stages: [...plan.stages],
});

export const operationResolvers: Resolvers = {
  Query: {
    async plan(_, { id }, context) {
      need('sync', context);
      const local = id === null || id === undefined ? null : localOf('Plan', id);
      const plan = await context.operations.plan(local);
      return plan === null ? null : planOf(plan);
    },
    async removals(_, { all }, context) {
      need('quarantine', context);
      const found = await context.operations.removals({ all: all ?? false });
      return found
        .filter(({ connector }) => connectorNamed(connector, context) !== null)
        .map((removal) => ({ ...removal, id: `Removal:${removal.id}` }));
    },
  },
  Mutation: {
    async sync(_, { connectors, full, window }, context) {
      const by = need('sync', context);
      return planOf(
        await context.operations.sync({
          connectors:
            connectors === null || connectors === undefined ? null : seen(connectors, context),
          full: full ?? false,
          window: window ?? null,
          by,
        }),
      );
    },
    async retryPlan(_, { id }, context) {
      const by = need('sync', context);
      return planOf(await context.operations.retry({ plan: localOf('Plan', id), by }));
    },
    async cancelPlan(_, { id, connector }, context) {
      const by = need('sync', context);
      const [only] =
        connector === null || connector === undefined ? [] : seen([connector], context);
      const plan = localOf('Plan', id);
      return planOf(await context.operations.cancel({ plan, connector: only ?? null, by }));
    },
    async replayQuarantine(_, { connector, ids }, context) {
      const by = need('quarantine', context);
      seen([connector], context);
      const { plan, ...counts } = await context.operations.replayQuarantine({
        connector,
        ids: ids?.map((id) => localOf('Quarantine', id)) ?? null,
        by,
      });
      return { ...counts, plan: plan === null ? null : planOf(plan) };
    },
    discardQuarantine(_, { ids, reason }, context) {
      const by = need('quarantine', context);
      return context.operations.discardQuarantine({
        ids: ids.map((id) => localOf('Quarantine', id)),
        streams: context.scope.streams,
        by,
        reason: reasonOf(reason),
      });
    },
    async decideRemoval(_, { id, decision, reason }, context) {
      const by = need('quarantine', context);
      const removal = await context.operations.decideRemoval({
        id: localOf('Removal', id),
        decision,
        by,
        reason: reasonOf(reason),
      });
      return { ...removal, id: `Removal:${removal.id}` };
    },
  },
  Connector: {
    lastSuccess: async ({ id }, _, { loaders }) => (await loaders.freshness(id)).lastSuccess,
    dataAsOf: async ({ id }, _, { loaders }) => (await loaders.freshness(id)).dataAsOf,
    nextRun: async ({ id }, _, { loaders }) => (await loaders.freshness(id)).nextRun,
    health: async ({ id }, _, { loaders }) => (await loaders.freshness(id)).health,
  },
};
