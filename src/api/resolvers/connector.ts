import type { Connector, Item, Stream } from '../../connect/connector';
import { nodeId } from '../../domain/ids';
import type { Context } from '../context';
import type { Resolvers } from '../generated/resolvers';
import type { ConnectorModel, SyncRunModel } from '../model';
import { recordFields } from '../record-types';
import { connectionOf } from './connection';
import { pageOfList } from './in-memory';
import { pageOf } from './args';
import type { SyncRunRow } from '../../graph/read/runs';

const modelOf = (connector: Connector): ConnectorModel => ({
  __typename: 'Connector',
  id: connector.id,
  connector,
});

/** A connector is seen by whoever may read one of its streams for this purpose. */
const isSeen = (connector: Connector, { scope }: Context): boolean =>
  connector.streams.some(({ id }) => scope.streams.includes(id));

export function connectorNamed(id: string, context: Context): ConnectorModel | null {
  const found = context.reading.catalogue.connectors.find((connector) => connector.id === id);
  return found === undefined || !isSeen(found, context) ? null : modelOf(found);
}

export function syncRunModel(row: SyncRunRow): SyncRunModel {
  return { ...row, __typename: 'SyncRun' };
}

function itemOf(field: string, item: Item, stream: Stream, { scope }: Context) {
  return {
    field,
    name: item.name,
    zh: item.zh ?? null,
    en: item.en ?? null,
    kind: item.kind,
    sharing: item.share,
    view: scope.streams.includes(stream.id) ? scope.view[item.kind] : ('HIDDEN' as const),
  };
}

export const connectorResolvers: Resolvers = {
  Query: {
    connectors(_, args, context) {
      const seen = context.reading.catalogue.connectors.filter((each) => isSeen(each, context));
      const page = pageOfList(seen, ({ id }) => id, pageOf(args));
      return connectionOf(page, (connector) => ({ node: modelOf(connector) }));
    },
  },
  Connector: {
    id: ({ id }) => nodeId('Connector', id),
    name: ({ id }) => id,
    zh: ({ connector }) => connector.spec.title.zh,
    en: ({ connector }) => connector.spec.title.en,
    department: ({ connector }) => connector.spec.department,
    sharing: ({ connector }) => connector.spec.sharing.class,
    condition: ({ connector }) => connector.spec.sharing.condition ?? null,
    basis: ({ connector }) => connector.spec.sharing.basis,
    retention: ({ connector }) => connector.spec.sharing.retention,
    streams: ({ connector }) => [...connector.streams],
    freshAt: async ({ id }, _, { loaders }) => (await loaders.connectorState(id)).freshAt,
    async lastRun({ id }, _, { loaders }) {
      const { lastRun } = await loaders.connectorState(id);
      return lastRun === null ? null : syncRunModel(lastRun);
    },
  },
  Stream: {
    items: (stream, _, context) =>
      recordFields(stream).map(({ field, item }) => itemOf(field, item, stream, context)),
  },
};
