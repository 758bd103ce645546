import { seesHomes } from '../../graph/read/visible';
import type { Resolvers } from '../generated/resolvers';
import type { EntityModel, TimelineStepModel } from '../model';
import { filterOf, localId, oneOf, orderOf, pageOf } from './args';
import { areaFields, idIn, placeIn } from './areas';
import { connectionOf } from './connection';
import { entityFields, recordOf } from './entity';
import { shownNumbers } from './shown';
import { categoryOf, departmentOf, stageOf } from './terms';
import { tied } from './ties';

/** One step as the reads give it. */
interface Step {
  readonly stage: string;
  readonly at: string;
  readonly stream: number;
  readonly key: string;
}

function timelineOf(row: EntityModel): TimelineStepModel[] {
  const steps = (row['timeline'] ?? []) as readonly Step[];
  return steps.map(({ stage, at, stream, key }) => ({
    stage,
    at,
    streamId: stream,
    record: `${String(stream)}:${key}`,
  }));
}

export const eventResolvers: Resolvers = {
  Query: {
    async event(_, { id, number }, { loaders }) {
      const [way, value] = oneOf({ id, number });
      const event = way === 'id' ? localId('Event', value) : await loaders.byNumber('Event', value);
      return loaders.entity('Event', event);
    },
    async events(_, { filter, orderBy, ...page }, { loaders }) {
      const found = await loaders.list('Event', {
        filter: filterOf(filter),
        orderBy: orderOf(orderBy) ?? { field: 'OCCURRED_AT', direction: 'DESC' },
        page: pageOf(page),
      });
      return connectionOf(found, (node) => ({ node }));
    },
  },
  Event: {
    ...entityFields,
    ...areaFields,
    category(row, _, { hub }) {
      const code = row['category'];
      return typeof code === 'string' ? categoryOf(hub, code) : null;
    },
    stage: (row) => stageOf(row['stage']),
    numbers: (row) => shownNumbers(row['numbers']),
    async place(row, args, context) {
      const place = await placeIn('placeId')(row, args, context);
      // Whose door it was is told only to those who see homes; to others, the compound or street number.
      const base = place === null || seesHomes(context.scope) ? null : idIn(place, 'baseId');
      return base === null ? place : context.loaders.entity('Place', base);
    },
    area: placeIn('areaId'),
    timeline: timelineOf,
    residents: tied('Resident', false),
    organizations: tied('Organization', false),
    things: tied('Thing', false),
  },
  TimelineStep: {
    stage({ stage }) {
      const term = stageOf(stage);
      if (term === null)
        throw new RangeError('a stage of the life cycle is required in a timeline');
      return term;
    },
    department: ({ streamId }, _, { reading }) =>
      departmentOf(reading.catalogue, reading.catalogue.stream(streamId)),
    record: ({ record }, _, context) => recordOf(record, context),
  },
};
