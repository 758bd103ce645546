import { z } from 'zod';

/** The part `reader` of connector.yaml: how rows arrive. Every key is described: editors read it. */
const secret = z.string().min(1);

const sql = z.strictObject({
  kind: z.literal('sql').describe('Tables and views of a database'),
  client: z
    .string()
    .min(1)
    .describe('Dialect of knex: pg, mysql2, mssql, oracledb …; its driver is loaded when used'),
  connection: secret.describe('Address of the database, from the environment: ${POLICE_DB_URL}'),
  schema: z.string().min(1).optional().describe("Schema of the tables; default: the user's"),
});

const file = z.strictObject({
  kind: z.literal('file').describe('Files in a folder'),
  folder: z.string().min(1).describe('Folder of the files'),
  format: z.enum(['csv', 'xlsx']).describe('Form of the files'),
  encoding: z.enum(['utf-8', 'gb18030']).default('utf-8').describe('Encoding of CSV files'),
  delimiter: z
    .string()
    .length(1)
    .refine((text) => /^[\t !#-~]$/.test(text), 'one ASCII character other than a quote')
    .default(',')
    .describe('What parts the fields of a CSV line'),
  sheet: z.string().min(1).optional().describe('Worksheet of a workbook; default: the first'),
  headerRow: z.int().min(1).default(1).describe('Row of a worksheet that names the columns'),
  drops: z
    .literal('daily')
    .optional()
    .describe(
      '`from` is a pattern with {date} (hotline-{date}.csv); each file is read once, in name order',
    ),
});

const path = z.string().min(1);
const http = z.strictObject({
  kind: z.literal('http').describe('JSON over HTTP'),
  baseUrl: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'an address that starts with http:// or https://')
    .describe('Address that the paths of the streams follow'),
  auth: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('bearer'), token: secret }),
      z.strictObject({ kind: z.literal('header'), name: z.string().min(1), value: secret }),
    ])
    .describe('How the hub says who it is'),
  paging: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({
        kind: z.literal('page'),
        param: path.describe('Query parameter of the page number'),
        sizeParam: path.describe('Query parameter of the page size'),
        start: z.int().min(0).default(1).describe('Number of the first page'),
        total: path.optional().describe('Where the answer tells the number of rows: data.total'),
      }),
      z.strictObject({
        kind: z.literal('cursor'),
        param: path.describe('Query parameter that takes the cursor'),
        sizeParam: path.optional().describe('Query parameter of the page size'),
        next: path.describe('Where the answer tells the next cursor: data.next'),
      }),
    ])
    .describe('How the answer goes on'),
  rows: path
    .optional()
    .describe('Where the rows are in the answer: data.list; absent: the answer itself'),
  since: path.optional().describe("Query parameter that takes the stream's cursor"),
  pageSize: z.int().min(1).max(10_000).default(500).describe('Rows asked for at once'),
  timeoutMs: z.int().min(100).default(30_000).describe('How long one answer may take'),
  retries: z.int().min(0).max(10).default(4).describe('How often a failed request is sent again'),
});

export const readerSettings = z.discriminatedUnion('kind', [sql, file, http]);
export type ReaderSettings = z.infer<typeof readerSettings>;
export type SqlSettings = z.infer<typeof sql>;
export type FileSettings = z.infer<typeof file>;
export type HttpSettings = z.infer<typeof http>;
