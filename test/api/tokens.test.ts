import { createHmac } from 'node:crypto';
import { signToken } from '../../src/access/token';
import { principal, startTestApi, TOKEN_SECRET, type Answer, type TestApi } from './support';

const ME = '{ me { principal } }';
const INTROSPECTION = '{ __schema { queryType { name } } }';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token put together by hand, so that what the hub's own maker refuses can be tried. */
function forged(header: object, claims: object, secret: string | null): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${secret === null ? '' : createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('tokens', () => {
  let hub: TestApi;
  /** Claims of a good token, to spoil one at a time. */
  let claims: Record<string, unknown>;
  beforeAll(async () => {
    hub = await startTestApi();
    const good = await hub.token('analyst');
    claims = JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
  });
  afterAll(() => hub.close());

  const send = (authorization: string | null, query = ME): Promise<Answer> =>
    hub.send({
      headers: {
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      body: JSON.stringify({ query }),
    });

  const expectStranger = async (authorization: string | null, query = ME): Promise<void> => {
    hub.statements();
    const answer = await send(authorization, query);
    expect([answer.status, answer.errors[0]?.extensions.code, answer.data]).toEqual([
      401,
      'UNAUTHENTICATED',
      null,
    ]);
    expect(answer.text).not.toMatch(/signature|jose|stack|node_modules/i);
    expect(hub.statements()).toEqual([]);
  };

  it('let in who holds one that the hub signed', async () => {
    const { status, data } = await send(`Bearer ${await hub.token('analyst')}`);
    expect([status, data]).toEqual([200, { me: { principal: 'analyst-1' } }]);
    // By hand, as a check on the forgeries below: it is the change that is refused, not the hand.
    expect((await send(`Bearer ${forged({ alg: 'HS256' }, claims, TOKEN_SECRET)}`)).status).toBe(
      200,
    );
  });

  it('are needed for everything, the schema included', async () => {
    for (const query of [ME, INTROSPECTION, 'nothing']) await expectStranger(null, query);
  });

  it('are bearer tokens and nothing else', async () => {
    const token = await hub.token('analyst');
    for (const given of [
      '',
      'Bearer',
      'Bearer ',
      token,
      `Basic ${token}`,
      `Bearer ${token} ${token}`,
      'Bearer a.b.c',
      'Bearer ...',
      `Bearer ${token.slice(0, -3)}`,
    ])
      await expectStranger(given);
  });

  it('expire', async () => {
    const past = await signToken(TOKEN_SECRET, principal('analyst'), {
      validFor: 60,
      now: new Date(Date.now() - 3_600_000),
    });
    await expectStranger(`Bearer ${past}`);
    const { exp: _, ...endless } = claims;
    await expectStranger(`Bearer ${forged({ alg: 'HS256' }, endless, TOKEN_SECRET)}`);
  });

  it('are signed by this hub, for this API, with the one algorithm', async () => {
    const other = await signToken('another-secret-altogether-0123456789', principal('analyst'), {
      validFor: 600,
    });
    await expectStranger(`Bearer ${other}`);
    await expectStranger(`Bearer ${forged({ alg: 'none' }, claims, null)}`);
    await expectStranger(`Bearer ${forged({ alg: 'none' }, claims, TOKEN_SECRET)}`);
    await expectStranger(`Bearer ${forged({ alg: 'HS512' }, claims, TOKEN_SECRET)}`);
    await expectStranger(
      `Bearer ${forged({ alg: 'HS256' }, { ...claims, iss: 'somebody-else' }, TOKEN_SECRET)}`,
    );
    await expectStranger(
      `Bearer ${forged({ alg: 'HS256' }, { ...claims, aud: 'another-api' }, TOKEN_SECRET)}`,
    );
  });

  it('hold no other claims than a principal has', async () => {
    for (const spoiled of [
      { purposes: 'all' },
      { role: 7 },
      { areas: 'EVERYWHERE' },
      { sub: undefined },
    ])
      await expectStranger(
        `Bearer ${forged({ alg: 'HS256' }, { ...claims, ...spoiled }, TOKEN_SECRET)}`,
      );
  });

  it('name a role that hub.yaml has', async () => {
    const { status, errors } = await send(
      `Bearer ${forged({ alg: 'HS256' }, { ...claims, role: 'emperor' }, TOKEN_SECRET)}`,
    );
    expect([status, errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('are not needed to ask whether the hub lives, which says nothing else', async () => {
    for (const [path, body] of [
      ['/healthz', '{"status":"ok"}'],
      ['/readyz', '{"status":"ready"}'],
    ] as const) {
      const { status, text } = await hub.send({ method: 'GET' }, path);
      expect([status, text]).toEqual([200, body]);
    }
  });

  it('never stand in the log', async () => {
    const token = await hub.token('analyst');
    await send(`Bearer ${token}x`);
    expect(hub.log.join('\n')).not.toContain(token.slice(-20));
  });
});
