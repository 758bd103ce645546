import { WangshuError } from '../../domain/errors';
import { AREA_LEVELS } from '../../domain/nouns';
import { readTrend } from '../../trend';
import type { Context } from '../context';
import type { Resolvers } from '../generated/resolvers';
import type { EntityModel } from '../model';
import { localId } from './args';
import { categoryOf } from './terms';

/** How many categories a refusal names. */
const NAMED = 6;

function checkCategory(category: string, { hub }: Context): void {
  const known = Object.keys(hub.categories);
  if (known.includes(category)) return;
  const some = known.filter((code) => !code.includes('.')).slice(0, NAMED);
  throw new WangshuError(
    'BAD_USER_INPUT',
    `a category of this hub is required (${some.join(', ')}, …; the field categories lists all), another text is given`,
  );
}

/** The area to count where none is named: the one the caller works in, or the whole district. */
async function usualArea({ scope, loaders, hub }: Context): Promise<string | null> {
  if (scope.areas === 'ALL') return loaders.placeByCode(hub.district.code);
  return scope.areas.length === 1 ? (scope.areas[0] ?? null) : null;
}

/** The area whose events are counted, as far as the caller may see it at all; that the caller works in it is for the read to check. */
async function areaOf(area: string | null | undefined, context: Context): Promise<EntityModel> {
  const given = typeof area === 'string';
  const id = given ? localId('Place', area) : await usualArea(context);
  const place = await context.loaders.entity('Place', id);
  if (place === null) {
    throw new WangshuError(
      'NOT_FOUND',
      `the id of an area that you work in is required, ${given ? 'another one' : 'none'} is given; the field me { areas { id } } names yours`,
    );
  }
  if (AREA_LEVELS.some((level) => level === place['level'])) return place;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `a place of level ${AREA_LEVELS.join(', ')} is required, one of level ${String(place['level'])} is given`,
  );
}

function checkPeriod(from: string | null | undefined, to: string | null | undefined): void {
  if (typeof from !== 'string' || typeof to !== 'string' || from <= to) return;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'a first day before the last day is required, a later one is given',
  );
}

export const trendResolvers: Resolvers = {
  Query: {
    async riskTrend(_, { category, area: given, grain, from, to }, context) {
      checkCategory(category, context);
      checkPeriod(from, to);
      const area = await areaOf(given, context);
      const { reading, today, hub } = context;
      const { points, suppressedBelow } = await readTrend({
        reading,
        category,
        areaId: area.id,
        grain,
        from: from ?? null,
        to: to ?? null,
        today,
        k: hub.suppression.k,
      });
      const { timeZone } = hub;
      return {
        category: categoryOf(hub, category),
        area,
        grain,
        timeZone,
        suppressedBelow,
        points,
      };
    },
    categories: (_, _args, { hub }) =>
      Object.keys(hub.categories).map((code) => categoryOf(hub, code)),
  },
};
