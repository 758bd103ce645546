/**
 * OpenLineage 2-0-2 as a JSON schema, written from its published description: what a RunEvent must have, what the facets
 * that are used must have, and that nothing else is there (the standard would allow more; the hub says no more).
 */
const text = { type: 'string', minLength: 1 };
const uri = { type: 'string', format: 'uri' };
const uuid = { type: 'string', format: 'uuid' };
const moment = { type: 'string', format: 'date-time' };
const count = { type: 'integer', minimum: 0 };

const object = (
  properties: Record<string, unknown>,
  required: readonly string[] = Object.keys(properties),
): Record<string, unknown> => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const facet = (
  properties: Record<string, unknown>,
  required?: readonly string[],
): Record<string, unknown> =>
  object({ _producer: uri, _schemaURL: uri, ...properties }, [
    ...['_producer', '_schemaURL'],
    ...(required ?? Object.keys(properties)),
  ]);
const optional = (properties: Record<string, unknown>): Record<string, unknown> =>
  object(properties, []);

const job = { namespace: text, name: text };
const dataset = {
  namespace: text,
  name: text,
  facets: optional({
    schema: facet({
      fields: {
        type: 'array',
        items: object({ name: text, type: text, description: text }, ['name']),
      },
    }),
  }),
};

export const OPEN_LINEAGE = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...object({
    eventType: { enum: ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] },
    eventTime: moment,
    producer: uri,
    schemaURL: { const: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' },
    run: object({
      runId: uuid,
      facets: optional({
        nominalTime: facet({ nominalStartTime: moment }),
        parent: facet({ run: object({ runId: uuid }), job: object(job) }),
        errorMessage: facet({ message: text, programmingLanguage: text }),
      }),
    }),
    job: object({
      ...job,
      facets: optional({
        jobType: facet({ processingType: { const: 'BATCH' }, integration: text, jobType: text }),
      }),
    }),
    inputs: {
      type: 'array',
      items: object(
        { ...dataset, inputFacets: optional({ inputStatistics: facet({ rowCount: count }) }) },
        ['namespace', 'name'],
      ),
    },
    outputs: {
      type: 'array',
      items: object(
        { ...dataset, outputFacets: optional({ outputStatistics: facet({ rowCount: count }) }) },
        ['namespace', 'name'],
      ),
    },
  }),
};
