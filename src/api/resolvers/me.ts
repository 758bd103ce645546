import { ITEM_KINDS } from '../../domain/nouns';
import type { Resolvers } from '../generated/resolvers';
import type { EntityModel } from '../model';
import { termOf } from './terms';

export const meResolvers: Resolvers = {
  Query: {
    me: (_, _args, { scope }) => ({ principal: scope.principal }),
  },
  Caller: {
    name: (_, _args, { principal }) => principal.name,
    role: (_, _args, { scope, hub }) => termOf(scope.role, hub.roles[scope.role]),
    department: (_, _args, { scope }) => scope.department,
    purpose: (_, _args, { scope, hub }) => termOf(scope.purpose, hub.purposes[scope.purpose]),
    caseNumber: (_, _args, { scope }) => scope.caseNumber,
    async areas(_, _args, { scope, loaders }) {
      if (scope.areas === 'ALL') return null;
      const places = await Promise.all(scope.areas.map((id) => loaders.entity('Place', id)));
      return places.filter((place): place is EntityModel => place !== null);
    },
    rights: (_, _args, { scope }) => [...scope.rights].sort(),
    connectors: (_, _args, { scope, reading }) =>
      reading.catalogue.connectors
        .filter(({ streams }) => streams.some(({ id }) => scope.streams.includes(id)))
        .map(({ id }) => id),
    views: (_, _args, { scope }) => ITEM_KINDS.map((kind) => ({ kind, view: scope.view[kind] })),
  },
};
