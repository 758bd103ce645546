import type { Connector, Stream } from '../../connect/connector';
import { facet, type Dataset } from './event';

/** Where datasets live: the hub's own namespace for sources, its database's for tables. */
export interface Datasets {
  readonly producer: string;
  readonly namespace: string;
  /** `postgres://host:port` and `database.schema`, as OpenLineage names PostgreSQL; no user, no password. */
  readonly database: { readonly namespace: string; readonly prefix: string };
}

const LOCAL = { hostname: '', port: '', pathname: '' };

/**
 * The hub's database under OpenLineage's naming of PostgreSQL. An address that the driver understands and a URL is not (a socket
 * alone) is named as the local server: what cannot be named keeps no command from starting.
 */
export function databaseOf(url: string): Datasets['database'] {
  const { hostname, port, pathname } = URL.canParse(url) ? new URL(url) : LOCAL;
  return {
    namespace: `postgres://${hostname === '' ? 'localhost' : hostname}:${port === '' ? '5432' : port}`,
    prefix: `${decoded(pathname.slice(1)) || 'postgres'}.public`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
