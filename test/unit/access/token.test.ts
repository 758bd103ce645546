import { createHmac } from 'node:crypto';
import { signToken, verifyToken, type Principal } from '../../../src/access/token';

const SECRET = 'a-secret-for-tests-only-0123456789abcdef';
const PRINCIPAL: Principal = {
  id: 'u1',
  name: '网格员甲',
  role: 'grid-worker',
  department: 'grid',
  areas: ['990106001'],
  purposes: ['grid-service'],
};
const REFUSED = { code: 'UNAUTHENTICATED' };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token made by hand, without the library that reads it. */
function forge(header: object, claims: object, secret: string | null): string {
  const body = `${encode(header)}.${encode(claims)}`;
  const signature =
    secret === null ? '' : createHmac('sha256', secret).update(body).digest('base64url');
  return `${body}.${signature}`;
}
const claims = (changes: object = {}): object => ({
  sub: 'u1',
  name: '甲',
  role: 'analyst',
  department: null,
  areas: 'ALL',
  purposes: ['trend-analysis'],
  iss: 'wangshu',
  aud: 'wangshu-api',
  exp: Math.floor(Date.now() / 1000) + 60,
  ...changes,
});

describe('tokens', () => {
  it('carry the principal there and back', async () => {
    const token = await signToken(SECRET, PRINCIPAL, { validFor: 60 });
    expect(await verifyToken(SECRET, token)).toEqual(PRINCIPAL);
  });

  it('are JSON Web Tokens that anybody can make who knows the secret (RFC 7519, HS256)', async () => {
    const token = forge({ alg: 'HS256', typ: 'JWT' }, claims(), SECRET);
    expect(await verifyToken(SECRET, token)).toMatchObject({ id: 'u1', areas: 'ALL' });
  });

  it('end when they expire', async () => {
    const token = await signToken(SECRET, PRINCIPAL, {
      validFor: 60,
      now: new Date(Date.now() - 70_000),
    });
    await expect(verifyToken(SECRET, token)).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('expired') as string,
    });
  });

  it.each([
    ['another secret', forge({ alg: 'HS256' }, claims(), 'x'.repeat(40))],
    ['no signature (alg none)', forge({ alg: 'none' }, claims(), null)],
    ['another algorithm', forge({ alg: 'HS512' }, claims(), SECRET)],
    ['another issuer', forge({ alg: 'HS256' }, claims({ iss: 'other' }), SECRET)],
    ['another audience', forge({ alg: 'HS256' }, claims({ aud: 'other' }), SECRET)],
    ['no end', forge({ alg: 'HS256' }, claims({ exp: undefined }), SECRET)],
    ['no subject', forge({ alg: 'HS256' }, claims({ sub: undefined }), SECRET)],
    ['areas of another shape', forge({ alg: 'HS256' }, claims({ areas: [1] }), SECRET)],
    ['purposes of another shape', forge({ alg: 'HS256' }, claims({ purposes: '*' }), SECRET)],
    ['a department of another shape', forge({ alg: 'HS256' }, claims({ department: {} }), SECRET)],
    ['text that is no token', 'abc'],
    ['nothing', ''],
  ])('are refused with %s', async (_, token) => {
    await expect(verifyToken(SECRET, token)).rejects.toMatchObject(REFUSED);
  });

  it('are refused when a claim was changed after signing', async () => {
    const token = await signToken(SECRET, PRINCIPAL, { validFor: 60 });
    const [header, , signature] = token.split('.');
    const changed = `${String(header)}.${encode(claims({ role: 'auditor' }))}.${String(signature)}`;
    await expect(verifyToken(SECRET, changed)).rejects.toMatchObject(REFUSED);
  });

  it('need a secret of 32 bytes', async () => {
    await expect(signToken('short', PRINCIPAL, { validFor: 60 })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
