import { NOUNS, type Noun } from '../../domain/nouns';
import { isUuid, parseNodeId, type NodeType } from '../../domain/ids';
import type { Context } from '../context';
import type { Resolvers } from '../generated/resolvers';
import type { NodeModel } from '../model';
import { pageOf } from './args';
import { connectorNamed } from './connector';
import { connectionOf } from './connection';
import { recordOf } from './entity';
import { WangshuError } from '../../domain/errors';

/** 'streamId:key', as the reads want it: nothing else reaches the database. */
const RECORD = /^[1-9]\d{0,9}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** PostgreSQL int. */
const MOST = 2 ** 31 - 1;

function isRecordId(local: string): boolean {
  return RECORD.test(local) && Number(local.slice(0, local.indexOf(':'))) <= MOST;
}

const isNoun = (type: NodeType): type is Noun => (NOUNS as readonly string[]).includes(type);

/** The object under a public id; null for what is not there and for what the caller may not see. BAD_USER_INPUT for no id. */
async function nodeOf(id: string, context: Context): Promise<NodeModel | null> {
  const { type, local } = parseNodeId(id);
  const { loaders } = context;
  if (isNoun(type)) return loaders.entity(type, local);
  switch (type) {
    case 'Record':
      return isRecordId(local) ? recordOf(local, context) : null;
    case 'Connector':
      return connectorNamed(local, context);
    case 'SyncRun': {
      const run = isUuid(local) ? await loaders.syncRun(local) : null;
      return run === null ? null : { ...run, __typename: 'SyncRun' };
    }
    case 'Quarantine': {
      // node(id) answers null where quarantine(…) refuses: ids say nothing about rights.
      const row =
        isUuid(local) && context.scope.rights.has('quarantine')
          ? await loaders.quarantined(local)
          : null;
      return row === null ? null : { ...row, __typename: 'Quarantine' };
    }
  }
}

/** Texts shorter than this would match half the graph. */
const SHORTEST_TEXT = 2;
const LONGEST_TEXT = 100;

function searchText(text: string): string {
  const given = text.normalize('NFKC').trim();
  const length = Array.from(given).length;
  if (length >= SHORTEST_TEXT && length <= LONGEST_TEXT) return given;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `a text of ${String(SHORTEST_TEXT)} to ${String(LONGEST_TEXT)} characters is required to search for, one of ${String(length)} is given`,
  );
}

export const nodeResolvers: Resolvers = {
  Query: {
    node: (_, { id }, context) => nodeOf(id, context),
    nodes(_, { ids }, context) {
      // One that is no id at all refuses the whole list before anything is read.
      ids.forEach(parseNodeId);
      return Promise.all(ids.map((id) => nodeOf(id, context)));
    },
    async search(_, { text, nouns, ...page }, { loaders }) {
      const found = await loaders.search(searchText(text), nouns ?? null, pageOf(page));
      return connectionOf(found, (node) => ({ node }));
    },
  },
};
