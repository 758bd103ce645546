import { z } from 'zod';
import {
  ITEM_KINDS,
  LINK_ROLE_NAMES,
  NOUNS,
  SHARING_CLASSES,
  STAGES,
  TRUST_LEVELS,
} from '../domain/nouns';
import { MASK_NAMES } from '../domain/masks';
import { NORMALISER_NAMES } from './normalise';
import { readerSettings } from './readers';

/** The shape of connector.yaml: catalogue entry, reader, streams. Every key is described: editors read it. */

const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const itemName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and _, not starting with a digit');
const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/,
    'an ISO 8601 duration such as P3Y or PT10M',
  );

const label = z
  .strictObject({ zh: z.string().min(1), en: z.string().min(1) })
  .describe('A name in Chinese and in English');

const item = z.strictObject({
  from: z.string().min(1).optional().describe('Field in the source; default: the item name'),
  type: z
    .enum(NORMALISER_NAMES as [string, ...string[]])
    .default('string')
    .describe('Normaliser (规范化类型)'),
  kind: z
    .enum(ITEM_KINDS)
    .optional()
    .describe('Kind of data item (数据项类别); required unless NOT_SHARED'),
  mask: z
    .enum(MASK_NAMES)
    .optional()
    .describe('How it is shown to callers who may not see it whole (脱敏方式)'),
  share: z
    .enum(SHARING_CLASSES)
    .optional()
    .describe("Sharing class of this item; default: the entry's. NOT_SHARED is never read"),
  whenInvalid: z
    .enum(['quarantine', 'keep'])
    .optional()
    .describe(
      'What a value that cannot be read does: quarantine the row, or keep the row without it',
    ),
  required: z.boolean().optional().describe('A row without it goes to quarantine'),
  values: z
    .record(z.string(), z.string())
    .optional()
    .describe('Source code → hub code, for type code and other tables'),
  default: z.string().optional().describe('Hub code for source codes not listed in values'),
  format: z.string().optional(),
  swap: z.boolean().optional().describe('This source swaps sex codes 1 and 2'),
  timeZone: z.string().optional(),
  maxLength: z.int().positive().optional(),
  coordinates: z.enum(['CGCS2000', 'GCJ-02', 'BD-09']).optional(),
  within: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Addresses: the county meant where none is named; one that names another lies elsewhere',
    ),
  zh: z.string().optional().describe('Chinese label'),
  en: z.string().optional().describe('English label'),
});

const when = z
  .record(itemName, z.union([z.string(), z.array(z.string())]))
  .describe('Only where these items have these (raw) values');

const reference = z.strictObject({
  scheme: identifier.describe('Name of the numbering, the same wherever it is cited'),
  item: itemName,
  when: when.optional(),
});

const mentionCore = {
  as: z.enum(NOUNS).describe('Noun of the graph (人地事物组织)'),
  create: z
    .enum(['always', 'identified'])
    .optional()
    .describe(
      'identified: makes no entity of its own where nothing identifies it (a caller known by name only)',
    ),
  when: when.optional(),
  number: reference
    .optional()
    .describe('Own number of an event, thing or organisation, citable by others'),
  cites: z
    .array(reference)
    .optional()
    .describe('Numbers of the same event in other systems, strongest first'),
  register: z
    .boolean()
    .optional()
    .describe(
      "Place: this is the authority's doorplate register; its rows tie doorplate, compound and street number together",
    ),
  stages: z
    .partialRecord(z.enum(STAGES), itemName)
    .optional()
    .describe('Event: the time each life-cycle stage was reached'),
};
/** Everything else in a mention is attribute: item, checked against attributes.ts by the loader. */
const attributeValue = z.union([
  itemName,
  z.strictObject({ const: z.union([z.string(), z.number()]) }),
]);
const mention = z.object(mentionCore).catchall(attributeValue);
export const MENTION_KEYWORDS: readonly string[] = Object.keys(mentionCore);

