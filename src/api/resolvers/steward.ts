import { nodeId } from '../../domain/ids';
import type { Resolvers } from '../generated/resolvers';
import type { QuarantineModel } from '../model';
import { pageOf } from './args';
import { connectionOf } from './connection';
import { syncRunModel } from './connector';

export const stewardResolvers: Resolvers = {
  Query: {
    async syncRuns(_, { connector, status, ...page }, { loaders }) {
      const found = await loaders.syncRuns({
        connector: connector ?? null,
        status: status ?? null,
        page: pageOf(page),
      });
      return connectionOf(found, (row) => ({ node: syncRunModel(row) }));
    },
    async quarantine(_, { connector, status, ...page }, { loaders }) {
      const found = await loaders.quarantine({
        connector: connector ?? null,
        status: status ?? null,
        page: pageOf(page),
      });
      return connectionOf(found, (row) => ({
        node: { ...row, __typename: 'Quarantine' } satisfies QuarantineModel,
      }));
    },
    async auditLog(_, { principal, outcome, from, to, ...page }, { loaders }) {
      const found = await loaders.audit({
        principal: principal ?? null,
        outcome: outcome ?? null,
        from: from ?? null,
        to: to ?? null,
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
  },
  SyncRun: {
    id: ({ id }) => nodeId('SyncRun', id),
    streams: ({ streams }, _, { reading }) =>
      streams.map(({ streamId, ...counts }) => ({
        ...counts,
        // A stream that was taken out of its connector since has lost its name.
        stream: reading.catalogue.streams.get(streamId)?.name ?? String(streamId),
      })),
  },
  Quarantine: {
    id: ({ id }) => nodeId('Quarantine', id),
    connector: ({ streamId }, _, { reading }) => reading.catalogue.stream(streamId).connector,
    stream: ({ streamId }, _, { reading }) => reading.catalogue.stream(streamId).name,
    run: ({ runId }) => nodeId('SyncRun', runId),
  },
};
