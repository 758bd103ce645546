import type { Resolvers } from '../generated/resolvers';
import { filterOf, localId, oneOf, orderOf, pageOf } from './args';
import { areaFields, placeIn } from './areas';
import { connectionOf } from './connection';
import { entityFields } from './entity';
import { shownNumbers } from './shown';
import { tied } from './ties';

export const thingResolvers: Resolvers = {
  Query: {
    async thing(_, { id, number }, { loaders }) {
      const [way, value] = oneOf({ id, number });
      const thing = way === 'id' ? localId('Thing', value) : await loaders.byNumber('Thing', value);
      return loaders.entity('Thing', thing);
    },
    async things(_, { filter, orderBy, ...page }, { loaders }) {
      const found = await loaders.list('Thing', {
        filter: filterOf(filter),
        orderBy: orderOf(orderBy),
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
  },
  Thing: {
    ...entityFields,
    ...areaFields,
    numbers: (row) => shownNumbers(row['numbers']),
    place: placeIn('placeId'),
    events: tied('Event', true),
  },
};