const link = z.strictObject({
  from: z.string(),
  role: z.enum(LINK_ROLE_NAMES as [string, ...string[]]),
  to: z.string(),
  since: itemName.optional(),
  until: itemName.optional(),
});

const driftAction = z.enum(['ignore-and-report', 'stop']);

const stream = z.strictObject({
  draft: z
    .boolean()
    .default(false)
    .describe('Nobody has decided on it yet: its shape is checked, it is never read'),
  title: label.optional(),
  from: z.string().min(1).describe('Table, file pattern or path in the source'),
  key: z.array(itemName).min(1).describe('Items that name a row for ever'),
  cursor: itemName
    .optional()
    .describe('Item that grows with every change; absent: read whole each time'),
  overlap: z
    .union([duration, z.int().min(0)])
    .default('PT10M')
    .describe(
      'How far a run steps back behind the cursor (a time, also as digits or counted from 1970); at least the longest transaction of the source. A number for cursors that are numbers, in their own unit; 1,000 where nothing is said',
    ),
  deletes: z
    .union([z.literal('none'), z.strictObject({ tombstone: when }), z.literal('snapshot')])
    .default('none')
    .describe('How the source says that a row is gone'),
  maxRemoval: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe(
      "Snapshot: a larger share of vanished rows is distrusted, and waits for a steward's word; an empty one always does",
    ),
  drift: z
    .strictObject({
      newColumn: driftAction
        .default('ignore-and-report')
        .describe('A column that is not declared; it is never read, either way'),
      missingColumn: driftAction.default('stop').describe('A declared column that is gone'),
      retypedColumn: driftAction
        .default('ignore-and-report')
        .describe('A column whose type the source has changed'),
    })
    .prefault({})
    .describe('What happens when the source changes its columns'),
  quarantine: z
    .strictObject({
      maxRows: z.int().min(0).optional().describe('More bad rows in one run stop it'),
      maxShare: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe(
          'A larger share of bad rows stops the run: once 1,000 rows were read, or at the end of 20 or more',
        ),
    })
    .prefault({})
    .describe('How many bad rows are a bad night, and how many are no source at all'),
  trust: z
    .enum(TRUST_LEVELS)
    .default('USUAL')
    .describe('Who is believed when departments disagree'),
  observedAt: itemName.optional().describe('When the row was true; default: the cursor'),
  record: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]*Record$/, 'a type name that ends in Record')
    .describe('GraphQL type of its rows'),
  pageSize: z.int().min(1).max(100_000).default(10_000),
  items: z.record(itemName, item),
  mentions: z.record(itemName, mention).default({}),
  links: z.array(link).default([]),
});

export const connectorSchema = z.strictObject({
  id: identifier,
  department: z.strictObject({ code: identifier, zh: z.string().min(1), en: z.string().min(1) }),
  title: label,
  description: label.optional(),
  sharing: z
    .strictObject({
      class: z.enum(SHARING_CLASSES),
      condition: z.string().optional().describe('For CONDITIONAL: on what condition'),
      basis: z.array(z.string().min(1)).min(1).describe('Legal basis (依据)'),
      retention: duration.describe('How long the hub keeps the records, as an ISO 8601 duration'),
    })
    .describe('Catalogue entry of 政务数据共享条例'),
  coordinates: z
    .enum(['CGCS2000', 'GCJ-02', 'BD-09'])
    .optional()
    .describe('Coordinate system of the source'),
  timeZone: z.string().default('Asia/Shanghai'),
  freshWithin: duration
    .default('PT26H')
    .describe('Older data than this are late: the source is shown as LATE'),
  reader: readerSettings,
  streams: z.record(identifier, stream),
});

export type ConnectorSpec = z.infer<typeof connectorSchema>;
export type StreamSpec = z.infer<typeof stream>;
export type ItemSpec = z.infer<typeof item>;
export type MentionSpec = z.infer<typeof mention>;
export type LinkSpec = z.infer<typeof link>;
export type ReferenceSpec = z.infer<typeof reference>;
export type WhenSpec = z.infer<typeof when>;
