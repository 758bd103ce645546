import type { Noun } from '../../domain/nouns';
import type { Context } from '../context';
import type { Resolvers } from '../generated/resolvers';
import type { EntityModel } from '../model';
import { filterOf, localId, oneOf, orderOf, pageOf, type GivenPage } from './args';
import { areaFields, placeIn } from './areas';
import { connectionOf } from './connection';
import { entityFields } from './entity';

/** A field that lists what lives, happens or stands in a place or anywhere below it. */
function within(noun: Exclude<Noun, 'Place' | 'Event'>) {
  return async (row: EntityModel, args: GivenPage, { loaders }: Context) =>
    connectionOf(await loaders.within(noun, row.id, { page: pageOf(args) }), (node) => ({ node }));
}

export const placeResolvers: Resolvers = {
  Query: {
    async place(_, { id, code }, { loaders }) {
      const [way, value] = oneOf({ id, code });
      const place = way === 'id' ? localId('Place', value) : await loaders.placeByCode(value);
      return loaders.entity('Place', place);
    },
    async places(_, { filter, orderBy, ...page }, { loaders }) {
      const found = await loaders.list('Place', {
        filter: filterOf(filter),
        orderBy: orderOf(orderBy),
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
  },
  Place: {
    ...entityFields,
    ...areaFields,
    parent: placeIn('parentId'),
    async ancestors(row, _, { loaders }) {
      const lineage = await loaders.lineage(row.id);
      return lineage.filter((place) => place.id !== row.id);
    },
    async children(row, { level, ...page }, { loaders }) {
      const found = await loaders.children(row.id, { level: level ?? null, page: pageOf(page) });
      return connectionOf(found, (node) => ({ node }));
    },
    residents: within('Resident'),
    async events(row, { filter, ...page }, { loaders }) {
      const found = await loaders.within('Event', row.id, {
        filter: filterOf(filter),
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
    organizations: within('Organization'),
    things: within('Thing'),
  },
};
