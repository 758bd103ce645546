import type { Resolvers } from '../generated/resolvers';
import { filterOf, localId, oneOf, orderOf, pageOf } from './args';
import { areaFields, placeIn } from './areas';
import { connectionOf } from './connection';
import { entityFields } from './entity';
import { shownDate } from './shown';
import { tied } from './ties';

export const organizationResolvers: Resolvers = {
  Query: {
    async organization(_, { id, creditCode }, { loaders }) {
      const [way, value] = oneOf({ id, creditCode });
      const organization =
        way === 'id' ? localId('Organization', value) : await loaders.organizationByCode(value);
      return loaders.entity('Organization', organization);
    },
    async organizations(_, { filter, orderBy, ...page }, { loaders }) {
      const found = await loaders.list('Organization', {
        filter: filterOf(filter),
        orderBy: orderOf(orderBy),
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
  },
  Organization: {
    ...entityFields,
    ...areaFields,
    establishedOn: (row) => shownDate(row['establishedOn']),
    place: placeIn('placeId'),
    legalRepresentatives: tied('Resident', false, 'LEGAL_REPRESENTATIVE_OF'),
    employees: tied('Resident', false, 'EMPLOYED_BY'),
    events: tied('Event', true),
  },
};
