import type { Connector, Stream } from '../../connect/connector';
import { facet, type Dataset } from './event';

/** Where datasets live: the hub's own namespace for sources, its database's for tables. */
export interface Datasets {
  readonly producer: string;
  readonly namespace: string;
  /** `postgres://host:port` and `database.schema`, as OpenLineage names PostgreSQL; no user, no password. */
  readonly database: { readonly namespace: string; readonly prefix: string };
}

/** The hub's database under OpenLineage's naming of PostgreSQL. */
export function databaseOf(url: string): Datasets['database'] {
  const { hostname, port, pathname } = new URL(url);
  return {
    namespace: `postgres://${hostname === '' ? 'localhost' : hostname}:${port === '' ? '5432' : port}`,
    prefix: `${decodeURIComponent(pathname.slice(1)) || 'postgres'}.public`,
  };
}

/** Fields that are read: names and types. What is NOT_SHARED does not even show its name. */
function schemaOf(stream: Stream): { name: string; type: string; description?: string }[] {
  return [...stream.items.values()].map(({ from, type, en }) => ({
    name: from,
    type,
    ...(en === undefined ? {} : { description: en }),
  }));
}

/**
 * The streams of a source. Their address is a department's own affair: they are named by connector and stream, which the
 * catalogue explains to those who may know.
 */
export function sourceDatasets(
  { producer, namespace }: Datasets,
  connector: Connector,
  read: ReadonlyMap<string, number>,
): Dataset[] {
  return connector.streams.map((stream) => {
    const rowCount = read.get(stream.name);
    return {
      namespace,
      name: `${connector.id}.${stream.name}`,
      facets: facet(producer, 'schema', { fields: schemaOf(stream) }),
      ...(rowCount === undefined
        ? {}
        : { inputFacets: facet(producer, 'inputStatistics', { rowCount }) }),
    };
  });
}

/** A table of the hub; `rowCount`: rows written to it, where that is known. */
export function hubTable(
  { producer, database }: Datasets,
  table: string,
  rowCount?: number,
): Dataset {
  return {
    namespace: database.namespace,
    name: `${database.prefix}.${table}`,
    ...(rowCount === undefined
      ? {}
      : { outputFacets: facet(producer, 'outputStatistics', { rowCount }) }),
  };
}
