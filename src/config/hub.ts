import { z } from 'zod';
import { ITEM_KINDS } from '../domain/nouns';
import { cronFault } from './cron';

/** The shape of hub.yaml: the hub's own settings, no secrets. */

const label = { zh: z.string().min(1), en: z.string().min(1) };
const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const categoryId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)*$/, 'lower-case words joined by dots');

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // Intl says "no such zone" by throwing; there is no other way to ask it.
    return false;
  }
}

const purpose = z.strictObject({
  ...label,
  basis: z.array(z.string().min(1)).min(1),
  /** A case number must come with every request for this purpose. */
  caseRequired: z.boolean().default(false),
  /** Connectors whose records serve this purpose; '*' is all. */
  catalogues: z.union([z.literal('*'), z.array(name)]),
});

const role = z.strictObject({
  ...label,
  purposes: z.array(name).min(1),
  rights: z.array(z.enum(['sync', 'quarantine', 'audit', 'push'])).default([]),
  view: z.partialRecord(z.enum(ITEM_KINDS), z.enum(['WHOLE', 'MASKED', 'HIDDEN'])),
});

/** How the hub is watched; addresses and secrets of those who watch stand in the environment (observing.ts). */
const observe = z.strictObject({
  metrics: z
    .strictObject({
      /** Scrapes within so many seconds share one statement. */
      cacheSeconds: z.number().min(0).max(3600).default(10),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      /** Standard Webhooks, or a group robot: 企业微信 (wecom), 钉钉 (dingtalk). */
      format: z.enum(['standard', 'wecom', 'dingtalk']).default('standard'),
      everySeconds: z.number().min(1).max(3600).default(60),
      /** So many open quarantined rows of a source, or such a share of its last run, are told. */
      quarantine: z
        .strictObject({
          rows: z.int().min(1).default(1000),
          share: z.number().gt(0).max(1).default(0.05),
        })
        .prefault({}),
      /** A night that has not begun so long after its time was missed. */
      missedAfterMinutes: z.number().min(1).max(1440).default(60),
    })
    .prefault({}),
});

export const hubSchema = z
  .strictObject({
    district: z.strictObject({
      code: z.string().regex(/^\d{6}$/, 'a division code of 6 digits (GB/T 2260)'),
      ...label,
    }),
    timeZone: z.string().refine(isTimeZone, 'an IANA time zone such as Asia/Shanghai'),
    nightly: z.string().superRefine((pattern, context) => {
      const fault = cronFault(pattern);
      if (fault !== null)
        context.addIssue({
          code: 'custom',
          message: `a cron pattern of five fields (this one has ${fault})`,
        });
    }),
    suppression: z.strictObject({ k: z.int().min(1).max(1000).default(10) }).prefault({}),
    observe: observe.prefault({}),
    purposes: z.record(name, purpose),
    roles: z.record(name, role),
    categories: z.record(categoryId, z.strictObject(label)),
  })
  .superRefine((hub, context) => {
    for (const [id, { purposes }] of Object.entries(hub.roles)) {
      purposes.forEach((wanted, i) => {
        if (hub.purposes[wanted] !== undefined) return;
        context.addIssue({
          code: 'custom',
          path: ['roles', id, 'purposes', i],
          message: `one of the purposes above (${Object.keys(hub.purposes).join(', ')})`,
        });
      });
    }
    for (const id of Object.keys(hub.categories)) {
      const parent = id.slice(0, Math.max(0, id.lastIndexOf('.')));
      if (parent === '' || hub.categories[parent] !== undefined) continue;
      context.addIssue({
        code: 'custom',
        path: ['categories', id],
        message: `the category ${parent} above it`,
      });
    }
  });

export type HubSettings = z.infer<typeof hubSchema>;
export type ObserveSettings = HubSettings['observe'];
