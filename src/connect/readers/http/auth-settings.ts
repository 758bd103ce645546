import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { secret } from '../secret';

/** Names as RFC 9110 (5.6.2) allows them; those that frame a message are not anybody's to set. */
export const headerName = z
  .string()
  .regex(
    /^(?!(?:host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$)[!#$%&'*+.^_`|~0-9a-z-]+$/i,
    'the name of a header, and none that frames the message (Host, Connection, Content-Length …)',
  );

/** What a signed text may name; everything else stands for itself. */
export const SIGNED_PARTS = [
  'method',
  'host',
  'path',
  'query',
  'sorted-query',
  'timestamp',
  'nonce',
  'appKey',
  'body',
  'body-md5',
  'body-sha256',
  'body-sm3',
] as const;
export type SignedPart = (typeof SIGNED_PARTS)[number];
export const PLACE = /\{([A-Za-z0-9-]+)\}/g;

const template = z
  .string()
  .min(1)
  .refine(
    (text) => [...text.matchAll(PLACE)].every(([, part]) => SIGNED_PARTS.some((p) => p === part)),
    `a text whose places are of ${SIGNED_PARTS.map((part) => `{${part}}`).join(' ')}`,
  )
  // No secret: what is signed is the scheme of the gateway, the same for all who call it.
  .default('{method}\n{path}\n{query}\n{timestamp}\n{nonce}\n{body-sha256}');

/** Whether this build of Node can sign with an algorithm: OpenSSL may be built without SM3. */
export function canSign(algorithm: string): boolean {
  try {
    createHmac(algorithm, '').update('').digest();
    return true;
  } catch {
    // "Invalid digest" is how crypto says no.
    return false;
  }
}

const hmac = z.strictObject({
  kind: z
    .literal('hmac')
    .describe(
      'Every request is signed anew, as the gateways of government clouds (政务云网关) want',
    ),
  appKey: secret.describe('Public half of the pair the gateway gave out (appKey, accessKey)'),
  secret: secret.describe('Secret half of the pair; it signs and is never sent'),
  algorithm: z
    .enum(['sha256', 'sha1', 'sha512', 'md5', 'sm3'])
    .default('sha256')
    .refine(canSign, 'an algorithm that the OpenSSL of this Node has')
    .describe('Hash under the HMAC (RFC 2104); sm3 is GB/T 32905'),
  encoding: z
    .enum(['hex', 'HEX', 'base64'])
    .default('hex')
    .describe('How the signature is written; HEX: in upper case'),
  timestamp: z
    .enum(['milliseconds', 'seconds', 'iso'])
    .default('milliseconds')
    .describe('Clock of the hub as it is sent and signed, taken anew for each try'),
  template: template.describe(
    'Text that is signed. {query} is the query as sent, {sorted-query} by name; {body-sha256} is in hexadecimal',
  ),
  headers: z
    .strictObject({
      appKey: headerName.default('X-App-Key').describe('Header of the appKey'),
      timestamp: headerName.default('X-Timestamp').describe('Header of the clock'),
      nonce: headerName.default('X-Nonce').describe('Header of the number used once'),
      signature: headerName.default('X-Signature').describe('Header of the signature'),
    })
    .prefault({})
    .describe('Names the gateway gives to the four headers'),
});

const oauth2 = z.strictObject({
  kind: z.literal('oauth2').describe('OAuth 2.0 client credentials (RFC 6749, 4.4)'),
  tokenUrl: z
    .string()
    .regex(/^https?:\/\/[^\s#@]+$/, 'an address that starts with http:// or https://')
    .refine((text) => URL.canParse(text), 'an address that can be parsed')
    .describe("Where tokens are given out: on the source's own origin, or a host of allowHosts"),
  clientId: secret.describe('Name of the hub at the token endpoint'),
  clientSecret: secret.describe('Secret of the hub at the token endpoint'),
  scope: z.string().min(1).optional().describe('Scopes asked for, parted by blanks'),
  audience: z.string().min(1).optional().describe('For whom the token is, where the issuer asks'),
  clientAuth: z
    .enum(['basic', 'post'])
    .default('basic')
    .describe('basic: client and secret in the Authorization header; post: in the form'),
});

/** How the hub says who it is: the same for `http` and `graphql`. Credentials go to the source's own origin alone. */
export const authSettings = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none').describe('The source asks nobody who they are') }),
    z.strictObject({
      kind: z.literal('bearer').describe('Authorization: Bearer (RFC 6750)'),
      token: secret.describe('Token, from the environment'),
    }),
    z.strictObject({
      kind: z.literal('header').describe('A header of the source’s own (X-Api-Key)'),
      name: headerName.describe('Name of the header'),
      value: secret.describe('Value of the header, from the environment'),
    }),
    z.strictObject({
      kind: z.literal('basic').describe('Authorization: Basic (RFC 7617), in UTF-8'),
      username: secret
        .refine((name) => !name.includes(':'), 'a name without a colon')
        .describe('Account'),
      password: secret.describe('Password of the account'),
    }),
    hmac,
    oauth2,
  ])
  .describe('How the hub says who it is');

export type AuthSettings = z.infer<typeof authSettings>;
export type HmacSettings = z.infer<typeof hmac>;
export type Oauth2Settings = z.infer<typeof oauth2>;
