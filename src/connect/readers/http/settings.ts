import { z } from 'zod';
import { address, callShape } from './call-settings';

const path = z.string().min(1);
/** A query parameter; with `body`, the dotted place in it. */
const parameter = path;
const total = path
  .optional()
  .describe(
    'Where the answer tells the number of rows: data.total. A read by page or offset ends when so many came, and fails when the source gives fewer. Leave it out where the source caps it (10,000)',
  );
const totalToReach = path
  .optional()
  .describe(
    'Where the answer tells the number of rows. A read that ends with fewer fails: the next page was not where it should be. Leave it out where it counts other rows than are given',
  );
const ends = z
  .enum(['empty', 'short'])
  .default('empty')
  .describe(
    'How a read without total ends. empty: at a page without rows, or the last one again (safe); short: at the first page shorter than those before it, for sources that fail behind their last page',
  );
/** What every editor should read before choosing to count. */
const MOVING =
  'While rows are inserted or deleted under a read, all later rows change their place: some come twice (harmless), some not at all. ' +
  'Give `total`, so that a shrinking list is read again from before the gap; have the source order by key or by a time that never changes (`query`: {sort: id}), ' +
  'never by the time of change, newest first; or page by cursor. A read that was broken off begins again unless its last page is what it was';

const paging = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('none').describe('One answer holds all'),
    }),
    z.strictObject({
      kind: z.literal('page').describe(`By page number. ${MOVING}`),
      param: parameter.describe('Parameter of the page number'),
      sizeParam: parameter.describe('Parameter of the page size'),
      start: z.int().min(0).default(1).describe('Number of the first page'),
      total,
      ends,
    }),
    z.strictObject({
      kind: z.literal('offset').describe(`By the number of rows to leave out. ${MOVING}`),
      param: parameter.describe('Parameter of the offset'),
      sizeParam: parameter.describe('Parameter of the page size'),
      start: z.int().min(0).default(0).describe('Offset of the first row'),
      total,
      ends,
    }),
    z.strictObject({
      kind: z.literal('cursor').describe('By a cursor that each answer gives for the next request'),
      param: parameter.describe('Parameter that takes the cursor'),
      sizeParam: parameter.optional().describe('Parameter of the page size'),
      next: path.describe(
        'Where the answer tells the next cursor: data.next. At the end nothing stands there, null, or no text',
      ),
      more: path
        .optional()
        .describe(
          'Where the answer tells whether there is more, if it gives a cursor at the end too',
        ),
      total: totalToReach,
    }),
    z.strictObject({
      kind: z.literal('link').describe('By the Link header, rel="next" (RFC 8288)'),
      sizeParam: parameter.optional().describe('Parameter of the page size, of the first request'),
      total: totalToReach,
    }),
  ])
  .describe('How the answer goes on');

export const httpSettings = z
  .strictObject({
    kind: z.literal('http').describe('JSON or XML over HTTP'),
    baseUrl: address.describe('Address that the paths of the streams follow'),
    ...callShape,
    format: z
      .enum(['json', 'xml'])
      .default('json')
      .describe(
        'Form of the answer. xml: attributes are @name, text beside them #text, every value is text, DOCTYPE is refused',
      ),
    method: z.enum(['GET', 'POST']).default('GET').describe('Method of every request'),
    query: z
      .record(z.string().min(1), z.string())
      .default({})
      .meta({ secret: true })
      .describe('Parameters sent with every request: {sort: id}'),
    body: z
      .record(z.string().min(1), z.json())
      .optional()
      .meta({ secret: true })
      .describe(
        'POST: JSON object sent with every request; page, size, offset, cursor, since and until are put into it, at the dotted places that their settings name',
      ),
    paging,
    rows: path
      .optional()
      .describe(
        'Where the rows are in the answer: data.list; absent: the answer itself. xml: the repeated element, from the root: response.rows.row',
      ),
    success: z
      .strictObject({
        at: path.describe('Where the answer says how it went: code'),
        is: z
          .array(z.string().min(1))
          .min(1)
          .describe("What it says when all is well: ['0', '200']"),
      })
      .optional()
      .describe(
        'For sources that answer 200 whatever happens, and say in the body whether they failed',
      ),
    since: parameter
      .optional()
      .describe(
        "Parameter that takes the stream's cursor: rows that changed then or later. Without it every read is a full one",
      ),
    until: parameter
      .optional()
      .describe(
        "Parameter that ends a window by the stream's cursor, for backfills; the source may include it or not",
      ),
    paths: z
      .array(path)
      .default([])
      .describe('Paths that discovery asks for one page each, to see what their rows have'),
    pageSize: z.int().min(1).max(10_000).default(500).describe('Rows asked for at once'),
  })
  .superRefine(({ format, rows, method, body }, context) => {
    if (format === 'xml' && rows === undefined)
      context.addIssue({
        code: 'custom',
        path: ['rows'],
        message: 'with format xml, where the rows are (response.rows.row)',
      });
    if (method === 'GET' && body !== undefined)
      context.addIssue({ code: 'custom', path: ['body'], message: 'method POST with body' });
  });

export type HttpSettings = z.infer<typeof httpSettings>;
