import { z } from 'zod';
import { durationSeconds } from '../overlap';
import { authSettings, headerName } from './auth-settings';

const DAY_SECONDS = 86_400;

const rate = z.strictObject({
  requests: z.int().min(1).describe('So many requests'),
  per: z
    .string()
    .regex(
      /^P(?=\d|T\d)(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/,
      'an ISO 8601 duration such as PT1S or PT1M',
    )
    .refine((text) => durationSeconds(text) > 0, 'a duration longer than nothing')
    .refine((text) => durationSeconds(text) <= DAY_SECONDS, 'a day at most')
    .describe('within this ISO 8601 duration'),
});

/** An address that may be called: no account in it, which belongs in `auth`. */
export const address = z
  .string()
  .regex(
    /^https?:\/\/[^\s@?#]+$/,
    'an address that starts with http:// or https://, without an account (see auth), ? or #',
  )
  .refine((text) => URL.canParse(text), 'an address that can be parsed');

/** How requests are sent, whatever they ask for: shared by `http` and `graphql`. */
export const callShape = {
  auth: authSettings,
  headers: z
    .record(headerName, z.string())
    .default({})
    .meta({ secret: true })
    .describe("Headers sent with every request to the source's own origin, and to no other"),
  allowHosts: z
    .array(
      z
        .string()
        .regex(/^[^\s/@?#:]+(?::\d{1,5})?$/, 'a host, or host:port, without http:// or path'),
    )
    .default([])
    .describe(
      'Other hosts that a token endpoint, a redirect or a next-page link may lie on; none gets credentials of the source',
    ),
  redirects: z
    .boolean()
    .default(false)
    .describe('Redirects are followed (three at most), within the origin and allowHosts'),
  rate: rate
    .optional()
    .describe(
      'Requests are spread evenly, so that there are never more; absent: one after another',
    ),
  timeoutMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(30_000)
    .describe('How long one answer may take, its last byte included'),
  retries: z
    .int()
    .min(0)
    .max(10)
    .default(4)
    .describe('How often a failed request is sent again, after pauses that grow and vary'),
  maxPauseMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(60_000)
    .describe('Longest pause before a request is sent again, also where Retry-After asks for more'),
  maxBytes: z
    .int()
    .min(1_024)
    .max(268_435_456)
    .default(67_108_864)
    .describe('Largest answer that is read, in bytes after decompression; a larger one is paged'),
};

export type CallSettings = z.infer<z.ZodObject<typeof callShape>>;
