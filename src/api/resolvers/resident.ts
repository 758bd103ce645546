import { WangshuError } from '../../domain/errors';
import type { Resolvers } from '../generated/resolvers';
import { filterOf, localId, oneOf, orderOf, pageOf } from './args';
import { areaFields, idIn, placeIn } from './areas';
import { connectionOf } from './connection';
import { entityFields } from './entity';
import { shownDate, shownSex } from './shown';
import { tied } from './ties';

export const residentResolvers: Resolvers = {
  Query: {
    async resident(_, { id, identityNumber }, { loaders, scope }) {
      const [way, value] = oneOf({ id, identityNumber });
      if (way === 'id') return loaders.entity('Resident', localId('Resident', value));
      if (scope.caseNumber === null) {
        throw new WangshuError(
          'CASE_REQUIRED',
          'a case number in the header X-Wangshu-Case is required to find a resident by identity number, none is given',
        );
      }
      return loaders.entity('Resident', await loaders.residentByNumber(value));
    },
    async residents(_, { filter, orderBy, ...page }, { loaders }) {
      const found = await loaders.list('Resident', {
        filter: filterOf(filter),
        orderBy: orderOf(orderBy),
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
  },
  Resident: {
    ...entityFields,
    ...areaFields,
    sex: (row) => shownSex(row['sex']),
    birthDate: (row) => shownDate(row['birthDate']),
    residence: placeIn('residenceId'),
    async registeredAt(row, _, { loaders }) {
      const page = await loaders.links(row, {
        role: 'REGISTERED_AT',
        other: 'Place',
        outward: true,
        page: { first: 1 },
      });
      return page.rows[0]?.other ?? null;
    },
    household: (row) => {
      const id = idIn(row, 'householdId');
      return id === null ? null : { id };
    },
    events: tied('Event', true),
    organizations: tied('Organization', true),
    // A marriage is recorded from either side.
    relatives: tied('Resident', null),
  },
  Household: {
    members: ({ id }, _, { loaders }) => loaders.household(id),
  },
};
