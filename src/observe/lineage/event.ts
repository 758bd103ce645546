import type { Uuid } from '../../domain/ids';

/**
 * Run events of OpenLineage 2-0-2 (openlineage.io, spec/OpenLineage.json and spec/facets), as far as the hub speaks it.
 * Names and types of fields, never a value.
 */
export type EventType = 'START' | 'COMPLETE' | 'FAIL' | 'ABORT';

export interface Facet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [name: string]: unknown;
}

type Facets = Readonly<Record<string, Facet>>;

export interface Dataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets?: Facets;
  readonly inputFacets?: Facets;
  readonly outputFacets?: Facets;
}

export interface RunEvent {
  readonly eventType: EventType;
  /** ISO 8601, UTC. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: Uuid; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

export const RUN_EVENT = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

/** Versions of the facets that are used, each with its own number. */
const FACETS = {
  nominalTime: ['1-0-1', 'NominalTimeRunFacet'],
  parent: ['1-0-1', 'ParentRunFacet'],
  errorMessage: ['1-0-1', 'ErrorMessageRunFacet'],
  jobType: ['2-0-3', 'JobTypeJobFacet'],
  schema: ['1-1-1', 'SchemaDatasetFacet'],
  inputStatistics: ['1-0-0', 'InputStatisticsInputDatasetFacet'],
  outputStatistics: ['1-0-2', 'OutputStatisticsOutputDatasetFacet'],
} as const;

export type FacetName = keyof typeof FACETS;

/** One facet, ready to be spread into the facets of its owner. */
export function facet(
  producer: string,
  name: FacetName,
  content: Readonly<Record<string, unknown>>,
): Facets {
  const [version, type] = FACETS[name];
  const _schemaURL = `https://openlineage.io/spec/facets/${version}/${type}.json#/$defs/${type}`;
  return { [name]: { _producer: producer, _schemaURL, ...content } };
}
