import { z } from 'zod';

/** Nothing is read: the department posts its records to the hub, in its own name (POST /push/CONNECTOR/STREAM). */
export const pushSettings = z.strictObject({
  kind: z.literal('push').describe('The department posts its records to the hub'),
  maxRows: z.int().min(1).max(50_000).default(5_000).describe('Rows that one request may carry'),
});

export type PushSettings = z.infer<typeof pushSettings>;
