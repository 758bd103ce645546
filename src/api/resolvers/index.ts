import type { Catalogue } from '../../connect/connector';
import { connectorResolvers } from './connector';
import { sharedResolvers } from './entity';
import { eventResolvers } from './event';
import { meResolvers } from './me';
import { nodeResolvers } from './node';
import { operationResolvers } from './operation';
import { organizationResolvers } from './organization';
import { placeResolvers } from './place';
import { recordResolvers, type AnyResolvers } from './record';
import { residentResolvers } from './resident';
import { dateScalar, dateTimeScalar } from './scalars';
import { stewardResolvers } from './steward';
import { thingResolvers } from './thing';
import { trendResolvers } from './trend';

/** All resolvers of the schema: those of the committed SDL, and those of the catalogue's record types. */
export function resolversFor(catalogue: Catalogue): AnyResolvers[] {
  return [
    { Date: dateScalar, DateTime: dateTimeScalar } as AnyResolvers,
    ...[
      sharedResolvers,
      residentResolvers,
      placeResolvers,
      eventResolvers,
      thingResolvers,
      organizationResolvers,
      nodeResolvers,
      connectorResolvers,
      stewardResolvers,
      operationResolvers,
      meResolvers,
      trendResolvers,
    ].map((resolvers) => resolvers as AnyResolvers),
    recordResolvers(catalogue),
  ];
}
