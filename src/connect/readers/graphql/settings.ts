import { parseType } from 'graphql';
import { z } from 'zod';
import { address, callShape } from '../http/call-settings';
import { isName, isPath } from './names';

const name = z.string().refine(isName, 'a GraphQL name: letters, digits and _');
const dotted = z.string().refine(isPath, 'GraphQL names joined by dots');

function isType(text: string): boolean {
  try {
    parseType(text);
    return true;
  } catch {
    // A syntax error is how the parser says no.
    return false;
  }
}

const paging = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none').describe('One answer holds the whole list') }),
    z.strictObject({
      kind: z
        .literal('connection')
        .describe('A Relay connection (GraphQL Cursor Connections Specification)'),
      first: name.default('first').describe('Argument of the page size'),
      after: name.default('after').describe('Argument that takes the cursor'),
      rows: z
        .enum(['edges', 'nodes'])
        .default('edges')
        .describe('edges { node }, or nodes, where the connection has them'),
      total: dotted
        .optional()
        .describe(
          'Field of the connection that tells the number of rows: totalCount; the read fails if it gives fewer',
        ),
    }),
    z.strictObject({
      kind: z
        .literal('offset')
        .describe(
          'By the number of rows to leave out. While rows are inserted or deleted under a read, later ones change their place: order by a field that never changes (arguments), and give total. A read that was broken off begins again unless its last page is what it was',
        ),
      offset: name.default('offset').describe('Argument of the number of rows to leave out'),
      limit: name.default('limit').describe('Argument of the page size'),
      start: z.int().min(0).default(0).describe('Offset of the first row'),
      rows: dotted
        .optional()
        .describe('Where the list is within the field: items; absent: the field itself'),
      total: dotted
        .optional()
        .describe(
          'Where the field tells the number of rows: totalCount; the read fails if it gives fewer',
        ),
      ends: z
        .enum(['empty', 'short'])
        .default('empty')
        .describe('Without total: at an empty page (safe), or at the first shorter one'),
    }),
  ])
  .describe('How a list goes on');

const own = {
  arguments: z
    .record(name, z.json())
    .describe('Arguments sent with every request, as variables: {orderBy: {id: ASC}}'),
  since: dotted.describe(
    "Argument, or place in one, that takes the stream's cursor: filter.updatedAfter. Without it every read is a full one",
  ),
  until: dotted.describe('The same for the end of a window, for backfills: filter.updatedBefore'),
};

/** A remote GraphQL endpoint; how requests are sent is what `http` has. */
export const graphqlSettings = z.strictObject({
  kind: z.literal('graphql').describe('A department that serves GraphQL'),
  url: address.describe('Address of the endpoint'),
  ...callShape,
  paging: paging.prefault({ kind: 'connection' }),
  arguments: own.arguments.default({}),
  since: own.since.optional(),
  until: own.until.optional(),
  streams: z
    .record(
      dotted,
      z.strictObject({
        paging: paging.optional(),
        arguments: own.arguments.optional(),
        since: own.since.optional(),
        until: own.until.optional(),
      }),
    )
    .default({})
    .describe('What differs for a stream, by its `from`'),
  types: z
    .record(name, z.string().refine(isType, 'a GraphQL type such as TicketFilter!'))
    .default({})
    .describe(
      'Types of arguments, for endpoints that do not show their schema: {filter: TicketFilter}',
    ),
  introspection: z
    .boolean()
    .default(true)
    .describe('The schema may be asked for: it gives types of arguments, and shows drift'),
  pageSize: z.int().min(1).max(10_000).default(500).describe('Rows asked for at once'),
});

export type GraphqlSettings = z.infer<typeof graphqlSettings>;
export type GraphqlPaging = GraphqlSettings['paging'];
