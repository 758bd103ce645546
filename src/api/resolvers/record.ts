import type { IExecutableSchemaDefinition } from '@graphql-tools/schema';
import type { Catalogue, Stream } from '../../connect/connector';
import { nodeId } from '../../domain/ids';
import type { Context } from '../context';
import type { RecordModel } from '../model';
import { recordFields } from '../record-types';
import { departmentOf } from './terms';

/** Resolvers in the form that the schema is built from. */
export type AnyResolvers = Exclude<
  NonNullable<IExecutableSchemaDefinition<Context>['resolvers']>,
  readonly unknown[]
>;

/** Resolvers of one stream's record type: what every record has, and its items. */
function resolversOf(catalogue: Catalogue, stream: Stream) {
  const items = recordFields(stream).map(
    ({ field, item }) => [field, (record: RecordModel) => record.items[item.name] ?? null] as const,
  );
  return {
    ...Object.fromEntries(items),
    id: (record: RecordModel) => nodeId('Record', record.id),
    department: () => departmentOf(catalogue, stream),
    connector: () => stream.connector,
    stream: () => stream.name,
  };
}

/** Resolvers of all record types. */
export function recordResolvers(catalogue: Catalogue): AnyResolvers {
  return Object.fromEntries(
    [...catalogue.streams.values()].map((stream) => [
      stream.recordType,
      resolversOf(catalogue, stream),
    ]),
  );
}
